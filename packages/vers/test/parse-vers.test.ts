import {
  canonicalizeVers,
  compareVersions,
  isVersError,
  parseVers,
  renderVers,
  type VersRange,
  versionSchemeOf,
} from "@coppice/vers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { versRange } from "./arbitrary-range.ts";
import { plainVersion } from "./arbitrary-version.ts";

function repaired(text: string): readonly [string, readonly string[]] {
  const problems: string[] = [];
  const range = parseVers(text, {
    onProblem: ({ message }) => problems.push(message.split(";")[0] ?? ""),
  });
  return [renderVers(range), problems];
}

test.each([
  ["vers:npm/>=1.0.0|<2.0.0"],
  ["vers:npm/*"],
  ["vers:all/*"],
  ["vers:none/*"],
  ["vers:deb/1:1.0-1|>=2:1.0~rc1"],
  ["vers:pypi/>=1.0|!=1.4|<2.0|3.1"],
  ["vers:pypi/!=1.0|!=2.0"],
  ["vers:maven/<1|2|3|>4"],
  ["vers:example/b|>a"],
  ["vers:generic/a%20b%25%7C%3E"],
])("reads and writes %s as it stands", (text) => {
  expect(renderVers(parseVers(text))).toBe(text);
});

test.each([
  [
    "vers:npm/<2.0.0|>=1.0.0",
    "vers:npm/>=1.0.0|<2.0.0",
    "the constraints are not sorted by version",
  ],
  ["vers:npm/1.0.0|1.0.0", "vers:npm/1.0.0", "a version is named twice"],
  ["vers:nginx/>=1.4.1|<1.5.0|>=1.5.0", "vers:nginx/>=1.4.1", "a version is named twice"],
  ["vers:gem/<1.0|>1.0", "vers:gem/!=1.0", "a version is named twice"],
  ["vers:gem/<1.0|>=1.0", "vers:gem/*", "a version is named twice"],
  ["vers:gem/>=1.0|!=1", "vers:gem/>1.0", "a version is named twice"],
  ["vers:gem/<1.0|1.0", "vers:gem/<=1.0", "a version is named twice"],
  ["vers:gem/1.0|>1.0", "vers:gem/>=1.0", "a version is named twice"],
  ["vers:pypi/>1.0|2.0|3.0", "vers:pypi/>1.0", "a constraint is redundant"],
  ["vers:pypi/>1|>=2|3|<4|5|<6|>=7|!=8", "vers:pypi/>1|<6|>=7|!=8", "a constraint is redundant"],
  ["vers:npm/=1.0.0", "vers:npm/1.0.0", "an equal sign stands before a version"],
  ["vers:npm/|1.0.0||", "vers:npm/1.0.0", "a pipe separates nothing"],
  ["vers:npm/>= 1.0.0 | < 2.0.0", "vers:npm/>=1.0.0|<2.0.0", "there is white space"],
  ["VERS:Npm/1.0.0", "vers:npm/1.0.0", "the URI scheme or the type is not in lower case"],
  ["vers:deb/1%3A1.0", "vers:deb/1:1.0", "the percent-encoding of a version is not canonical"],
  [
    "vers:pypi/1%21%31.0",
    "vers:pypi/1%211.0",
    "the percent-encoding of a version is not canonical",
  ],
  ["vers:generic/é", "vers:generic/%C3%A9", "the percent-encoding of a version is not canonical"],
  [
    "vers:datetime/2024-01-01t00:00:00z",
    "vers:datetime/2024-01-01T00:00:00Z",
    "a time is written with a lower-case letter",
  ],
])("repairs %s, and says so", (text, canonical, problem) => {
  expect(repaired(text)).toEqual([canonical, [problem]]);
  let caught: unknown;
  try {
    parseVers(text);
  } catch (error) {
    caught = error;
  }
  expect(isVersError(caught) && caught.code).toBe("VERS_NOT_CANONICAL");
});

test.each([
  "",
  "vers",
  "vers:",
  "vers:npm",
  "vers:npm/",
  "vers:npm/|",
  "vers:/1.0",
  "ver:npm/1.0",
  "npm/1.0",
  "vers:1npm/1.0",
  "vers:n%70m/1.0",
  "vers:npm/>=",
  "vers:npm/1.0|<",
  "vers:npm/%",
  "vers:npm/1%2",
  "vers:npm/1%2G0",
  "vers:npm/%FF",
  "vers:npm/%0A",
  "vers:npm/%00",
  "vers:npm/*|1.0",
  "vers:npm/1.0|*",
  "vers:all/1.0",
  "vers:none/>1.0",
  "vers:invalid/1.0",
  "vers:gem/1.0|!=1",
  "vers:npm/\ud800",
])("refuses %j, repaired or not", (text) => {
  for (const options of [{}, { onProblem: () => {} }]) {
    let caught: unknown;
    try {
      parseVers(text, options);
    } catch (error) {
      caught = error;
    }
    expect(isVersError(caught) && caught.code, text).toMatch(/^VERS_(INVALID|NOT_CANONICAL)$/);
    if ("onProblem" in options) expect(isVersError(caught) && caught.code).toBe("VERS_INVALID");
  }
});

test("reads its own writing of any range", () => {
  fc.assert(
    fc.property(versRange, (range) => {
      const text = renderVers(range);
      expect(renderVers(parseVers(text))).toBe(text);
      expect(parseVers(text)).toEqual(canonicalizeVers(range));
      expect(canonicalizeVers(canonicalizeVers(range))).toEqual(canonicalizeVers(range));
    }),
  );
});

test("keeps the same spelling of a version, whichever comes first", () => {
  for (const versions of [
    ["1.0-1", "1.0.0-1"],
    ["1.0.0-1", "1.0-1"],
  ]) {
    const constraints = versions.map((version) => ({ comparator: "=", version }) as const);
    expect(renderVers({ scheme: "npm", constraints })).toBe("vers:npm/1.0-1");
  }
});

test("sorts constraints and names each version once, whatever their order", () => {
  fc.assert(
    fc.property(versRange, fc.infiniteStream(fc.nat()), (range, random) => {
      const shuffled = [...range.constraints].sort(() => ((random.next().value ?? 0) % 3) - 1);
      expect(renderVers({ ...range, constraints: shuffled })).toBe(renderVers(range));
      const scheme = versionSchemeOf(range.scheme) ?? expect.fail(range.scheme);
      const { constraints } = canonicalizeVers(range);
      for (const [index, { version }] of constraints.entries()) {
        const before = constraints[index - 1];
        if (before === undefined) continue;
        expect(compareVersions(scheme, before.version, version)).toBeLessThan(0);
      }
    }),
  );
});

test("gives a range or its error for any text", () => {
  const piece = fc.constantFrom(
    "vers:",
    "npm/",
    "|",
    "*",
    ">=",
    "<",
    "!=",
    "=",
    "%",
    "%2",
    "1.0",
    " ",
    "é",
    "\ud800",
    "deb/",
    "/",
    ":",
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 9 }).map((parts) => parts.join("")),
    fc.string(),
  );
  const mutated = fc
    .tuple(versRange.map(renderVers), fc.nat(), plainVersion)
    .map(
      ([vers, at, more]) => vers.slice(0, at % vers.length) + more + vers.slice(at % vers.length),
    );
  fc.assert(
    fc.property(fc.oneof(text, mutated), (input) => {
      try {
        const range: VersRange = parseVers(input, { onProblem: () => {} });
        expect(range.constraints.length).toBeGreaterThan(0);
        expect(parseVers(renderVers(range))).toEqual(range);
      } catch (error) {
        expect(isVersError(error) && error.code).toBe("VERS_INVALID");
      }
    }),
    { numRuns: 2000 },
  );
});

test("says which type has no order, and takes its constraints as they stand", () => {
  expect(repaired("vers:example/b|>a")).toEqual([
    "vers:example/b|>a",
    ['no order of versions is known for "example"'],
  ]);
  expect(repaired("vers:all/*")).toEqual(["vers:all/*", []]);
});

test("refuses to write what no vers can hold", () => {
  const one = (version: string): VersRange["constraints"] => [{ comparator: "=", version }];
  for (const range of [
    { scheme: "npm", constraints: [] },
    { scheme: "npm", constraints: one("") },
    { scheme: "npm", constraints: one("a\nb") },
    { scheme: "npm", constraints: one("\udc00") },
    { scheme: "Npm", constraints: one("1") },
    { scheme: "invalid", constraints: one("1") },
    { scheme: "all", constraints: one("1") },
    { scheme: "gem", constraints: [...one("1"), { comparator: "!=", version: "1.0" } as const] },
  ]) {
    expect(() => renderVers(range), JSON.stringify(range)).toThrow(expect.toSatisfy(isVersError));
  }
});

test("takes an asterisk among others, in a range made by hand, for all of them", () => {
  const constraints = [
    { comparator: ">", version: "1" },
    { comparator: "*", version: "" },
  ] as const;
  expect(renderVers({ scheme: "gem", constraints })).toBe("vers:gem/*");
});
