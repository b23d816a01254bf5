import { expect, test } from "vitest";

test("exports exactly these names", async () => {
  expect(Object.keys(await import("@coppice/inventory")).sort()).toMatchInlineSnapshot(`
    [
      "InventoryError",
      "defaultExtractors",
      "defaultLimits",
      "dpkgExtractor",
      "inventory",
      "isElf",
      "isInventoryError",
      "normalizePypiName",
      "npmExtractor",
      "parseDebianDependency",
      "parseDpkgStatus",
      "parseElf",
      "parseOsRelease",
      "parsePythonRecord",
      "parseShebang",
      "pypiExtractor",
    ]
  `);
});
