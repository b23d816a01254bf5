import { findLicense } from "@coppice/licenses";
import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import { conjunctionOf } from "../license-references.ts";
import type { SbomLicense } from "../sbom-component.ts";
import type { SbomNamedLicense } from "../sbom-document.ts";

/** Licences as CycloneDX 1.7 writes them, with names and texts that the document gives to `LicenseRef-…`. */
export function renderLicenses(
  licenses: readonly SbomLicense[],
  named: ReadonlyMap<string, SbomNamedLicense>,
): readonly JsonObject[] {
  return licenses
    .flatMap((license) => splitNamed(license, named))
    .map((license) => {
      const { expression, acknowledgement } = license;
      const definition = expression === undefined ? undefined : named.get(expression);
      const name = license.name ?? definition?.name;
      const text = license.text ?? definition?.text;
      const url = license.url ?? definition?.urls[0];
      const attachment = text === undefined ? undefined : { content: text };
      if (expression !== undefined && findLicense(expression) === expression) {
        return { license: present({ id: expression, acknowledgement, text: attachment, url }) };
      }
      if (expression === undefined || definition !== undefined || name !== undefined) {
        return {
          license: present({
            name: name ?? expression ?? url ?? text,
            acknowledgement,
            text: attachment,
            url,
          }),
        };
      }
      return present({
        expression,
        expressionDetails: details(expression, named),
        acknowledgement,
      });
    });
}

/**
 * The parts of a conjunction as licences of their own, where one of them is defined in the document: an expression has no
 * place for its name, and all licences that are listed apply.
 */
function splitNamed(
  license: SbomLicense,
  named: ReadonlyMap<string, SbomNamedLicense>,
): readonly SbomLicense[] {
  const { expression, acknowledgement } = license;
  if (expression === undefined || named.has(expression)) return [license];
  const operands = conjunctionOf(expression);
  if (!operands.some((operand) => named.has(operand))) return [license];
  return operands.map((operand) => ({ expression: operand, acknowledgement }));
}

/** What the document says of the licences that an expression names. */
function details(
  expression: string,
  named: ReadonlyMap<string, SbomNamedLicense>,
): readonly JsonObject[] {
  const ids = new Set(expression.split(/[\s()]/).filter((word) => named.has(word)));
  return [...ids].map((id) => {
    const { text, urls } = named.get(id) ?? { urls: [] };
    return present({
      licenseIdentifier: id,
      text: text === undefined ? undefined : { content: text },
      url: urls[0],
    });
  });
}
