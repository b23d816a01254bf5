import type { LicenseExpression } from "./license-expression.ts";

/** What an expression names, each once, in the order in which it comes. */
export interface NamedLicenses {
  /** Ids of licences, without `+`. */
  readonly licenses: readonly string[];
  /** Ids of exceptions, and references to additions. */
  readonly exceptions: readonly string[];
  /** References to licences, with their documents. */
  readonly references: readonly string[];
}

/**
 * The licences, exceptions and references that an expression names.
 *
 * @example
 * ```ts
 * import { licensesOf, parseLicenseExpression } from "@coppice/licenses";
 *
 * licensesOf(parseLicenseExpression("(MIT OR LicenseRef-a) AND GPL-2.0+ WITH Bison-exception-2.2"));
 * // => { licenses: ["MIT", "GPL-2.0"], exceptions: ["Bison-exception-2.2"], references: ["LicenseRef-a"] }
 * ```
 */
export function licensesOf(expression: LicenseExpression): NamedLicenses {
  const licenses = new Set<string>();
  const exceptions = new Set<string>();
  const references = new Set<string>();
  const visit = (part: LicenseExpression): void => {
    if (part.kind === "and" || part.kind === "or") part.operands.forEach(visit);
    if (part.kind === "license") licenses.add(part.id);
    if (part.kind === "reference") {
      references.add(part.document ? `${part.document}:${part.reference}` : part.reference);
    }
    if ((part.kind === "license" || part.kind === "reference") && part.exception !== undefined) {
      exceptions.add(part.exception);
    }
  };
  visit(expression);
  return {
    licenses: [...licenses],
    exceptions: [...exceptions],
    references: [...references],
  };
}
