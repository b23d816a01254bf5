import fc from "fast-check";
import { expect, test } from "vitest";
import { countMembers, countNames } from "../src/json/count-members.ts";
import { findDuplicateKeys } from "../src/json/find-duplicate-keys.ts";
import { jsonPointer, jsonPointerSteps } from "../src/json/json-pointer.ts";
import { locateJsonPointers } from "../src/json/locate-json-pointers.ts";
import { parseJsonText } from "../src/json/parse-json-text.ts";
import { isSbomError } from "../src/sbom-error.ts";

function codeAndMessage(work: () => unknown): string {
  try {
    work();
    return "no error";
  } catch (error) {
    if (!isSbomError(error)) throw error;
    return `${error.code} ${error.message}`;
  }
}

test("names line and column of what is not JSON, and what should stand there", () => {
  const cases: readonly (readonly [text: string, expected: string])[] = [
    ["", "the document is empty; expected a value"],
    ["{", "line 1, column 2 is not JSON; expected a member's name in double quotes"],
    ['{"a": 1,\n}', "line 2, column 1 is not JSON; expected a member's name in double quotes"],
    ["[1,]", "line 1, column 4 is not JSON; expected a value"],
    ['{"a"}', "line 1, column 5 is not JSON; expected a colon"],
    ["[1 2]", 'line 1, column 4 is not JSON; expected a comma or "]"'],
    ['{"a": 1 "b"}', 'line 1, column 9 is not JSON; expected a comma or "}"'],
    ["[01]", 'line 1, column 3 is not JSON; expected a comma or "]"'],
    ['{"a":\r\n tru}', "line 2, column 2 is not JSON; expected a value"],
    ['["\\x"]', "line 1, column 3 is not JSON; expected an escape of JSON"],
    ['["\\u12g4"]', "line 1, column 3 is not JSON; expected an escape of JSON"],
    ['["\t"]', "line 1, column 3 is not JSON; expected an escape instead of a control character"],
    [
      '{"\t": 1}',
      "line 1, column 3 is not JSON; expected an escape instead of a control character",
    ],
    ['"abc', "line 1, column 5 is not JSON; expected the end of a string"],
    ["{} x", "line 1, column 4 is not JSON; expected the end of the text"],
  ];
  for (const [text, expected] of cases) {
    expect(codeAndMessage(() => parseJsonText(text))).toContain(`JSON_INVALID ${expected}`);
  }
});

test("reads past a byte order mark, and keeps a member named __proto__ from being more", () => {
  const value = parseJsonText('\ufeff{"__proto__": {"polluted": 1}, "a": 1}');
  expect(Object.keys(Object(value))).toEqual(["__proto__", "a"]);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("counts objects and arrays inside one another, however many", () => {
  const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
  const limits = { depth: 3 };
  expect(parseJsonText(nested(3), limits)).toEqual([[[]]]);
  expect(codeAndMessage(() => parseJsonText(nested(4), limits))).toMatch(/^DOCUMENT_TOO_DEEP/);
  expect(codeAndMessage(() => parseJsonText(`{"a":{"b":{"c":{}}}}`, limits))).toMatch(/DEEP/);
  expect(codeAndMessage(() => parseJsonText(nested(100_000)))).toMatch(/^DOCUMENT_TOO_DEEP/);
});

test("any text is JSON or refused with a place inside of it", () => {
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"',
    "1",
    "-",
    "tru",
    "\\",
    " ",
    "\n",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const said = codeAndMessage(() => parseJsonText(text));
      const readable = said === "no error";
      const [, line = "1"] = /line (\d+)/.exec(said) ?? [];
      return readable === isJson(text) && Number(line) <= text.split("\n").length;
    }),
    { numRuns: 500 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("finds every value of any JSON by its pointer, where it is in the text", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const places = [...pointersOf(value, [])];
      const found = locateJsonPointers(
        text,
        places.map(([pointer]) => pointer),
      );
      for (const [pointer, inside] of places) {
        const { offset = -1, line, column } = found.get(pointer) ?? {};
        const before = text.slice(0, offset).split("\n");
        expect([line, column]).toEqual([before.length, (before.at(-1) ?? "").length + 1]);
        const written = JSON.stringify(inside, null, indent);
        const start = /^[{[]/.test(written) ? written.slice(0, 1) : written;
        expect(text.startsWith(start, offset)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

function* pointersOf(
  value: unknown,
  path: readonly (string | number)[],
): Generator<readonly [string, unknown]> {
  yield [jsonPointer(path), value];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* pointersOf(item, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) yield* pointersOf(item, [...path, name]);
  }
}

test("gives no place to a pointer that names nothing, and the last of two members its place", () => {
  const text = '\ufeff{"a": [1], "b": {"c": 1}, "b": {"c": 2}}';
  const found = locateJsonPointers(text, ["", "/a/1", "/a/0/x", "/b/c", "/constructor"]);
  expect([...found.keys()]).toEqual(["", "/b/c"]);
  expect(found.get("/b/c")).toEqual({
    line: 1,
    column: text.lastIndexOf("2") + 1,
    offset: text.lastIndexOf("2"),
  });
});

test("finds members that are there twice at any depth, also by escapes, and no others", () => {
  const text =
    '{"a": 1, "b": {"a": 1, "c": [{"x": 1, "\\u0078": 2}, 3, {"x": 1}]},\n "a": 2, "__proto__": 1, "__proto__": 2}';
  expect(findDuplicateKeys(text).map(({ pointer, line }) => `${line} ${pointer}`)).toEqual([
    "1 /b/c/0/x",
    "2 /a",
    "2 /__proto__",
  ]);
  expect(findDuplicateKeys(text, 1)).toHaveLength(1);
  expect(findDuplicateKeys(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`)).toEqual([]);
});

test("there are more names in a text than members in its value exactly where one is there twice", () => {
  const name = fc.constantFrom('"a"', '"\\u0061"', '"b\\""', '"\\\\"', '"c:"', '":"');
  const json = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("1", '"x\\":"', '":"', "null", '"\\\\"'),
      fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(" , ")}]`),
      fc
        .array(fc.tuple(name, tie("value")), { maxLength: 4 })
        .map((members) => `{${members.map(([key, value]) => `${key} :${value}`).join(",")}}`),
    ),
  }));
  fc.assert(
    fc.property(json.value, (text) => {
      const repeated = countNames(text) - countMembers(JSON.parse(text));
      return repeated > 0 === findDuplicateKeys(text).length > 0 && repeated >= 0;
    }),
    { numRuns: 500 },
  );
});

test("pointers escape what they must, and steps undo it", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.nat())), (path) => {
      expect(jsonPointerSteps(jsonPointer(path))).toEqual(path.map(String));
    }),
  );
  expect(jsonPointer(["a/b", "m~n", 0])).toBe("/a~1b/m~0n/0");
});

test("says which numbers it cannot keep exactly", () => {
  const problems: string[] = [];
  const text =
    '{"version": 12345678901234567890,\n "x": [1e400, 9007199254740991, "12345678901234567890"]}';
  parseJsonText(text, { depth: 9 }, ({ code, message }) => problems.push(`${code} ${message}`));
  expect(problems).toEqual([
    expect.stringContaining("NUMBER_INEXACT the number at line 1, column 13"),
    expect.stringContaining("line 2, column 8"),
  ]);
});
