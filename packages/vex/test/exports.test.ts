import { expect, test } from "vitest";

test("exports exactly these names", async () => {
  expect(Object.keys(await import("@coppice/vex")).sort()).toMatchInlineSnapshot(`
    [
      "VexError",
      "blankVexComponent",
      "blankVexProduct",
      "defaultVexLimits",
      "isVexError",
      "matchVex",
      "parseVex",
      "readVexJustification",
      "readVexStatus",
      "renderVex",
      "vexJustifications",
      "vexResponses",
      "vexStatuses",
      "writeVexJustification",
      "writeVexStatus",
    ]
  `);
});
