import {
  canonicalizeVers,
  compareVersions,
  isVersError,
  nativeFromRange,
  parseVers,
  rangeFromNative,
  renderVers,
  type VersionScheme,
  versContains,
} from "@coppice/vers";
import fc from "fast-check";
import semver from "semver";
import { expect, test } from "vitest";
import { versRange } from "./arbitrary-range.ts";
import { oddVersion, plainVersion } from "./arbitrary-version.ts";
import { schemes } from "./schemes.ts";

test.each<readonly [VersionScheme, string, string]>([
  ["npm", "", "*"],
  ["npm", "x", "*"],
  ["npm", "^0.0.3", ">=0.0.3|<0.0.4"],
  ["npm", "^0.x", ">=0.0.0|<1.0.0"],
  ["npm", "^0.0", ">=0.0.0|<0.1.0"],
  ["npm", "~1", ">=1.0.0|<2.0.0"],
  ["npm", "~> 1.2.3-beta.2", ">=1.2.3-beta.2|<1.3.0"],
  ["npm", "1.2 - 2.3", ">=1.2.0|<2.4.0"],
  ["npm", "1.2.3 - x", ">=1.2.3"],
  ["npm", "* - 2", "<3.0.0"],
  ["npm", ">1.x <=3", ">=2.0.0|<4.0.0"],
  ["npm", ">=1.0.0<2.0.0", ">=1.0.0|<2.0.0"],
  ["npm", "^99999999999999999999.0.0", ">=99999999999999999999.0.0|<100000000000000000000.0.0"],
  ["npm", ">= * <=x", "*"],
  ["npm", "^x || ~*", "*"],
  ["cargo", "1.2.3", ">=1.2.3|<2.0.0"],
  ["cargo", ">=1.2, <1.5", ">=1.2.0|<1.5.0"],
  ["cargo", "1.*", ">=1.0.0|<2.0.0"],
  ["cargo", "=1.2", ">=1.2.0|<1.3.0"],
  ["julia", "0.2, 1.2", ">=0.2.0|<0.3.0|>=1.2.0|<2.0.0"],
  ["julia", "1.2 - 1.5", ">=1.2.0|<1.6.0"],
  ["pub", "any", "*"],
  ["pub", "^1.2.3", ">=1.2.3|<2.0.0"],
  ["pub", ">=1.0.0 <2.0.0", ">=1.0.0|<2.0.0"],
  ["hex", "~> 2.1 and != 2.5.0 or >= 4.0.0", ">=2.1|!=2.5.0|<3|>=4.0.0"],
  ["gem", "~> 2.0.8", ">=2.0.8|<2.1"],
  ["gem", "~> 2, != 2.5", ">=2|!=2.5|<3"],
  ["cocoapods", "~> 0.1", ">=0.1|<1"],
  ["pypi", "", "*"],
  ["pypi", "(>=1.0,<2)", ">=1.0|<2"],
  ["pypi", "==1.4.*", ">=1.4.dev0|<1.5.dev0"],
  ["pypi", "!=1!2.*,>=1!1", ">=1%211|<1%212.dev0|>=1%213.dev0"],
  ["pypi", "~=2.2.post3", ">=2.2.post3|<3.dev0"],
  ["pypi", "===foo", "foo"],
  ["pypi", "1.0", "1.0"],
  ["maven", "[1.0]", "1.0"],
  ["maven", "1.0", "1.0"],
  ["maven", "[1.0, 2.0), (2.0, )", ">=1.0|!=2.0"],
  ["nuget", "1.0", ">=1.0"],
  ["nuget", "1.2.*", ">=1.2-0|<1.3-0"],
  ["nuget", "*", "*"],
  ["nuget", "(1.0,2.0]", ">1.0|<=2.0"],
  ["conan", "[>=1.2 <2, include_prerelease=True]", ">=1.2|<2"],
  ["conan", "^0", ">=0|<1-"],
  ["composer", "^1.2 | ~3.4.5", ">=1.2.0.0-dev|<2.0.0.0-dev|>=3.4.5.0-dev|<3.5.0.0-dev"],
  ["composer", "1.0 - 2.0", ">=1.0.0.0-dev|<2.1.0.0-dev"],
  ["composer", "1.0.0 - 2.1.0", ">=1.0.0.0-dev|<=2.1.0"],
  ["composer", "1.0-beta1 - 2.1-RC1", ">=1.0-beta1|<=2.1-RC1"],
  ["composer", "~1@dev, <>1.5", ">=1.0.0.0-dev|!=1.5|<2.0.0.0-dev"],
  ["composer", "!=1.2.*", "<1.2.0.0-dev|>=1.3.0.0-dev"],
  ["composer", "!=*", "none"],
  ["composer", "^0.0.3", ">=0.0.3.0-dev|<0.0.4.0-dev"],
  ["composer", "^0", ">=0.0.0.0-dev|<1.0.0.0-dev"],
  ["composer", "dev-main", "dev-main"],
  ["composer", "dev-main as 1.0.x-dev", "dev-main"],
  ["composer", "*", "*"],
  ["conda", ">=1.8,<2|3.1.*", ">=1.8|<2|>=3.1dev|<3.2dev"],
  ["conda", "=1.2|==2|~=3.1.4", ">=1.2dev|<1.3dev|2|>=3.1.4|<3.2dev"],
  ["conda", "!=1.2.*,!=2", "<1.2dev|>=1.3dev|!=2"],
  ["conda", "!=*", "none"],
  ["hackage", "^>=1.2.3 || ==3.* && !=3.1", ">=1.2.3|<1.3|>=3|!=3.1|<4"],
  ["hackage", "-any", "*"],
  ["cpan", "1.5", ">=1.5"],
  ["cpan", ">= 1.2, != 1.5, < 2.0", ">=1.2|!=1.5|<2.0"],
  ["cran", "(>= 3.5.0)", ">=3.5.0"],
  ["deb", "(>= 1.0~rc1-1), (<< 1:2.0)", ">=1.0~rc1-1|<1:2.0"],
  ["deb", ">> 1.0-1", ">1.0-1"],
  ["rpm", ">= 1.0-1", ">=1.0-1"],
  ["rpm", ">= r1234", ">=r1234"],
  ["golang", ">=go1.21rc2", ">=go1.21rc2"],
  ["hex", "== 1.0.0-rc.1+a", "1.0.0-rc.1+a"],
  ["apk", ">1.0-r1 <2", ">1.0-r1|<2"],
  ["apk", "~1.2", ">=1.2_alpha|<1.3_alpha"],
  ["alpm", ">=1.0", ">=1.0"],
  ["golang", ">=v1.2.3 <v1.3.0 || v2.0.0", ">=v1.2.3|<v1.3.0|v2.0.0"],
  ["nginx", "0.6.18-1.20.0", ">=0.6.18|<=1.20.0"],
  ["nginx", "1.5.0+, 1.4.1+", ">=1.4.1"],
  ["nginx", "all", "*"],
  ["nginx", "none", "none"],
  ["nginx", ">=1.0.0, <1.2.0", ">=1.0.0|<1.2.0"],
  ["openssl", "1.0.2-beta1, 1.0.1-1.0.1h", ">=1.0.1|<=1.0.1h|1.0.2-beta1"],
  ["generic", ">1 <3, !=2 || *", "*"],
])("%s: reads %j", (scheme, native, expected) => {
  const text = expected === "none" ? "vers:none/*" : `vers:${scheme}/${expected}`;
  expect(renderVers(rangeFromNative(scheme, native))).toBe(text);
});

test.each<readonly [VersionScheme, string]>([
  ["npm", "latest"],
  ["npm", "git+https://example.org/a.git"],
  ["npm", ">="],
  ["npm", "=> 1.0.0"],
  ["npm", "1.0.0 -"],
  ["npm", ">1 - 2"],
  ["npm", "1.*beta*"],
  ["cargo", ""],
  ["gem", "~> a"],
  ["gem", "1.*"],
  ["pypi", ">=foo"],
  ["pypi", "~=1"],
  ["pypi", "==1.0rc1.*"],
  ["pypi", "==foo.*"],
  ["maven", "[1.0"],
  ["maven", "(1.0)"],
  ["maven", "[]"],
  ["maven", "[1,2,3]"],
  ["maven", "[1,[2]"],
  ["maven", "1.0]("],
  ["maven", "[1,2)3"],
  ["nuget", "*.1"],
  ["conan", "~a"],
  ["composer", "^main"],
  ["composer", ""],
  ["conda", "~=1"],
  ["conda", "a*"],
  ["deb", "< 1.0"],
  ["deb", "libc6 (>= 2), zlib"],
  ["deb", "libc6 (>= 2)"],
  ["deb", "(>> 1) | (<= 0.1)"],
  ["deb", ">> 1 || << 0.1"],
  ["maven", "1.0,2.0"],
  ["maven", "1.0 2.0"],
  ["maven", "[1.*,2.0)"],
  ["rpm", "foo >= 1"],
  ["rpm", ">= 1||<= 0"],
  ["apk", "foo>1"],
  ["gem", "foo"],
  ["gem", ">= 1||< 2"],
  ["hackage", "{ }"],
  ["hackage", ">= -any"],
  ["hex", "latest"],
  ["swift", "main"],
  ["golang", "latest"],
  ["npm", "1..2"],
  ["npm", "1-2"],
  ["npm", "1.2-beta"],
  ["npm", "1.2.3.4"],
  ["npm", "1.2.3.x"],
  ["npm", "1.2.3foo"],
  ["cargo", "1..2"],
  ["cargo", "1 || 2"],
  ["nuget", "1.0,2.0"],
  ["nuget", "[1.*,2.0)"],
  ["nuget", "1.0.0-*"],
  ["pypi", ">=1||<2"],
  ["nginx", "1+"],
  ["nginx", "somewhere"],
])("%s: refuses %j", (scheme, native) => {
  expect(() => rangeFromNative(scheme, native)).toThrow(
    expect.toSatisfy((error) => isVersError(error) && error.code === "NATIVE_RANGE_INVALID"),
  );
});

test("gives a range or its error for any text, of every scheme", () => {
  const piece = fc.constantFrom(
    "1",
    "2.0",
    "0",
    ".",
    "*",
    "x",
    "-",
    " - ",
    " ",
    ",",
    "|",
    "||",
    "~",
    "~>",
    "^",
    "^>=",
    ">=",
    "<",
    "=",
    "!=",
    "[",
    "]",
    "(",
    ")",
    "+",
    "a",
    "é",
    "all",
  );
  const text = fc.array(piece, { maxLength: 9 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.constantFrom(...schemes), text, (scheme, native) => {
      try {
        const range = rangeFromNative(scheme, native);
        expect(parseVers(renderVers(range))).toEqual(range);
      } catch (error) {
        expect(isVersError(error) && error.code).toBe("NATIVE_RANGE_INVALID");
      }
    }),
    { numRuns: 4000 },
  );
});

test("agrees with node-semver on every release", () => {
  const number = fc.constantFrom("0", "1", "2", "3");
  const partial = fc.oneof(
    fc.array(number, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(".")),
    fc.tuple(number, fc.constantFrom(".x", ".*", ".x.X")).map((parts) => parts.join("")),
    fc.tuple(number, number).map(([major, minor]) => `${major}.${minor}.x`),
  );
  const sign = fc.constantFrom("", "=", ">", ">=", "<", "<=", "~", "^", "~>");
  const comparator = fc
    .tuple(sign, fc.constantFrom("", " "), partial)
    .map((parts) => parts.join(""));
  const all = fc.array(comparator, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" "));
  const hyphen = fc.tuple(partial, partial).map((ends) => ends.join(" - "));
  const range = fc
    .array(fc.oneof(all, hyphen), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(" || "));
  const version = fc.tuple(number, number, number).map((parts) => parts.join("."));
  fc.assert(
    fc.property(range, version, (native, one) => {
      expect(versContains(rangeFromNative("npm", native), one), `${one} in ${native}`).toBe(
        semver.satisfies(one, native),
      );
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["vers:npm/>=1.0.0|<2.0.0|3.1.4", ">=1.0.0 <2.0.0 || 3.1.4"],
  ["vers:npm/!=1.0.0", "<1.0.0 || >1.0.0"],
  ["vers:npm/*", "*"],
  ["vers:pypi/>=1.0|!=1.4|<2.0", ">=1.0,!=1.4,<2.0"],
  ["vers:pypi/*", ""],
  ["vers:gem/1.0", "= 1.0"],
  ["vers:gem/*", ">= 0"],
  ["vers:cargo/>=1.0.0|<2.0.0", ">=1.0.0, <2.0.0"],
  ["vers:deb/>1.0-1|<=2.0-1", ">> 1.0-1, <= 2.0-1"],
  ["vers:maven/1.0|>=2.0|<3.0", "[1.0],[2.0,3.0)"],
  ["vers:nuget/>1.0|<=2.0", "(1.0,2.0]"],
  ["vers:hex/>=1.0.0|!=1.5.0|<2.0.0|3.0.0", ">= 1.0.0 and != 1.5.0 and < 2.0.0 or == 3.0.0"],
  ["vers:npm/>1|<=2", ">1.0.0 <=2.0.0"],
  ["vers:npm/1", "1.0.0"],
  ["vers:npm/1.2-rc.1", "1.2.0-rc.1"],
  ["vers:cargo/1.2", "=1.2.0"],
  ["vers:alpine/>1.0-r1", ">1.0-r1"],
])("writes %s as %j", (text, native) => {
  expect(nativeFromRange(parseVers(text))).toBe(native);
});

test.each([
  ["vers:pypi/<1.0|>2.0"],
  ["vers:nuget/1.0|2.0"],
  ["vers:deb/!=1.0-1"],
  ["vers:deb/*"],
  ["vers:julia/1.0.0"],
  ["vers:npm/<1.0.0%20%7C%7C%20%2A"],
  ["vers:npm/1.x"],
  ["vers:npm/1.2.3.4"],
  ["vers:maven/a,b"],
  ["vers:nuget/a,b"],
  ["vers:composer/1.x"],
  ["vers:alpm/<=-%20"],
  ["vers:pypi/foo"],
])("has no words for %s", (text) => {
  expect(() => nativeFromRange(parseVers(text))).toThrow(
    expect.toSatisfy((error) => isVersError(error) && error.code === "NATIVE_RANGE_UNSUPPORTED"),
  );
});

test("writes no range of an unknown scheme, and none of no version", () => {
  for (const [text, code] of [
    ["vers:example/1", "SCHEME_UNKNOWN"],
    ["vers:none/*", "NATIVE_RANGE_UNSUPPORTED"],
    ["vers:all/*", "NATIVE_RANGE_UNSUPPORTED"],
  ] as const) {
    expect(() => nativeFromRange(parseVers(text))).toThrow(
      expect.toSatisfy((error) => isVersError(error) && error.code === code),
    );
  }
});

test("reads its own writing as the same set, or does not write it", () => {
  let written = 0;
  const one = fc.oneof(plainVersion, oddVersion).filter((text) => text.trim() !== "");
  const version = fc.tuple(one, one, fc.constantFrom("=", "<", "<=", ">", ">="));
  fc.assert(
    fc.property(fc.constantFrom(...schemes), version, (scheme, [a, b, sign]) => {
      const range = canonicalizeVers({ scheme, constraints: [{ comparator: sign, version: a }] });
      let native: string;
      try {
        native = nativeFromRange(range);
      } catch (error) {
        expect(isVersError(error) && error.code).toBe("NATIVE_RANGE_UNSUPPORTED");
        return;
      }
      written++;
      const read = rangeFromNative(scheme, native);
      for (const text of [a, b, `${a}.1`, `${a}-1`, "0", "1", "1.5.0", "99"]) {
        expect(versContains(read, text), `${scheme} ${native}: ${text}`).toBe(
          versContains(range, text),
        );
      }
    }),
    { numRuns: 2500 },
  );
  expect(written).toBeGreaterThan(500);
});

test("reads its own writing of many constraints as the same set", () => {
  fc.assert(
    fc.property(fc.constantFrom(...schemes), versRange, (scheme, made) => {
      const { constraints } = made;
      const isMixed = constraints.some(({ comparator }) => comparator === "!=");
      const range = canonicalizeVers({
        scheme,
        constraints: isMixed
          ? constraints.filter(({ comparator }) => comparator !== "=")
          : constraints,
      });
      let native: string;
      try {
        native = nativeFromRange(range);
      } catch (error) {
        expect(isVersError(error) && error.code).toBe("NATIVE_RANGE_UNSUPPORTED");
        return;
      }
      const read = rangeFromNative(scheme, native);
      for (const { version } of constraints) {
        for (const one of [version, `${version}.1`, "1", "99"]) {
          // Of every version, Perl and Ruby say those from 0 on.
          if (/^(?:cpan|gem)$/.test(scheme) && compareVersions(scheme, one, "0") < 0) continue;
          expect(versContains(read, one), `${native}: ${one}`).toBe(versContains(range, one));
        }
      }
    }),
    { numRuns: 1500 },
  );
});
