import { expect, test } from "vitest";

test("exports exactly these names", async () => {
  expect(Object.keys(await import("@coppice/vers")).sort()).toMatchInlineSnapshot(`
    [
      "VersError",
      "canonicalizeVers",
      "compareDebianVersions",
      "compareVersions",
      "intersectVers",
      "invertVers",
      "isValidVersion",
      "isVersError",
      "mergeVers",
      "nativeFromRange",
      "parseVers",
      "rangeFromNative",
      "renderVers",
      "versContains",
      "versionSchemeOf",
    ]
  `);
});
