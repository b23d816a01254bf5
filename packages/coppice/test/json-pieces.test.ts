import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonPieces } from "../src/node/json-pieces.ts";

test("is what JSON.stringify gives, whatever the document", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (document) => {
      expect([...jsonPieces(document)].join("")).toBe(`${JSON.stringify(document)}\n`);
    }),
  );
  const absent = { a: undefined, list: [undefined, 1], b: { c: undefined } };
  expect([...jsonPieces(absent)].join("")).toBe(`${JSON.stringify(absent)}\n`);
});

test("gives a large document in pieces of about 64 KiB", () => {
  const files = Array.from({ length: 10_000 }, (_, at) => ({ path: `/file-${at}`, size: at }));
  const pieces = [...jsonPieces({ kind: "bom", files })];
  expect(JSON.parse(pieces.join(""))).toEqual({ kind: "bom", files });
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(1 << 17);
  expect(pieces.length).toBeGreaterThan(4);
});
