import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import type { SbomComponent, SbomExternalReference } from "../sbom-component.ts";

/** Identifiers that SPDX 2.3 has a type for. See its Annex F. */
export const identifierTypes: ReadonlyMap<string, { category: string; type: string }> = new Map([
  ["swid", { category: "SECURITY", type: "swid" }],
  ["swhid", { category: "PERSISTENT-ID", type: "swh" }],
  ["gitoid", { category: "PERSISTENT-ID", type: "gitoid" }],
]);

const security: ReadonlyMap<string, string> = new Map([
  ["advisories", "advisory"],
  ["release-notes", "fix"],
  ["security-contact", "url"],
]);

/** External references, download location and home page of a package. */
export function renderExternalRefs(component: SbomComponent): JsonObject {
  const references: JsonObject[] = [];
  const refer = (category: string, type: string, locator: string, comment?: string): void => {
    const reference = {
      referenceCategory: category,
      referenceType: type,
      referenceLocator: locator,
    };
    references.push(present({ ...reference, comment }));
  };
  for (const purl of component.purls) refer("PACKAGE-MANAGER", "purl", purl);
  for (const cpe of component.cpes) {
    refer("SECURITY", cpe.startsWith("cpe:2.3:") ? "cpe23Type" : "cpe22Type", cpe);
  }
  for (const { kind, value } of component.identifiers) {
    const known = identifierTypes.get(kind);
    if (known !== undefined) refer(known.category, known.type, value);
  }
  const own = { downloadLocation: "distribution", homepage: "website" };
  const [download, homepage] = Object.values(own).map((wanted) =>
    component.externalReferences.find((item) => item.type === wanted && isPlain(item)),
  );
  for (const reference of component.externalReferences) {
    if (reference === download || reference === homepage) continue;
    const { type, url, comment } = reference;
    const advisory = security.get(type);
    // Neither type nor locator may have spaces.
    const locator = url.replaceAll(" ", "%20");
    if (advisory !== undefined) refer("SECURITY", advisory, locator, comment);
    else refer("OTHER", type.replaceAll(" ", "-"), locator, comment);
  }
  return present({
    downloadLocation: download?.url ?? "NOASSERTION",
    homepage: homepage?.url,
    externalRefs: references,
  });
}

function isPlain({ comment, hashes, url }: SbomExternalReference): boolean {
  return comment === undefined && hashes.length === 0 && url !== "";
}
