import { compareGrades, type Grade, grades } from "@coppice/types";
import { expect, test } from "vitest";

test("orders grades from seen to run", () => {
  const shuffled: Grade[] = ["executed", "read", "stat", "loaded", "opened"];
  expect(shuffled.sort(compareGrades)).toEqual([...grades]);
  expect(compareGrades("read", "read")).toBe(0);
});
