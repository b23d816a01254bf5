import * as fc from "fast-check";
import { expect, test } from "vitest";
import { jsonArray } from "../../src/json/json-array.ts";
import { jsonBoolean } from "../../src/json/json-boolean.ts";
import { jsonDigits } from "../../src/json/json-digits.ts";
import { jsonName } from "../../src/json/json-name.ts";
import { jsonNumber } from "../../src/json/json-number.ts";
import { jsonObject } from "../../src/json/json-object.ts";
import { jsonOneOf } from "../../src/json/json-one-of.ts";
import type { JsonReader, JsonScan } from "../../src/json/json-scan.ts";
import { jsonText } from "../../src/json/json-text.ts";
import { jsonTime } from "../../src/json/json-time.ts";
import { readJson } from "../../src/json/read-json.ts";

function read<Value>(text: string | Uint8Array, reader: JsonReader<Value>) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  // Bytes around the text, as in a chunk, show a reader that passes its end.
  const chunk = new Uint8Array(bytes.length + 4).fill(0x22);
  chunk.set(bytes, 2);
  const outcome = readJson({ bytes: chunk, at: 2, end: bytes.length + 2 }, reader);
  return outcome.read ? outcome.value : "broken";
}

/** Reads any value whole, so that all of a text is checked as JSON.parse does. */
function readAny(scan: JsonScan): unknown {
  const { at } = scan;
  for (const reader of [anyObject, anyArray, jsonText, jsonNumber, jsonBoolean]) {
    scan.at = at;
    const value = reader(scan);
    if (value !== undefined || scan.broken) return value;
  }
  return undefined;
}
const names = ["a", "b", "pid", 'q"', "é", "constructor"];
const anyObject: JsonReader<unknown> = (scan) =>
  jsonObject(Object.fromEntries(names.map((name) => [name, readAny])))(scan);
const anyArray: JsonReader<unknown> = (scan) => jsonArray(readAny)(scan);

/** The same value of JSON.parse: no nulls, no infinite numbers, of objects only the names that are read. */
function reduce(value: unknown): unknown {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return undefined;
  if (Array.isArray(value)) return value.map(reduce).filter((item) => item !== undefined);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      names.includes(name) ? [[name, reduce(item)]] : [],
    ),
  );
}

const { value: jsonValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, 0, -0.5, 1e300, 2 ** 64, "", "\ud800", "😀"),
    fc.string({ unit: "grapheme" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie("value"), { maxKeys: 5 }),
  ),
}));

test("values are those of JSON.parse", () => {
  fc.assert(
    fc.property(jsonValue, fc.constantFrom(undefined, 1, "\t"), (value, space) => {
      const text = JSON.stringify(value, undefined, space);
      expect(read(text, readAny)).toEqual(reduce(JSON.parse(text)));
    }),
  );
});

const damages = fc.array(
  fc.tuple(fc.nat(), fc.constantFrom('"', "\\", "{", "}", "]", ",", ":", "0", "-", "\n", "")),
  { minLength: 1, maxLength: 2 },
);

function damage(text: string, places: readonly (readonly [number, string])[]): string {
  let damaged = text;
  for (const [place, piece] of places) {
    const at = place % (damaged.length + 1);
    damaged = damaged.slice(0, at) + piece + damaged.slice(at + 1);
  }
  // Half of a surrogate pair is no UTF-8.
  return new TextDecoder().decode(new TextEncoder().encode(damaged));
}

test("a damaged text that JSON.parse takes is read as it reads it", () => {
  let taken = 0;
  fc.assert(
    fc.property(jsonValue, damages, (value, places) => {
      const text = damage(JSON.stringify(value), places);
      const parsed = parse(text);
      if (!parsed) return;
      taken++;
      expect(read(text, readAny)).toEqual(reduce(parsed.value));
    }),
    { numRuns: 1000 },
  );
  expect(taken).toBeGreaterThan(50);
});

test("damage in what is read is noticed", () => {
  const known = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(0, -0.5, 1.5e-7, 42, "a", 'b"\\', "\n", "é"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "pid"), tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  let refused = 0;
  fc.assert(
    fc.property(known, damages, (value, places) => {
      const text = damage(JSON.stringify(value), places);
      const outcome = read(text, readAny);
      const keys = [...text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map(([, name = ""]) => name);
      if (parse(text) || keys.some((name) => !["a", "b", "pid"].includes(name))) return;
      refused++;
      expect(outcome).toBe("broken");
    }),
    { numRuns: 1000 },
  );
  expect(refused).toBeGreaterThan(300);
});

test("a cut object is never taken for a whole one, whatever is read of it", () => {
  const readers = [readAny, jsonObject({}), jsonObject({ a: jsonText, pid: jsonNumber })];
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...names, "x"), jsonValue, { minKeys: 1 }),
      fc.nat(),
      fc.constantFrom(...readers),
      (value, place, reader) => {
        const bytes = new TextEncoder().encode(JSON.stringify(value));
        expect(read(bytes.subarray(0, place % bytes.length), reader)).toBe("broken");
        expect(read(bytes, reader)).not.toBe("broken");
      },
    ),
    { numRuns: 500 },
  );
});

test("bytes that are no JSON are told without harm", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      read(bytes, readAny);
      read(bytes, jsonTime);
      read(bytes, jsonDigits);
    }),
    { numRuns: 300 },
  );
});

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

test("in values that are skipped, only strings and brackets that do not end are noticed", () => {
  const reader = jsonObject({ a: jsonNumber });
  for (const skipped of ['"\\x"', '"\u0001"', "tru", "1.2.3", "[1 2,,]", '{"x" 1}', "[}"]) {
    expect(read(`{"b":${skipped},"a":1}`, reader)).toEqual({ a: 1 });
  }
  for (const broken of ['"x', "[1", '{"x":1', "]", "", ",", "x", '"long enough to be far away'])
    expect(read(`{"a":1,"b":${broken}`, reader)).toBe("broken");
});

test("a skipped string ends at its first quote that is not escaped, however long it is", () => {
  const reader = jsonObject({ a: jsonNumber });
  for (let length = 0; length < 40; length++) {
    for (const tail of ["", '\\"', "\\\\", '\\\\\\"', '\\"x']) {
      expect(read(`{"b":"${"x".repeat(length)}${tail}","a":1}`, reader)).toEqual({ a: 1 });
      expect(read(`{"b":"${"x".repeat(length)}${tail}\\","a":1}`, reader)).toBe("broken");
    }
  }
});

test("of two members with one name the last counts, however it is written", () => {
  const reader = jsonObject({ pid: jsonNumber });
  expect(read('{"pid":1,"p\\u0069d":2}', reader)).toEqual({ pid: 2 });
  expect(read('{"pid":1,"pid":null}', reader)).toEqual({ pid: undefined });
  expect(read('{"__proto__":{"pid":1}}', reader)).toEqual({});
});

test("names that share their hash are told apart", () => {
  const members = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`x${index}y`, jsonNumber]),
  );
  const values = Object.fromEntries(Object.keys(members).map((name, index) => [name, index]));
  expect(read(JSON.stringify({ ...values, x200y: 7 }), jsonObject(members))).toEqual(values);
});

test("a byte that is not UTF-8 becomes a lone surrogate, as in the names of an image", () => {
  expect(read(Uint8Array.of(0x22, 0xe9, 0x22), jsonText)).toBe("\udce9");
  expect(read(Uint8Array.of(0x22, 0x5c, 0x6e, 0xff, 0x22), jsonText)).toBe("\n\udcff");
});

test("integers keep all digits where that is asked for", () => {
  expect(read("18446744073709551615", jsonDigits)).toBe("18446744073709551615");
  expect(read('"18446744073709551615"', jsonDigits)).toBe("18446744073709551615");
  expect(read("18446744073709551615", jsonNumber)).toBe(2 ** 64);
  expect(read("-1e999", jsonNumber)).toBeUndefined();
  expect(read("[1]", jsonDigits)).toBeUndefined();
  expect(read("01", jsonDigits)).toBe("broken");
});

test("times are seconds since 1970 in any zone", () => {
  const seconds = Date.UTC(2022, 9, 18, 3, 16, 18) / 1000;
  expect(read('"2022-10-18T03:16:18Z"', jsonTime)).toBe(seconds);
  expect(read('"2022-10-18T03:16:18.500000000Z"', jsonTime)).toBe(seconds + 0.5);
  expect(read('"2022-10-18T05:46:18.25+02:30"', jsonTime)).toBe(seconds + 0.25);
  expect(read('"2022-10-17T23:16:18-04:00"', jsonTime)).toBe(seconds);
  for (const other of [
    "yesterday",
    "2022-10-18 at 03:16Z",
    "2022-10-18T03:16:18",
    "",
    "x".repeat(30),
  ])
    expect(read(`"${other}"`, jsonTime)).toBeUndefined();
  expect(read("1", jsonTime)).toBeUndefined();
  expect(read('"2022', jsonTime)).toBe("broken");
});

test("one of two types is read", () => {
  const reader = jsonArray(jsonOneOf(jsonText, jsonNumber));
  expect(read('["a",1,true,null,{}]', reader)).toEqual(["a", 1]);
  expect(read('["a",1,"b]', reader)).toBe("broken");
});

test("nothing but white space may be around a value", () => {
  expect(read(" \t[ ] \r\n", jsonArray(jsonNumber))).toEqual([]);
  for (const text of ["", "  ", "1 1", "[] x"]) expect(read(text, jsonNumber)).toBe("broken");
});

test("depth costs neither stack nor time", () => {
  const deep = `{"b":${"[".repeat(1e6)}${"]".repeat(1e6)},"a":1}`;
  expect(read(deep, jsonObject({ a: jsonNumber }))).toEqual({ a: 1 });
  expect(read("[".repeat(1e6), jsonObject({ a: jsonNumber }))).toBe("broken");
});

test("a name that is too long to be one is none", () => {
  const name = "n".repeat(4096);
  expect(read(`"${name}"`, jsonName)).toBe(name);
  expect(read(`"${name}n"`, jsonName)).toBeUndefined();
  expect(read(`["${name}", ""]`, jsonArray(jsonName))).toEqual([name, ""]);
});
