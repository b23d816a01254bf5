import { expect, test } from "vitest";

test("exports just this", async () => {
  expect(Object.keys(await import("@coppice/harden")).sort()).toMatchInlineSnapshot(`
    [
      "HardenError",
      "defaultPolicy",
      "editDpkgDatabase",
      "isHardenError",
      "planHardening",
      "remainingBom",
      "verifyHardened",
    ]
  `);
});

test("exports just this for Node", async () => {
  expect(Object.keys(await import("@coppice/harden/node")).sort()).toMatchInlineSnapshot(`
    [
      "applyPlan",
    ]
  `);
});
