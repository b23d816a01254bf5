import { expect, test } from "vitest";
import { lossesSection } from "../src/node/reports/losses-section.ts";

test("losses of many objects are told once for each member", () => {
  const losses = Array.from({ length: 20 }, (_, index) => [
    { pointer: `/packages/${index}/sourceInfo`, reason: "no\nplace" },
    { pointer: `/b${index}`, reason: "no" },
  ]).flat();
  expect(lossesSection(losses)).toEqual([
    "40 statements could not be carried over:",
    "  /packages/*/sourceInfo: no\\u{a}place (20 times)",
    ...Array.from({ length: 7 }, (_, index) => `  /b${index}: no`),
    "  … and 13 more",
  ]);
  expect(lossesSection([])).toEqual([]);
});
