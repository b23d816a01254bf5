import { parseDebianDependency } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";

test("keeps a clause as it was written, on one line", () => {
  const clauses = parseDebianDependency("a (>=  1)\n , ,b|c,\n d\t| e ");
  expect(clauses.map(({ text }) => text)).toEqual(["a (>= 1)", "b|c", "d | e"]);
});

test("reads relations with and without blanks, and the deprecated ones as dpkg does", () => {
  const alternatives = parseDebianDependency("a(>=1:2~),b ( << 2 ),c (< 3),d (> 4),e(=5)");
  expect(alternatives.flatMap((clause) => clause.alternatives)).toEqual([
    { name: "a", relation: ">=", version: "1:2~" },
    { name: "b", relation: "<<", version: "2" },
    { name: "c", relation: "<=", version: "3" },
    { name: "d", relation: ">=", version: "4" },
    { name: "e", relation: "=", version: "5" },
  ]);
});

test("reads architectures and passes over restrictions of source packages", () => {
  const [clause] = parseDebianDependency("gcc:native (>= 9) [amd64 !i386] <!nocheck>");
  expect(clause?.alternatives).toEqual([
    { name: "gcc", qualifier: "native", relation: ">=", version: "9" },
  ]);
});

test("gives no alternative for what names no package", () => {
  expect(parseDebianDependency(`\${misc:Depends}`)).toEqual([
    { text: `\${misc:Depends}`, alternatives: [] },
  ]);
});

test("keeps every clause of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."a1 ,|()<>=:~[") }), (field) => {
      const parts = field.split(",").filter((part) => part.trim() !== "");
      expect(parseDebianDependency(field)).toHaveLength(parts.length);
    }),
  );
});
