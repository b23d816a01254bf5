import type { LicenseExpression } from "./license-expression.ts";

/**
 * The text of an expression: operators in capitals, and no parentheses but those around a choice that is one of
 * several terms. Parsing it gives the expression again.
 *
 * @example
 * ```ts
 * import { parseLicenseExpression, renderLicenseExpression } from "@coppice/licenses";
 *
 * renderLicenseExpression(parseLicenseExpression("((mit)) and (isc or (0bsd and zlib))"));
 * // => "MIT AND (ISC OR 0BSD AND Zlib)"
 * ```
 */
export function renderLicenseExpression(expression: LicenseExpression): string {
  switch (expression.kind) {
    case "license": {
      const { id, orLater, exception } = expression;
      return `${id}${orLater ? "+" : ""}${renderException(exception)}`;
    }
    case "reference": {
      const { reference, document, exception } = expression;
      const place = document === undefined ? "" : `${document}:`;
      return `${place}${reference}${renderException(exception)}`;
    }
    case "and":
      return expression.operands
        .map((operand) =>
          operand.kind === "or"
            ? `(${renderLicenseExpression(operand)})`
            : renderLicenseExpression(operand),
        )
        .join(" AND ");
    case "or":
      return expression.operands.map(renderLicenseExpression).join(" OR ");
    case "none":
      return "NONE";
    case "noassertion":
      return "NOASSERTION";
    default:
      return expression satisfies never;
  }
}

function renderException(exception: string | undefined): string {
  return exception === undefined ? "" : ` WITH ${exception}`;
}
