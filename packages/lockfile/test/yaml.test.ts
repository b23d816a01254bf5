import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDocument, stringify } from "yaml";
import { parseBlockYaml } from "../src/data/parse-block-yaml.ts";
import { allTexts } from "./samples.ts";

const limits = { bytes: 0, depth: 200, packages: 0, dependencies: 0 };
const read = (text: string) => parseBlockYaml({ text, limits });
const byLibrary = (text: string): unknown => parseDocument(text, { schema: "failsafe" }).toJS();

test("reads lockfiles as the yaml library does", () => {
  const documents = allTexts().filter(
    ([name, text]) => /\.ya?ml$/.test(name) || text.includes("__metadata:"),
  );
  expect(documents.length).toBeGreaterThan(6);
  for (const [, text] of documents) expect(read(text)?.value).toEqual(byLibrary(text));
});

test("reads what it reads of any document as the yaml library does", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      "a: b",
      "- a",
      "#c",
      "x #y",
      "",
      " s ",
      "'",
      '"',
      "1.10",
      "~",
      "a\nb\n",
      "a\n\nb",
      "@x",
      "x:",
      "{",
      "?",
    ),
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof({ depthSize: "small", withCrossShrink: true }, text, tie("list"), tie("map")),
    list: fc.array(tie("node"), { maxLength: 3 }),
    map: fc.dictionary(text, tie("node"), { maxKeys: 3 }),
  })).map;
  let known = 0;
  fc.assert(
    fc.property(
      value,
      fc.constantFrom(
        {},
        { singleQuote: true },
        { indentSeq: false },
        { collectionStyle: "flow" as const },
      ),
      (data, options) => {
        const document = stringify(data, { lineWidth: 0, ...options });
        const found = read(document);
        if (found === undefined) return;
        known += 1;
        expect(found.value).toEqual(byLibrary(document));
      },
    ),
    { numRuns: 600 },
  );
  expect(known).toBeGreaterThan(100);
});

test("reads what it reads of any lines as the yaml library does", () => {
  const line = fc
    .tuple(
      fc.constantFrom("", "", "  ", "    ", " "),
      fc.constantFrom("a:", "b:", "'c d':", '"e":', "-", "- a:", "- -", "? f", ":", ""),
      fc.constantFrom(
        "",
        "",
        " g",
        " 'h''i'",
        ' "j\\n"',
        " {k: l, m: [n, o]}",
        " [p, {}]",
        " |",
        " |-",
        " >",
        " >-",
        " # q",
        " r # s",
        " t: u",
        " {v",
        " 1.10",
        "w",
      ),
    )
    .map((parts) => parts.join(""));
  let known = 0;
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
      const text = `${lines.join("\n")}\n`;
      const found = read(text);
      // An empty document has no value there and the empty text here.
      if (found === undefined || found.value === "") return;
      known += 1;
      const document = parseDocument(text, { schema: "failsafe" });
      expect(document.errors.map(({ message }) => message)).toEqual([]);
      expect(found.value).toEqual(document.toJS());
    }),
    { numRuns: 4000 },
  );
  expect(known).toBeGreaterThan(100);
});

test.each([
  ["a: >-\n  b\n  c\n\n  d\n", { a: "b c\nd" }],
  ["a: |\n  b\n\n  c\n\nd: e\n", { a: "b\n\nc\n", d: "e" }],
  ["? a\n: b\n", { a: "b" }],
  ['? "a b"\n:\n  c: d\n', { "a b": { c: "d" } }],
  ["a:\n- b\n- c: d\n  e: f\n- - g\n", { a: ["b", { c: "d", e: "f" }, ["g"]] }],
  ["---\na: 'it''s'\n", { a: "it's" }],
  ["a: b\r\nc: d\r\n", { a: "b", c: "d" }],
  ["a:\nb: # nothing\n", { a: "", b: "" }],
])("reads %j", (text, value) => {
  expect(read(text)?.value).toEqual(value);
  expect(byLibrary(text)).toEqual(value);
});

test.each([
  "a: &x b",
  "a: *x",
  "a: !t b",
  "a: b\n c",
  "a: b\na: c",
  "a: |+\n  b",
  "a: |2\n  b",
  "a: >\n  b\n   c",
  "a: {b\n}",
  "a: {b}",
  "\ta: b",
  "a: 'b",
  'a: "\\q"',
  "- ",
  "a: b\rc: d",
  "a: |\n\n  b",
  "%YAML 1.2\n---\na: b",
])("leaves %j to the library", (text) => {
  expect(read(text)).toBeUndefined();
});
