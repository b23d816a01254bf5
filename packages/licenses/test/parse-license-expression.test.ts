import {
  isLicenseError,
  type LicenseError,
  type LicenseErrorCode,
  parseLicenseExpression,
  renderLicenseExpression,
} from "@coppice/licenses";
import type { Problem } from "@coppice/types";
import deprecated from "spdx-license-ids/deprecated.json" with { type: "json" };
import { expect, test } from "vitest";

function errorOf(text: string): LicenseError | undefined {
  try {
    parseLicenseExpression(text);
  } catch (error) {
    if (isLicenseError(error)) return error;
    throw error;
  }
  return undefined;
}

const license = (id: string) => ({ kind: "license", id });

test("binds WITH before AND before OR", () => {
  expect(
    parseLicenseExpression("MIT OR ISC AND GPL-2.0-only WITH Bison-exception-2.2 AND 0BSD"),
  ).toEqual({
    kind: "or",
    operands: [
      license("MIT"),
      {
        kind: "and",
        operands: [
          license("ISC"),
          { kind: "license", id: "GPL-2.0-only", exception: "Bison-exception-2.2" },
          license("0BSD"),
        ],
      },
    ],
  });
});

test("takes operands of the same operator together, whatever the parentheses", () => {
  expect(parseLicenseExpression("MIT AND (ISC AND (0BSD AND Zlib)) AND X11")).toEqual({
    kind: "and",
    operands: ["MIT", "ISC", "0BSD", "Zlib", "X11"].map(license),
  });
});

test("reads ids in any case, and operators in small letters", () => {
  expect(
    renderLicenseExpression(parseLicenseExpression("mit or gpl-2.0-ONLY with bison-EXCEPTION-2.2")),
  ).toBe("MIT OR GPL-2.0-only WITH Bison-exception-2.2");
});

test("reads references, of this document and of others", () => {
  expect(parseLicenseExpression("LicenseRef-a.b")).toEqual({
    kind: "reference",
    reference: "LicenseRef-a.b",
  });
  expect(
    parseLicenseExpression("DocumentRef-x:LicenseRef-a WITH DocumentRef-y:AdditionRef-b"),
  ).toEqual({
    kind: "reference",
    reference: "LicenseRef-a",
    document: "DocumentRef-x",
    exception: "DocumentRef-y:AdditionRef-b",
  });
});

test("reads NONE and NOASSERTION alone", () => {
  expect(parseLicenseExpression("NONE")).toEqual({ kind: "none" });
  expect(parseLicenseExpression(" NOASSERTION ")).toEqual({ kind: "noassertion" });
});

test.each([
  [0, "NONE OR MIT"],
  [7, "MIT OR NONE"],
  [1, "(NONE)"],
  [0, "NONE+"],
  [0, "NONE WITH LLVM-exception"],
  [9, "MIT WITH NONE"],
  [8, "MIT AND NOASSERTION"],
])(
  "refuses at %i a word that stands alone, whether or not problems are taken: %s",
  (offset, text) => {
    const refusal = expect.objectContaining({ code: "EXPRESSION_INVALID", offset });
    expect(() => parseLicenseExpression(text)).toThrow(refusal);
    expect(() => parseLicenseExpression(text, { onProblem: () => {} })).toThrow(refusal);
  },
);

test.each([
  ["GPL-2.0", "the SPDX list deprecates GPL-2.0; write GPL-2.0-only"],
  [
    "Net-SNMP",
    "the SPDX list deprecates Net-SNMP without a successor; write the licences that its text holds",
  ],
  [
    "GPL-2.0-only+",
    "GPL-2.0-only+ has a + after an id that says itself which versions hold; write GPL-2.0-or-later",
  ],
  [
    "GPL-2.0-or-later+",
    "GPL-2.0-or-later+ has a + after an id that says itself which versions hold; write GPL-2.0-or-later",
  ],
  [
    "GPL-2.0-with-GCC-exception WITH LLVM-exception",
    "the SPDX list deprecates GPL-2.0-with-GCC-exception; write GPL-2.0-only WITH GCC-exception-2.0, which no other WITH can follow",
  ],
])("says of %s: %s", (text, message) => {
  const problems: Problem[] = [];
  parseLicenseExpression(text, { onProblem: (problem) => problems.push(problem) });
  expect(problems).toEqual([{ code: "LICENSE_DEPRECATED", message, offset: 0 }]);
});

test("reports every id that the list deprecates", () => {
  for (const id of deprecated) {
    const codes: string[] = [];
    parseLicenseExpression(id, { onProblem: ({ code }) => codes.push(code) });
    expect([id, ...codes]).toEqual([id, "LICENSE_DEPRECATED"]);
  }
});

test("names the reference that an unknown id can be", () => {
  expect(errorOf("Foo")?.message).toContain("write a LicenseRef-");
  expect(errorOf("MIT WITH Foo")?.message).toContain("write an AdditionRef-");
});

test("reads a plus as this version or later", () => {
  expect(parseLicenseExpression("Apache-2.0+ WITH LLVM-exception")).toEqual({
    kind: "license",
    id: "Apache-2.0",
    orLater: true,
    exception: "LLVM-exception",
  });
});

test("needs no space beside parentheses", () => {
  expect(renderLicenseExpression(parseLicenseExpression("(MIT)AND(ISC)"))).toBe("MIT AND ISC");
});

test.each<[LicenseErrorCode, number, string]>([
  ["EXPRESSION_EMPTY", 0, ""],
  ["EXPRESSION_EMPTY", 0, " \n"],
  ["EXPRESSION_INVALID", 0, "AND MIT"],
  ["EXPRESSION_INVALID", 4, "MIT ISC"],
  ["EXPRESSION_INVALID", 8, "MIT AND "],
  ["EXPRESSION_INVALID", 8, "MIT AND OR ISC"],
  ["EXPRESSION_INVALID", 4, "MIT And ISC"],
  ["EXPRESSION_INVALID", 0, "(MIT"],
  ["EXPRESSION_INVALID", 9, "MIT AND (ISC".replace("(", " (")],
  ["EXPRESSION_INVALID", 3, "MIT)"],
  ["EXPRESSION_INVALID", 1, "()"],
  ["EXPRESSION_INVALID", 4, "MIT +"],
  ["EXPRESSION_INVALID", 0, "+"],
  ["EXPRESSION_INVALID", 0, "MIT++"],
  ["EXPRESSION_INVALID", 6, "(MIT) WITH LLVM-exception"],
  ["EXPRESSION_INVALID", 34, "Apache-2.0 WITH LLVM-exception    WITH LLVM-exception"],
  ["EXPRESSION_INVALID", 15, "Apache-2.0 WITH"],
  ["EXPRESSION_INVALID", 16, "Apache-2.0 WITH (LLVM-exception)"],
  ["EXPRESSION_INVALID", 3, "MIT, ISC"],
  ["EXPRESSION_INVALID", 0, "LicenseRef-:a"],
  ["EXPRESSION_INVALID", 0, "DocumentRef-a:MIT"],
  ["EXPRESSION_INVALID", 0, "DocumentRef-a:b:LicenseRef-c"],
  ["EXPRESSION_INVALID", 0, "LicenseRef-a+"],
  ["LICENSE_UNKNOWN", 0, "LicenseRef-"],
  ["LICENSE_UNKNOWN", 7, "MIT OR Foo-1.0"],
  ["LICENSE_UNKNOWN", 0, "LLVM-exception"],
  ["EXCEPTION_UNKNOWN", 9, "MIT WITH Foo"],
  ["EXCEPTION_UNKNOWN", 9, "MIT WITH ISC"],
])("refuses with %s at %i: %s", (code, offset, text) => {
  const error = errorOf(text);
  expect([error?.code, error?.offset]).toEqual([code, offset]);
});

test("keeps what it does not know where problems are taken, and names successors", () => {
  const problems: Problem[] = [];
  const expression = parseLicenseExpression("GPL-2.0+ OR Foo WITH Bar", {
    onProblem: (problem) => problems.push(problem),
  });
  expect(renderLicenseExpression(expression)).toBe("GPL-2.0+ OR Foo WITH Bar");
  expect(problems.map(({ code, offset }) => [code, offset])).toEqual([
    ["LICENSE_DEPRECATED", 0],
    ["LICENSE_UNKNOWN", 12],
    ["EXCEPTION_UNKNOWN", 21],
  ]);
  expect(problems[0]?.message).toContain("write GPL-2.0-or-later");
});

test("bounds the depth of parentheses and nothing else", () => {
  const nested = (depth: number) => `${"(".repeat(depth)}MIT${")".repeat(depth)}`;
  expect(parseLicenseExpression(nested(500))).toEqual(license("MIT"));
  expect(errorOf(nested(501))?.code).toBe("EXPRESSION_TOO_DEEP");
  expect(errorOf(nested(100_000))?.code).toBe("EXPRESSION_TOO_DEEP");
  expect(errorOf("(".repeat(100_000))?.code).toBe("EXPRESSION_TOO_DEEP");
  const long = Array.from({ length: 20_000 }, () => "MIT").join(" OR ");
  expect(parseLicenseExpression(long)).toHaveProperty("operands.length", 20_000);
});
