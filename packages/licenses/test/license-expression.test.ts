import {
  type LicenseExpression,
  licensesOf,
  normalizeLicenseExpression,
  parseLicenseExpression,
  renderLicenseExpression,
  sameLicenseExpression,
  successorOf,
} from "@coppice/licenses";
import fc from "fast-check";
import { expect, test } from "vitest";

const normalize = (text: string) =>
  renderLicenseExpression(normalizeLicenseExpression(parseLicenseExpression(text)));

const { expression } = fc.letrec<{ expression: string; term: string }>((tie) => ({
  term: fc.constantFrom(
    ...["MIT", "ISC", "0BSD", "GPL-2.0", "GPL-2.0+", "LicenseRef-a", "DocumentRef-b:LicenseRef-c"],
    ...["Apache-2.0 WITH LLVM-exception", "MIT WITH AdditionRef-d"],
  ),
  expression: fc.oneof(
    { maxDepth: 4 },
    tie("term"),
    fc
      .tuple(tie("expression"), fc.constantFrom("AND", "OR"), tie("expression"))
      .map(([a, operator, b]) => `(${a}) ${operator} (${b})`),
  ),
}));

test.each([
  ["(MIT OR ISC) AND 0BSD", "(MIT OR ISC) AND 0BSD"],
  ["(MIT AND ISC) OR 0BSD", "MIT AND ISC OR 0BSD"],
  ["((MIT)) OR (((ISC)))", "MIT OR ISC"],
  ["NONE", "NONE"],
  ["NOASSERTION", "NOASSERTION"],
  ["DocumentRef-b:LicenseRef-c", "DocumentRef-b:LicenseRef-c"],
])("writes %s with the fewest parentheses", (text, canonical) => {
  expect(renderLicenseExpression(parseLicenseExpression(text))).toBe(canonical);
});

test("what was rendered is parsed as it was, and is no longer than it has to be", () => {
  fc.assert(
    fc.property(expression, (text) => {
      const parsed = parseLicenseExpression(text);
      const canonical = renderLicenseExpression(parsed);
      expect(parseLicenseExpression(canonical)).toEqual(parsed);
      expect(canonical.length).toBeLessThanOrEqual(text.length);
    }),
  );
});

test.each([
  ["MIT OR ISC", "ISC OR MIT"],
  ["MIT AND (ISC AND MIT)", "ISC AND MIT"],
  ["MIT OR MIT", "MIT"],
  ["GPL-2.0 OR GPL-2.0-only", "GPL-2.0-only"],
  ["GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"],
  ["(MIT OR ISC) AND (ISC OR MIT)", "ISC OR MIT"],
  ["(ISC AND MIT OR 0BSD) AND (0BSD OR MIT AND ISC)", "0BSD OR ISC AND MIT"],
  ["LicenseRef-b AND LicenseRef-a", "LicenseRef-a AND LicenseRef-b"],
])("normalizes %s to %s", (text, normal) => {
  expect(normalize(text)).toBe(normal);
});

test("normalizing twice changes nothing, and order and repetition say nothing", () => {
  fc.assert(
    fc.property(expression, expression, (a, b) => {
      expect(normalize(normalize(a))).toBe(normalize(a));
      for (const operator of ["AND", "OR"]) {
        const join = (...parts: string[]): LicenseExpression =>
          parseLicenseExpression(parts.map((part) => `(${part})`).join(` ${operator} `));
        expect(sameLicenseExpression(join(a, b), join(b, a, b))).toBe(true);
      }
    }),
  );
});

test("tells apart what is not the same", () => {
  const same = (a: string, b: string) =>
    sameLicenseExpression(parseLicenseExpression(a), parseLicenseExpression(b));
  expect(same("MIT OR ISC", "MIT AND ISC")).toBe(false);
  expect(same("Apache-2.0", "Apache-2.0+")).toBe(false);
  expect(same("Apache-2.0", "Apache-2.0 WITH LLVM-exception")).toBe(false);
});

test.each([
  ["GPL-2.0", "GPL-2.0-only"],
  ["GPL-3.0+", "GPL-3.0-or-later"],
  [
    "LGPL-2.1+ WITH OCaml-LGPL-linking-exception",
    "LGPL-2.1-or-later WITH OCaml-LGPL-linking-exception",
  ],
  ["AGPL-1.0", "AGPL-1.0-only"],
  ["GFDL-1.3+", "GFDL-1.3-or-later"],
  ["GPL-2.0-or-later+", "GPL-2.0-or-later"],
  ["GPL-2.0-only+", "GPL-2.0-or-later"],
  ["GPL-2.0-with-GCC-exception+", "GPL-2.0-or-later WITH GCC-exception-2.0"],
  ["eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0"],
  ["StandardML-NJ", "SMLNJ"],
])("%s is %s now", (text, successor) => {
  const term = parseLicenseExpression(text);
  expect(term.kind === "license" && successorOf(term)).toEqual(parseLicenseExpression(successor));
});

test.each([
  "MIT",
  "Apache-2.0+",
  "Net-SNMP",
  "GPL-2.0-or-later",
  "GPL-2.0-with-GCC-exception WITH LLVM-exception",
])("%s has no successor", (text) => {
  const term = parseLicenseExpression(text);
  expect(term.kind === "license" && successorOf(term)).toBeUndefined();
});

test("lists what an expression names, each once", () => {
  const text = "MIT OR (DocumentRef-b:LicenseRef-c OR MIT) AND ISC+ WITH AdditionRef-d";
  expect(licensesOf(parseLicenseExpression(text))).toEqual({
    licenses: ["MIT", "ISC"],
    exceptions: ["AdditionRef-d"],
    references: ["DocumentRef-b:LicenseRef-c"],
  });
  expect(licensesOf({ kind: "none" })).toEqual({ licenses: [], exceptions: [], references: [] });
});
