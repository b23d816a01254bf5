import { CoppiceError, isCoppiceError } from "@coppice/types";
import { expect, test } from "vitest";

test("keeps code, message and cause", () => {
  const cause = new Error("inner");
  const error = new CoppiceError("CODE", "outer", { cause });
  expect(error).toMatchObject({ code: "CODE", message: "outer", cause });
});

test("knows an error of another copy of the library by its brand", () => {
  const foreign = Object.assign(new Error("x"), { coppice: true, code: "X" });
  expect(isCoppiceError(foreign)).toBe(true);
  expect(isCoppiceError(new Error("x"))).toBe(false);
  expect(isCoppiceError({ coppice: true, code: "X" })).toBe(false);
  expect(isCoppiceError(Object.assign(new Error("x"), { coppice: true, code: 1 }))).toBe(false);
});
