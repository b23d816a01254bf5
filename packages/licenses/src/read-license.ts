import type { OnProblem } from "@coppice/types";
import { LicenseError, type LicenseErrorCode } from "./license-error.ts";
import type { LicenseReference, LicenseTerm } from "./license-expression.ts";
import { deprecated, exceptions, licenses } from "./license-lists.ts";
import { successorOf } from "./license-successor.ts";
import { renderLicenseExpression } from "./render-license-expression.ts";
import type { Token } from "./scan-expression.ts";

const idString = /^[A-Za-z0-9.-]+$/;

/** The licence that a word of an expression names. */
export function readLicense(
  token: Token,
  onProblem: OnProblem | undefined,
): LicenseTerm | LicenseReference {
  const { text, offset } = token;
  const reference = readReference(text, "LicenseRef-");
  if (reference !== undefined) return { kind: "reference", ...reference };
  const orLater = text.endsWith("+");
  const written = orLater ? text.slice(0, -1) : text;
  if (!isId(written) || isReference(written, "LicenseRef-")) throw malformed(token);
  const id = licenses.get(written.toLowerCase());
  if (id === undefined) report("LICENSE_UNKNOWN", "licence", { text: written, offset }, onProblem);
  const term: LicenseTerm = { kind: "license", id: id ?? written, ...(orLater && { orLater }) };
  const message = describeDeprecation(term, text);
  if (message !== undefined) onProblem?.({ code: "LICENSE_DEPRECATED", message, offset });
  return term;
}

function describeDeprecation(term: LicenseTerm, text: string): string | undefined {
  const successor = successorOf(term);
  const isDeprecated = deprecated.has(term.id);
  if (successor === undefined) {
    return isDeprecated
      ? `the SPDX list deprecates ${text} without a successor; write the licences that its text holds`
      : undefined;
  }
  const better = renderLicenseExpression(successor);
  if (!isDeprecated) {
    return `${text} has a + after an id that says itself which versions hold; write ${better}`;
  }
  const limit = successor.exception === undefined ? "" : ", which no other WITH can follow";
  return `the SPDX list deprecates ${text}; write ${better}${limit}`;
}

/** The exception, or the reference to an addition, that stands after `WITH`. */
export function readException(token: Token, onProblem: OnProblem | undefined): string {
  const { text } = token;
  if (readReference(text, "AdditionRef-") !== undefined) return text;
  if (!isId(text)) throw malformed(token);
  const id = exceptions.get(text.toLowerCase());
  if (id === undefined) report("EXCEPTION_UNKNOWN", "exception", token, onProblem);
  return id ?? text;
}

function readReference(
  text: string,
  prefix: string,
): { readonly reference: string; readonly document?: string } | undefined {
  const colon = text.indexOf(":");
  const reference = text.slice(colon + 1);
  if (!isReference(reference, prefix)) return undefined;
  if (colon === -1) return { reference };
  const document = text.slice(0, colon);
  return isReference(document, "DocumentRef-") ? { reference, document } : undefined;
}

function isId(text: string): boolean {
  return idString.test(text) && text !== "NONE" && text !== "NOASSERTION";
}

function isReference(text: string, prefix: string): boolean {
  return text.startsWith(prefix) && idString.test(text.slice(prefix.length));
}

function report(
  code: LicenseErrorCode,
  what: string,
  { text, offset }: Token,
  onProblem: OnProblem | undefined,
): void {
  const message = `${JSON.stringify(text)} is no id of the SPDX list of ${what}s; check its spelling, or write ${
    what === "licence" ? "a LicenseRef-" : "an AdditionRef-"
  }`;
  if (onProblem === undefined) throw new LicenseError(code, message, offset);
  onProblem({ code, message, offset });
}

function malformed({ text, offset }: Token): LicenseError {
  const what = text === "" ? "the end" : JSON.stringify(text);
  return new LicenseError(
    "EXPRESSION_INVALID",
    `${what} stands at ${offset} where an id has to; write letters, digits, periods and dashes, and NONE or NOASSERTION alone`,
    offset,
  );
}
