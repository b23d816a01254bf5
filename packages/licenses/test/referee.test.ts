import { isLicenseError, parseLicenseExpression } from "@coppice/licenses";
import fc from "fast-check";
import exceptions from "spdx-exceptions/index.json" with { type: "json" };
import referee from "spdx-expression-parse";
import deprecated from "spdx-license-ids/deprecated.json" with { type: "json" };
import licenses from "spdx-license-ids/index.json" with { type: "json" };
import { expect, test } from "vitest";

function isValid(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What the referee says in our words: operands of the same operator together. */
function fromReferee(text: string): unknown {
  const convert = (node: object): unknown => {
    if (!("conjunction" in node)) {
      const { license, plus, exception } = Object(node);
      const [reference, document] = String(license).split(":").reverse();
      return {
        ...(/Ref-/.test(license)
          ? { kind: "reference", reference, ...(document && { document }) }
          : { kind: "license", id: license, ...(plus && { orLater: true }) }),
        ...(exception && { exception }),
      };
    }
    const { conjunction, left, right } = Object(node);
    const operands = [convert(left), convert(right)].flatMap((operand) => {
      const { kind, operands: inner } = Object(operand);
      return kind === conjunction ? inner : [operand];
    });
    return { kind: conjunction, operands };
  };
  return convert(Object(referee(text)));
}

test("knows every id that spdx-expression-parse knows, alone, with a plus and with an exception", () => {
  for (const id of [...licenses, ...deprecated]) {
    expect(parseLicenseExpression(`${id}+`)).toEqual(fromReferee(`${id}+`));
  }
  for (const exception of exceptions) {
    const text = `Apache-2.0 WITH ${exception}`;
    expect(parseLicenseExpression(text)).toEqual(fromReferee(text));
  }
});

const word = fc.constantFrom(
  ...["MIT", "ISC", "GPL-2.0+", "Apache-2.0", "LicenseRef-a", "DocumentRef-b:LicenseRef-c"],
  ...["LLVM-exception", "AND", "OR", "WITH", "(", ")", "Foo", ","],
);

test("agrees with spdx-expression-parse on what is an expression, and on what it says", () => {
  const texts = fc
    .array(word, { maxLength: 9 })
    .map((words) => words.join(" "))
    .filter((text) => !text.includes("( )"));
  let valid = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const expected = isValid(referee, text);
      expect([text, isValid(parseLicenseExpression, text)]).toEqual([text, expected]);
      if (!expected) return;
      valid += 1;
      expect(parseLicenseExpression(text)).toEqual(fromReferee(text));
    }),
    { numRuns: 5000 },
  );
  expect(valid).toBeGreaterThan(100);
});

test.each([
  ["ids are not case-sensitive", "mit", true],
  ["an addition has a reference", "MIT WITH AdditionRef-a", true],
  ["white space is more than blanks", "MIT\tOR\nISC", true],
  ["NONE and NOASSERTION are values of the same fields", "NONE", true],
  ["operators are all in capitals or all in small letters", "MIT And ISC", false],
  ["an operator ends where its word ends", "MIT ANDISC", false],
  ["parentheses hold something", "( ) MIT", false],
  ["a reference is one word", "DocumentRef-a : LicenseRef-b", false],
])("differs from spdx-expression-parse where the specification does: %s", (_, text, ours) => {
  expect(isValid(parseLicenseExpression, text)).toBe(ours);
  expect(isValid(referee, text)).toBe(!ours);
});

test("throws nothing but a LicenseError on any text", () => {
  const piece = fc.oneof(word, fc.constantFrom(" ", "+", ":", "\ud800", "é", "NONE", "and", "-"));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        parseLicenseExpression(pieces.join(""));
      } catch (error) {
        expect(isLicenseError(error)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
