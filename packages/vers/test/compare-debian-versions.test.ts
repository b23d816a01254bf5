import { spawnSync } from "node:child_process";
import { compareDebianVersions } from "@coppice/vers";
import fc from "fast-check";
import { expect, test } from "vitest";

const hasDpkg = spawnSync("dpkg", ["--version"]).status === 0;

/** From the earliest to the latest. */
const ascending = [
  "0~~",
  "0~~a",
  "0~",
  "0",
  "0a",
  "0a+",
  "0+",
  "0.1",
  "1.0~rc1-1",
  "1.0~rc1-1+b1",
  "1.0-0",
  "1.0-1",
  "1.0-1+deb12u1",
  "1.0-1.1",
  "1.0-10",
  "1.0+dfsg-1",
  "1.0-1-1",
  "1.0.1-1",
  "1.9",
  "1.10",
  "1:0.1",
  "1:1.2.13.dfsg-1",
  "2:0",
  "99999999999999999998:1",
  "99999999999999999999:1",
];

test("orders versions as the policy manual does", () => {
  expect([...ascending].sort(compareDebianVersions)).toEqual(ascending);
  expect([...ascending].reverse().sort(compareDebianVersions)).toEqual(ascending);
});

test("takes versions as equal that differ in nothing that counts", () => {
  expect(compareDebianVersions("0:1.0-0", "1.0")).toBe(0);
  expect(compareDebianVersions("1.01", "1.1")).toBe(0);
});

test.skipIf(!hasDpkg)("agrees with dpkg", () => {
  const usual = ascending.filter((version) => !version.startsWith("9999"));
  for (const [index, version] of usual.entries()) {
    for (const other of [usual[index + 1], usual[usual.length - index - 1], "1.01-0"]) {
      if (other === undefined) continue;
      const relation = ["lt", "eq", "gt"][Math.sign(compareDebianVersions(version, other)) + 1];
      const { status } = spawnSync("dpkg", [
        "--compare-versions",
        version,
        String(relation),
        other,
      ]);
      expect(status, `${version} ${relation} ${other}`).toBe(0);
    }
  }
});

test("is an order, whatever the texts", () => {
  const version = fc.string({ unit: fc.constantFrom(..."019az.+~:-é") });
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareDebianVersions(a, b))).toBe(
        -Math.sign(compareDebianVersions(b, a)) + 0,
      );
      const [first = "", second = "", third = ""] = [a, b, c].sort(compareDebianVersions);
      expect(compareDebianVersions(first, second)).toBeLessThanOrEqual(0);
      expect(compareDebianVersions(first, third)).toBeLessThanOrEqual(0);
    }),
  );
});
