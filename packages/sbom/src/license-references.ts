import { licensesOf, parseLicenseExpression, renderLicenseExpression } from "@coppice/licenses";

/** The licences without an SPDX id that an expression names (`LicenseRef-…`); `undefined` where `text` is no expression. */
export function licenseReferences(text: string): readonly string[] | undefined {
  try {
    return licensesOf(parseLicenseExpression(text)).references;
  } catch {
    return undefined;
  }
}

/** The expressions that `text` joins by `AND`; `text` alone where it joins none. */
export function conjunctionOf(text: string): readonly string[] {
  if (!text.includes(" ")) return [text];
  try {
    const expression = parseLicenseExpression(text);
    return expression.kind === "and" ? expression.operands.map(renderLicenseExpression) : [text];
  } catch {
    return [text];
  }
}
