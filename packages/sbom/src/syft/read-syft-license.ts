import { findLicense } from "@coppice/licenses";
import { isJsonObject, type JsonValue } from "../json/json-value.ts";
import { textOf, textsOf } from "../json/members.ts";
import { licenseReferences } from "../license-references.ts";
import type { SbomLicense } from "../sbom-component.ts";

/** A licence of Syft: text until schema 8, an object since. What it found may be an expression, also where it does not say so. */
export function readSyftLicense(license: JsonValue): readonly SbomLicense[] {
  if (!isJsonObject(license)) {
    const text = textOf(license);
    if (text === undefined) return [];
    return [isSpdx(text) ? { expression: text } : { name: text }];
  }
  const text = textOf(license["value"]);
  const own = text !== undefined && isSpdx(text) ? text : undefined;
  const expression = textOf(license["spdxExpression"]) ?? own;
  const { type } = license;
  return [
    {
      expression,
      name: expression === undefined ? text : undefined,
      acknowledgement: type === "declared" || type === "concluded" ? type : undefined,
      url: textsOf(license["urls"])[0],
    },
  ];
}

/** Whether a text is the id of a listed licence, or an expression of such ids; other words that look like one are names. */
function isSpdx(text: string): boolean {
  if (!text.includes(" ")) return findLicense(text) === text;
  return licenseReferences(text)?.length === 0;
}
