import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { CoppiceError } from "@coppice/types";
import { expect, test } from "vitest";
import { reportFailure } from "../src/node/report-failure.ts";

function failure(error: unknown, json = false, signal?: AbortSignal): [number, string] {
  const said: string[] = [];
  const output = { write: (text: string) => said.push(text) };
  const io = { stdin: (async function* () {})(), stdout: output, stderr: output, signal };
  return [reportFailure(error, io, json), said.join("")];
}

test("a coded error is one line, without control characters and without a stack", () => {
  const error = new CoppiceError("LAYER_TRUNCATED", "layer \u001b[2J ends early\nnow");
  expect(failure(error)).toEqual([
    3,
    "coppice: LAYER_TRUNCATED: layer \\u{1b}[2J ends early\\u{a}now\n",
  ]);
  expect(failure(error, true)).toEqual([
    3,
    `${JSON.stringify({ error: { code: "LAYER_TRUNCATED", message: error.message } })}\n`,
  ]);
});

test("what the operating system refuses is input, not a fault of the program", async () => {
  const folder = await mkdtemp(join(import.meta.dirname, "tmp-"));
  const refusal = await rm(folder).catch((error: unknown) => error);
  await rm(folder, { recursive: true });
  expect(failure(refusal)).toEqual([3, expect.stringMatching(/^coppice: ERR_FS_EISDIR: /)]);
});

test("anything else is a fault of the program, with its stack for the report", () => {
  const [code, text] = failure(new TypeError("x is not a function"));
  expect(code).toBe(4);
  expect(text).toMatch(/^coppice: INTERNAL: x is not a function; .*\nTypeError: .*\n {4}at /);
  expect(failure(new TypeError("a\u001b[2J\rb"))[1].replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  expect(failure("thrown text", true)).toEqual([
    4,
    '{"error":{"code":"INTERNAL","message":"thrown text; this is a fault of coppice, please report it"}}\n',
  ]);
});

test("an interruption is no failure and says nothing", () => {
  expect(failure(new Error("aborted"), false, AbortSignal.abort())).toEqual([130, ""]);
});
