import { expect, test } from "vitest";

test("exports exactly these names", async () => {
  expect(Object.keys(await import("@coppice/lockfile")).sort()).toMatchInlineSnapshot(`
    [
      "LockfileError",
      "attachGoSums",
      "bomOfLockfile",
      "defaultLockfileLimits",
      "detectLockfile",
      "isLockfileError",
      "parseLockfile",
    ]
  `);
});
