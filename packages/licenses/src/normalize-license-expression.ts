import { combineLicenses } from "./combine-licenses.ts";
import type { LicenseExpression } from "./license-expression.ts";
import { successorOf } from "./license-successor.ts";
import { renderLicenseExpression } from "./render-license-expression.ts";

/**
 * The one form of all expressions that differ only in order, grouping, repetition, and deprecated ids: operands in
 * code unit order, each once, successors in the place of what the SPDX list deprecates.
 *
 * @example
 * ```ts
 * import { normalizeLicenseExpression, parseLicenseExpression, renderLicenseExpression } from "@coppice/licenses";
 *
 * const expression = parseLicenseExpression("MIT OR (GPL-2.0+ OR MIT)");
 * renderLicenseExpression(normalizeLicenseExpression(expression)); // => "GPL-2.0-or-later OR MIT"
 * ```
 */
export function normalizeLicenseExpression(expression: LicenseExpression): LicenseExpression {
  switch (expression.kind) {
    case "license":
      return successorOf(expression) ?? expression;
    case "and":
    case "or": {
      const flat = combineLicenses(
        expression.kind,
        expression.operands.map(normalizeLicenseExpression),
      );
      if (flat.kind !== expression.kind) return flat;
      const byText = new Map(
        flat.operands.map((operand) => [renderLicenseExpression(operand), operand]),
      );
      const texts = [...byText.keys()].sort();
      return combineLicenses(
        expression.kind,
        texts.flatMap((text) => byText.get(text) ?? []),
      );
    }
    case "reference":
    case "none":
    case "noassertion":
      return expression;
    default:
      return expression satisfies never;
  }
}

/**
 * Whether two expressions say the same but for order, grouping, repetition and deprecated ids. It does not ask whether
 * they are equivalent in logic: `MIT OR (MIT AND ISC)` is not `MIT`.
 *
 * @example
 * ```ts
 * import { parseLicenseExpression, sameLicenseExpression } from "@coppice/licenses";
 *
 * sameLicenseExpression(parseLicenseExpression("MIT OR ISC"), parseLicenseExpression("isc or mit")); // => true
 * ```
 */
export function sameLicenseExpression(a: LicenseExpression, b: LicenseExpression): boolean {
  const text = (expression: LicenseExpression) =>
    renderLicenseExpression(normalizeLicenseExpression(expression));
  return text(a) === text(b);
}
