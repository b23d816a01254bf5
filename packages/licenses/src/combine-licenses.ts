import type { LicenseExpression } from "./license-expression.ts";

/** Licences joined by one operator; those that the same operator joins already become operands beside the others. */
export function combineLicenses(
  kind: "and" | "or",
  operands: readonly LicenseExpression[],
): LicenseExpression {
  const [first] = operands;
  if (first !== undefined && operands.length === 1) return first;
  return {
    kind,
    operands: operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand])),
  };
}
