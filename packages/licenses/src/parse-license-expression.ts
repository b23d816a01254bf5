import type { OnProblem } from "@coppice/types";
import { combineLicenses } from "./combine-licenses.ts";
import { LicenseError } from "./license-error.ts";
import type { LicenseExpression } from "./license-expression.ts";
import { readException, readLicense } from "./read-license.ts";
import { scanExpression, type Token } from "./scan-expression.ts";

/** How {@link parseLicenseExpression} takes what it does not know. */
export interface ParseLicenseOptions {
  /**
   * Takes ids that are not on the SPDX lists (`LICENSE_UNKNOWN`, `EXCEPTION_UNKNOWN`), which stay in the expression
   * as they are written, and ids that the list deprecates or whose `+` is for `-or-later` (`LICENSE_DEPRECATED`), whose
   * message names the successor if there is one. Without it an unknown id is an error.
   */
  readonly onProblem?: OnProblem;
}

/** Parentheses inside one another, so that no expression is too deep for a program that follows it. */
const maximumDepth = 500;

/** What is open: the choices that are complete, and the terms of the one that is not. */
interface Group {
  readonly choices: LicenseExpression[];
  terms: LicenseExpression[];
  readonly offset: number;
}

/**
 * Reads an SPDX licence expression: ids in any case, `+`, `WITH`, `AND`, `OR` (all in capitals or all in small
 * letters), parentheses, `LicenseRef-`, `DocumentRef-…:LicenseRef-`, `AdditionRef-`, and alone `NONE` or
 * `NOASSERTION`. See SPDX 3.0.1, Annex "SPDX license expressions"; 2.3, Annex D is a part of it. `AND` binds before
 * `OR`. Takes time in proportion to the text.
 *
 * @example
 * ```ts
 * import { parseLicenseExpression } from "@coppice/licenses";
 *
 * parseLicenseExpression("mit OR GPL-2.0-only WITH Classpath-exception-2.0");
 * // => { kind: "or", operands: [{ kind: "license", id: "MIT" }, { kind: "license", id: "GPL-2.0-only", exception: "Classpath-exception-2.0" }] }
 * ```
 * @throws A {@link LicenseError} with the offset of what is wrong: `EXPRESSION_EMPTY`, `EXPRESSION_INVALID`,
 * `EXPRESSION_TOO_DEEP` with more than 500 parentheses inside one another; `LICENSE_UNKNOWN` or `EXCEPTION_UNKNOWN`
 * without `onProblem`.
 */
export function parseLicenseExpression(
  text: string,
  options: ParseLicenseOptions = {},
): LicenseExpression {
  const alone = text.trim();
  if (alone === "") {
    throw new LicenseError("EXPRESSION_EMPTY", "the licence expression is empty; state one", 0);
  }
  if (alone === "NONE") return { kind: "none" };
  if (alone === "NOASSERTION") return { kind: "noassertion" };
  return readTokens(scanExpression(text), options);
}

function readTokens(
  tokens: Generator<Token, undefined>,
  { onProblem }: ParseLicenseOptions,
): LicenseExpression {
  const open: Group[] = [{ choices: [], terms: [], offset: 0 }];
  let wantsTerm = true;
  let mayTakeException = false;
  for (const token of tokens) {
    const group = open.at(-1) ?? unexpected(token);
    const operator = operatorOf(token.text);
    if (wantsTerm) {
      if (token.text === "(") {
        if (open.length > maximumDepth) throw tooDeep(token.offset);
        open.push({ choices: [], terms: [], offset: token.offset });
        continue;
      }
      if (operator !== undefined || token.text === ")" || token.text === "") unexpected(token);
      group.terms.push(readLicense(token, onProblem));
      mayTakeException = true;
      wantsTerm = false;
    } else if (operator === "WITH" && mayTakeException) {
      const exception = tokens.next().value ?? unexpected(token);
      const term = group.terms.pop();
      if (term?.kind !== "license" && term?.kind !== "reference") unexpected(token);
      group.terms.push({ ...term, exception: readException(exception, onProblem) });
      mayTakeException = false;
    } else if (operator === "AND") {
      wantsTerm = true;
    } else if (operator === "OR") {
      group.choices.push(combineLicenses("and", group.terms));
      group.terms = [];
      wantsTerm = true;
    } else if (token.text === ")" && open.length > 1) {
      open.pop();
      (open.at(-1) ?? unexpected(token)).terms.push(closeGroup(group));
      mayTakeException = false;
    } else if (token.text === "" && open.length === 1) {
      return closeGroup(group);
    } else {
      unexpected(token.text === "" ? { text: "(", offset: group.offset } : token);
    }
  }
  return unexpected({ text: "", offset: 0 });
}

function closeGroup({ choices, terms }: Group): LicenseExpression {
  return combineLicenses("or", [...choices, combineLicenses("and", terms)]);
}

function operatorOf(text: string): "AND" | "OR" | "WITH" | undefined {
  if (text === "AND" || text === "and") return "AND";
  if (text === "OR" || text === "or") return "OR";
  return text === "WITH" || text === "with" ? "WITH" : undefined;
}

function unexpected({ text, offset }: Token): never {
  const what = text === "" ? "the licence expression ends" : `${JSON.stringify(text)} stands`;
  throw new LicenseError(
    "EXPRESSION_INVALID",
    `${what} at ${offset} where it cannot; write licences joined by AND, OR and WITH, every ( with its )`,
    offset,
  );
}

function tooDeep(offset: number): LicenseError {
  return new LicenseError(
    "EXPRESSION_TOO_DEEP",
    `there are more than ${maximumDepth} parentheses inside one another; write the expression flatter`,
    offset,
  );
}
