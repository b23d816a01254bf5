import type { JsonObject } from "../json/json-value.ts";
import { objectsOf, textOf } from "../json/members.ts";
import type { SbomExternalReference, SbomIdentifier } from "../sbom-component.ts";

/** What the external references of an SPDX 2 package identify or point to. */
export interface ExternalRefs {
  readonly purls: readonly string[];
  readonly cpes: readonly string[];
  readonly identifiers: readonly SbomIdentifier[];
  readonly references: readonly SbomExternalReference[];
}

/** Types that identify a package, with the model's word. See SPDX 2.3, Annex F. */
const identifying: ReadonlyMap<string, string> = new Map([
  ["swid", "swid"],
  ["swh", "swhid"],
  ["gitoid", "gitoid"],
]);

/** Types of the category SECURITY in CycloneDX's words. */
const security: ReadonlyMap<string, string> = new Map([
  ["advisory", "advisories"],
  ["fix", "release-notes"],
  ["url", "security-contact"],
]);

/** Reads `externalRefs`, `downloadLocation` and `homepage` of an SPDX 2 package. */
export function readExternalRefs(item: JsonObject): ExternalRefs {
  const purls: string[] = [];
  const cpes: string[] = [];
  const identifiers: SbomIdentifier[] = [];
  const references: SbomExternalReference[] = [];
  const refer = (type: string, url: string, comment?: string): void => {
    references.push({ type, url, comment, hashes: [] });
  };
  for (const [type, member] of [
    ["distribution", "downloadLocation"],
    ["website", "homepage"],
  ] as const) {
    const url = textOf(item[member]);
    if (url !== undefined && url !== "NOASSERTION" && url !== "NONE") refer(type, url);
  }
  for (const ref of objectsOf(item["externalRefs"])) {
    const locator = textOf(ref["referenceLocator"]) ?? "";
    const type = shortType(textOf(ref["referenceType"]) ?? "");
    const kind = identifying.get(type);
    if (type === "purl") purls.push(locator);
    else if (type === "cpe22Type" || type === "cpe23Type") cpes.push(locator);
    else if (kind !== undefined) identifiers.push({ kind, value: locator });
    else refer(security.get(type) ?? type, locator, textOf(ref["comment"]));
  }
  return { purls, cpes, identifiers, references };
}

/** Whether the type of a reference is one whose category is known without being told. */
export function isListedRef(ref: JsonObject): boolean {
  const type = shortType(textOf(ref["referenceType"]) ?? "");
  return identifying.has(type) || /^(?:purl|cpe2[23]Type)$/.test(type);
}

/** Some tools write a listed type as the address of its definition. */
function shortType(type: string): string {
  const prefix = "http://spdx.org/rdf/references/";
  return type.startsWith(prefix) ? type.slice(prefix.length) : type;
}
