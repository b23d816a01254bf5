import { expect, test } from "vitest";

test("exports just this", async () => {
  expect(Object.keys(await import("@coppice/types")).sort()).toMatchInlineSnapshot(`
    [
      "CoppiceError",
      "DocumentError",
      "compareGrades",
      "grades",
      "isCoppiceError",
      "parseDocument",
      "readBytes",
      "schemaVersion",
      "strongestSighting",
      "strongestUse",
      "usedFiles",
    ]
  `);
});
