import { expect, test } from "vitest";

test("the package exports these names", async () => {
  expect(Object.keys(await import("@coppice/trace")).sort()).toMatchInlineSnapshot(`
    [
      "TraceError",
      "estimateCompleteness",
      "gradeEvidence",
      "isTraceError",
      "mergeEvidence",
      "readStrace",
      "summariseEvidence",
    ]
  `);
});
