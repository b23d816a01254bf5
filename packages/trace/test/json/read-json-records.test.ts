import type { RuntimeEvent } from "@coppice/types";
import { expect, test } from "vitest";
import { anyRecord } from "../../src/json/any-record.ts";
import { jsonNumber } from "../../src/json/json-number.ts";
import { jsonObject } from "../../src/json/json-object.ts";
import { readJson } from "../../src/json/read-json.ts";
import { readJsonRecords } from "../../src/json/read-json-records.ts";
import type { ReadLogOptions } from "../../src/read-log-options.ts";

const reader = jsonObject({ a: jsonNumber });

/** The numbers of records `{"a": 1}` with where they begin, what was a problem and what was lost. */
async function read(text: string, options: ReadLogOptions = {}): Promise<string[]> {
  const said: string[] = [];
  const batches = readJsonRecords(
    [new TextEncoder().encode(text)],
    { onProblem: ({ offset, message }) => said.push(`${offset}: ${message}`), ...options },
    "numbers",
    () => ({
      record(cursor, offset) {
        const { read, value } = readJson(cursor, reader);
        if (!read || value?.a === undefined) return "unreadable";
        said.push(`${value.a} at ${offset}`);
        return "read";
      },
      end: () => said.push("end"),
    }),
  );
  const events: RuntimeEvent[] = [];
  for await (const batch of batches) events.push(...batch);
  return [
    ...said,
    ...events.map((event) => `${event.kind} at ${"offset" in event && event.offset}`),
  ];
}

const noRecord = "this is no record of numbers";
const noLine = "this is no line of numbers";

test("one object a line is read, whatever the ends of the lines are", async () => {
  expect(await read('\ufeff{"a":1}\r\n\n{"a":2}')).toEqual(["1 at 0", "2 at 13", "end"]);
});

test("what a container runtime or kubectl writes before a line is passed over", async () => {
  const prefixes = ["2026-11-25T12:00:00.1Z stdout F ", "[pod/tetragon-x/export-stdout] "];
  for (const prefix of prefixes)
    expect(await read(`${prefix}{"a":1}\n`)).toEqual([`1 at ${prefix.length}`, "end"]);
});

test("lines that a container runtime has cut are joined", async () => {
  const piece = (tag: string, text: string, stream = "stdout") =>
    `2026-11-25T12:00:00.123456789Z ${stream} ${tag} ${text}\n`;
  const start = piece("P", '{"b":"a long te');
  const log = [
    start,
    piece("F", '{"a":1}', "stderr"),
    piece("P", "xt, "),
    piece("F", 'and more","a":2}'),
    piece("F", '{"a":3}'),
  ].join("");
  const prefix = piece("F", "").length - 1;
  expect(await read(log)).toEqual([
    `1 at ${start.length + prefix}`,
    "2 at 0",
    `3 at ${log.length - '{"a":3}\n'.length}`,
    "end",
  ]);
  expect(await read(piece("F", '{"a":1}') + start)).toEqual([
    `1 at ${prefix}`,
    "end",
    `lost at ${piece("F", '{"a":1}').length}`,
  ]);
  const limits = { lineBytes: 60 };
  const long = piece("F", '{"a":1}') + Array.from({ length: 5 }, () => start).join("");
  expect((await read(long, { limits })).filter((text) => text.endsWith(noLine))).toHaveLength(1);
  // Other numbers before an object.
  expect(await read('12 {"a":1}\n')).toEqual(["1 at 3", "end"]);
});

test("objects over many lines and in arrays are read", async () => {
  const pretty = JSON.stringify({ a: 1, b: [{}, "}"] }, undefined, 2);
  expect(await read(`${pretty}\n${pretty}\n`)).toEqual([
    "1 at 0",
    `1 at ${pretty.length + 1}`,
    "end",
  ]);
  const array = JSON.stringify([{ a: 1 }, { a: 2 }], undefined, "\t");
  expect(await read(array)).toEqual(["1 at 3", "2 at 19", "end"]);
  expect(await read('[{"a":1},{"a":2}]\n')).toEqual(["1 at 1", "2 at 9", "end"]);
  expect(await read('{"a":1}{"a":2} {"a":3}\n')).toEqual(["1 at 0", "2 at 7", "3 at 15", "end"]);
  expect(await read('{"a":1}\n{"a":2, "b":\n{}}')).toEqual([
    "1 at 0",
    `8: ${noRecord}`,
    `21: ${noRecord}`,
    "end",
  ]);
});

test("what is no record is a problem, and the records after it are read", async () => {
  const cases: readonly [string, string][] = [
    ['{"b":1}', noLine],
    ['{"a":1]', noRecord],
    ['{"a":{"b":', noRecord],
    ['{"a":"', noRecord],
    ["hello", noLine],
    ['{"a":1}}', noLine],
  ];
  for (const [line, message] of cases) {
    const said = await read(`${line}\n{"a":7}\n`);
    expect(said.filter((text) => !text.startsWith("1 at"))).toContain(`7 at ${line.length + 1}`);
    expect(said.some((text) => text.endsWith(message))).toBe(true);
  }
});

test("a log that ends within an object is cut", async () => {
  for (const rest of ['{"a":', '{"a":"x', "{", '{\n  "a": {\n'])
    expect(await read(`{"a":1}\n${rest}`)).toEqual(["1 at 0", "end", "lost at 8"]);
});

test("an object of too many bytes is one problem", async () => {
  const large = JSON.stringify({ b: "x".repeat(50).split(""), a: 1 }, undefined, 1);
  expect(await read(`{"a":1}\n${large}\n{"a":2}\n`, { limits: { lineBytes: 60 } })).toEqual([
    "1 at 0",
    `2 at ${large.length + 9}`,
    expect.stringContaining("8: this record has more than 60 bytes"),
    "end",
  ]);
});

test("pieces of another tool's records are no log of this one", async () => {
  await expect(read('{\n  "b": 1\n}\n')).rejects.toMatchObject({ code: "LOG_FORMAT" });
  await expect(read("")).rejects.toMatchObject({ code: "LOG_FORMAT" });
  await expect(read("hello\n")).rejects.toMatchObject({ code: "LOG_FORMAT" });
});

test("the names of a head's first objects are told, as far as they are there", () => {
  const head = (text: string) => {
    const all: string[][] = [];
    anyRecord(new TextEncoder().encode(text), (members) => {
      all.push([...members]);
      return false;
    });
    return all;
  };
  expect(head('{"a":{"b":{"c":{"d":1}}},"e":[{"f":1}]}')).toEqual([["a", "a.b", "a.b.c", "e"]]);
  expect(head('noise\n\n{"a":{"b":"x')).toEqual([["a", "a.b"]]);
  expect(head('{"a":1,"b\n{"c":2}')).toEqual([["a"], ["c"]]);
  expect(head('{\n  "a": 1\n}\n{"b":2}')).toEqual([["a"], ["b"]]);
  expect(head('"x" {"a":1}')).toEqual([]);
  expect(head("{}".repeat(3))).toEqual([[]]);
  expect(head("{}\n".repeat(99))).toHaveLength(64);
});
