import {
  type LicenseExpression,
  normalizeLicenseExpression,
  parseLicenseExpression,
  renderLicenseExpression,
} from "@coppice/licenses";
import type { SbomLicense } from "../sbom-component.ts";

/** Statements of licences as texts: equal ones state the same, in whatever order and spelling. */
export function licenseTexts(licenses: readonly SbomLicense[]): readonly string[] {
  return licenses.flatMap((license) => {
    const text = licenseText(license);
    if (text === undefined) return [];
    return [license.acknowledgement === "concluded" ? `${text} (concluded)` : text];
  });
}

/** Whether two lists of statements come to the same, however they are joined: all of a list apply. */
export function sameLicenses(
  before: readonly SbomLicense[],
  after: readonly SbomLicense[],
): boolean {
  return [true, false].every((concluded) => {
    const joined = [before, after].map((licenses) => joinLicenses(licenses, concluded));
    return joined[0] !== undefined && joined[0] === joined[1];
  });
}

function licenseText({ expression, name, text, url }: SbomLicense): string | undefined {
  if (expression === undefined) return name ?? text ?? url;
  const parsed = parse(expression);
  return parsed === undefined
    ? expression
    : renderLicenseExpression(normalizeLicenseExpression(parsed));
}

/** The conjunction of all statements of one kind; `undefined` where one of them is no expression. */
function joinLicenses(licenses: readonly SbomLicense[], concluded: boolean): string | undefined {
  const operands: LicenseExpression[] = [];
  for (const { expression, acknowledgement } of licenses) {
    if ((acknowledgement === "concluded") !== concluded) continue;
    const parsed = expression === undefined ? undefined : parse(expression);
    if (parsed === undefined) return undefined;
    operands.push(parsed);
  }
  if (operands.length === 0) return "";
  return renderLicenseExpression(normalizeLicenseExpression({ kind: "and", operands }));
}

/** The expression; `undefined` where the text is none. An id that SPDX does not list is taken as it is. */
function parse(text: string): LicenseExpression | undefined {
  try {
    return parseLicenseExpression(text, { onProblem: () => {} });
  } catch {
    return undefined;
  }
}
