import type { Digest } from "@coppice/types";
import { carryMembers, propertiesWithLayer } from "../carried-members.ts";
import { partiesToCarry } from "../carried-party.ts";
import { hashOf } from "../hash-algorithms.ts";
import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import type {
  SbomComponent,
  SbomComponentType,
  SbomExternalReference,
  SbomProperty,
} from "../sbom-component.ts";
import type { SbomNamedLicense } from "../sbom-document.ts";
import { readOrganization, readPerson } from "./read-party.ts";
import { referenceTypes } from "./reference-types.ts";
import { renderEvidence } from "./render-evidence.ts";
import { renderLicenses } from "./render-licenses.ts";
import { renderOrganization, renderPerson } from "./render-party.ts";

/** See CycloneDX 1.7, `hash-content`. */
const hashValue =
  /^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})$/;

/** Types that CycloneDX does not have, with the one that is nearest. */
const nearest: { readonly [Type in SbomComponentType]?: SbomComponentType } = {
  service: "application",
  snippet: "file",
  source: "file",
  archive: "file",
  install: "file",
  other: "library",
};

/**
 * A component as CycloneDX 1.7 writes it, without what is nested in it. What has no place there is carried in properties;
 * `carried` are more of them. Of those who made it, the first organisation is the manufacturer and all others are authors.
 */
export function renderComponent(
  component: SbomComponent,
  named: ReadonlyMap<string, SbomNamedLicense>,
  carried: readonly SbomProperty[],
): JsonObject {
  const { type, purls, cpes, identifiers, hashes, supplier, originators } = component;
  const known = type === undefined || nearest[type] !== undefined ? undefined : type;
  const valuesOf = (kind: string): readonly string[] =>
    identifiers.flatMap((item) => (item.kind === kind ? [item.value] : []));
  const [swid, ...otherTags] = valuesOf("swid");
  const maker = originators.find(({ kind }) => kind === "organization");
  const authors = originators.filter((party) => party !== maker);
  const members = carryMembers({
    ...(known === undefined && { type }),
    ...(supplier && carrySupplier(supplier)),
    purls: purls.slice(1),
    cpes: cpes.slice(1),
    hashes: hashes.filter((digest) => renderHashes([digest]).length === 0),
    identifiers: [
      ...otherTags.map((value) => ({ kind: "swid", value })),
      ...identifiers.filter(({ kind }) => !["swid", "omnibor", "swhid"].includes(kind)),
    ],
    originators: partiesToCarry(originators, (party) =>
      party === maker
        ? readOrganization(renderOrganization(party))
        : readPerson(renderPerson(party)),
    ),
  });
  return present({
    type: known ?? (type === undefined ? "library" : nearest[type]),
    "bom-ref": component.ref,
    supplier: supplier && renderOrganization(supplier),
    manufacturer: maker && renderOrganization(maker),
    authors: authors.map(renderPerson),
    publisher: component.publisher,
    group: component.group,
    name: component.name,
    version: component.version,
    description: component.description,
    scope: component.scope,
    hashes: renderHashes(hashes),
    licenses: renderLicenses(component.licenses, named),
    copyright: component.copyright,
    cpe: cpes[0],
    purl: purls[0],
    omniborId: valuesOf("omnibor"),
    swhid: valuesOf("swhid"),
    swid: swid === undefined ? undefined : { tagId: swid, name: component.name },
    externalReferences: component.externalReferences.map(renderReference),
    evidence: component.evidence && renderEvidence(component.evidence),
    properties: renderProperties([...propertiesWithLayer(component), ...members, ...carried]),
  });
}

/** A service as CycloneDX 1.7 writes it; what only components have is carried. */
export function renderService(
  component: SbomComponent,
  named: ReadonlyMap<string, SbomNamedLicense>,
  carried: readonly SbomProperty[],
): JsonObject {
  const { supplier, purls, cpes, hashes, identifiers, originators, publisher, scope, evidence } =
    component;
  const members = carryMembers({
    ...(supplier && carrySupplier(supplier)),
    ...{ purls, cpes, hashes, identifiers, originators, publisher, scope, evidence },
  });
  return present({
    "bom-ref": component.ref,
    provider: supplier && renderOrganization(supplier),
    group: component.group,
    name: component.name,
    version: component.version,
    description: component.description,
    licenses: renderLicenses(component.licenses, named),
    externalReferences: component.externalReferences.map(renderReference),
    properties: renderProperties([...propertiesWithLayer(component), ...members, ...carried]),
  });
}

function carrySupplier(
  supplier: NonNullable<SbomComponent["supplier"]>,
): Pick<SbomComponent, "supplier"> {
  const written = readOrganization(renderOrganization(supplier));
  return { supplier: partiesToCarry([supplier], () => written)[0] };
}

/** CycloneDX `properties`. */
export function renderProperties(properties: readonly SbomProperty[]): readonly JsonObject[] {
  return properties.map(({ name, value }) => present({ name, value }));
}

/** Those that CycloneDX has an algorithm for, of a length that it takes. */
function renderHashes(digests: readonly Digest[]): readonly JsonObject[] {
  const hashes: JsonObject[] = [];
  for (const digest of digests) {
    const hash = hashOf(digest, "cyclonedx");
    if (hash === undefined || !hashValue.test(hash.value)) continue;
    hashes.push({ alg: hash.algorithm, content: hash.value });
  }
  return hashes;
}

/** A type that CycloneDX does not have is kept in the comment. */
function renderReference({ type, url, comment, hashes }: SbomExternalReference): JsonObject {
  const known = referenceTypes.has(type);
  return present({
    type: known ? type : "other",
    url,
    comment: known ? comment : [type, comment].filter(Boolean).join(": "),
    hashes: renderHashes(hashes),
  });
}
