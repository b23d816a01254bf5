import {
  canonicalizeVers,
  compareVersions,
  intersectVers,
  invertVers,
  isVersError,
  mergeVers,
  parseVers,
  renderVers,
  type VersRange,
  versContains,
  versionSchemeOf,
} from "@coppice/vers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { versRange } from "./arbitrary-range.ts";
import { plainVersion } from "./arbitrary-version.ts";

/** By the letter of the specification, with every comparison made: no search, no intervals. */
function naive(range: VersRange, version: string): boolean {
  const scheme = versionSchemeOf(range.scheme) ?? expect.fail(range.scheme);
  const order = (other: string): number => compareVersions(scheme, version, other);
  const { constraints } = range;
  if (constraints.some(({ comparator }) => comparator === "*")) return true;
  const own = constraints.find((one) => order(one.version) === 0);
  if (own !== undefined) return ["=", "<=", ">="].includes(own.comparator);
  const ends = constraints.filter(({ comparator }) => comparator !== "=" && comparator !== "!=");
  if (ends.length === 0) return constraints.every(({ comparator }) => comparator === "!=");
  const lower = ends.filter((one) => order(one.version) > 0).at(-1);
  const upper = ends.find((one) => order(one.version) < 0);
  return lower === undefined
    ? upper?.comparator.startsWith("<") === true
    : lower.comparator.startsWith(">");
}

test("agrees with the naive reading of any range", () => {
  fc.assert(
    fc.property(versRange, plainVersion, (made, version) => {
      const range = canonicalizeVers(made);
      expect(versContains(range, version), renderVers(range)).toBe(naive(range, version));
      for (const { version: own } of range.constraints) {
        expect(versContains(range, own), renderVers(range)).toBe(naive(range, own));
      }
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["vers:npm/*", "anything", true],
  ["vers:all/*", "anything", true],
  ["vers:none/*", "1.0.0", false],
  ["vers:gem/!=1.0", "2", true],
  ["vers:gem/!=1.0", "1.0.0", false],
  ["vers:gem/!=1.0|2.0", "3", false],
  ["vers:gem/1.0|2.0", "2.0.0", true],
  ["vers:gem/1.0|2.0", "1.5", false],
  ["vers:ebuild/>=1.0", "1.0-r1", true],
])("says of %s and %s: %s", (range, version, expected) => {
  expect(versContains(parseVers(range), version)).toBe(expected);
});

test("asks for a scheme that has an order", () => {
  const range = parseVers("vers:example/>1|2");
  for (const call of [
    () => versContains(range, "1"),
    () => mergeVers([range]),
    () => invertVers(range),
  ]) {
    expect(call).toThrow(
      expect.toSatisfy((error) => isVersError(error) && error.code === "SCHEME_UNKNOWN"),
    );
  }
});

test("merges, intersects and inverts sets of versions", () => {
  fc.assert(
    fc.property(versRange, versRange, plainVersion, (first, second, version) => {
      const a = canonicalizeVers(first);
      const b = canonicalizeVers({ scheme: first.scheme, constraints: second.constraints });
      const inA = versContains(a, version);
      const inB = versContains(b, version);
      const inRange = (range: VersRange): boolean => {
        expect(parseVers(renderVers(range))).toEqual(range);
        return versContains(range, version);
      };
      expect(inRange(mergeVers([a, b]))).toBe(inA || inB);
      expect(inRange(intersectVers([a, b]))).toBe(inA && inB);
      expect(inRange(invertVers(a))).toBe(!inA);
    }),
    { numRuns: 1000 },
  );
});

test("knows the ranges of every and of no version", () => {
  const [all, none, npm] = ["vers:all/*", "vers:none/*", "vers:npm/>1.0.0"].map((text) =>
    parseVers(text),
  );
  if (all === undefined || none === undefined || npm === undefined) expect.fail();
  expect(mergeVers([])).toEqual(none);
  expect(mergeVers([none])).toEqual(none);
  expect(mergeVers([npm, none])).toEqual(npm);
  expect(mergeVers([npm, all])).toEqual(all);
  expect(intersectVers([])).toEqual(all);
  expect(intersectVers([all])).toEqual(all);
  expect(intersectVers([npm, all])).toEqual(npm);
  expect(intersectVers([npm, none])).toEqual(none);
  expect(invertVers(all)).toEqual(none);
  expect(invertVers(none)).toEqual(all);
  expect(intersectVers([npm, invertVers(npm)])).toEqual(none);
});

test("does not combine ranges of two schemes", () => {
  const ranges = ["vers:npm/1.0.0", "vers:deb/1.0.0"].map((text) => parseVers(text));
  for (const combine of [mergeVers, intersectVers]) {
    expect(() => combine(ranges)).toThrow(
      expect.toSatisfy((error) => isVersError(error) && error.code === "SCHEMES_DIFFER"),
    );
  }
});

test("combines ranges of two names of one scheme, by the name of the first", () => {
  const ranges = ["vers:alpine/<1.0-r1", "vers:apk/<2.0-r0"].map((text) => parseVers(text));
  expect(renderVers(mergeVers(ranges))).toBe("vers:alpine/<2.0-r0");
  expect(renderVers(intersectVers(ranges))).toBe("vers:alpine/<1.0-r1");
});

test("has a best effort for types without rules", () => {
  expect(versionSchemeOf("vcpkg")).toBe("generic");
});
