import { carryMembers, propertiesWithLayer } from "../carried-members.ts";
import { hashOf } from "../hash-algorithms.ts";
import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import type {
  SbomComponent,
  SbomComponentType,
  SbomExternalReference,
  SbomParty,
} from "../sbom-component.ts";
import { externalRefTypeOf } from "./external-ref-types.ts";
import { renderProperties } from "./render-properties.ts";

/** Types that SPDX 3.0.1 has a `SoftwarePurpose` for. */
const purposes: ReadonlyMap<SbomComponentType | undefined, string> = new Map<
  SbomComponentType | undefined,
  string
>([
  ["application", "application"],
  ["framework", "framework"],
  ["library", "library"],
  ["container", "container"],
  ["platform", "platform"],
  ["operating-system", "operatingSystem"],
  ["device", "device"],
  ["device-driver", "deviceDriver"],
  ["firmware", "firmware"],
  ["file", "file"],
  ["machine-learning-model", "model"],
  ["data", "data"],
  ["source", "source"],
  ["archive", "archive"],
  ["install", "install"],
  ["other", "other"],
]);

/** Kinds of identifiers that SPDX 3.0.1 has a type for. */
const identifierKinds: ReadonlySet<string> = new Set(["gitoid", "swhid", "swid", "cve", "other"]);

/** A component as an SPDX 3 package, or as a file where it has nothing that only packages have. */
export function renderComponentElement(
  component: SbomComponent,
  spdxId: string,
  creationInfo: string,
  party: (party: SbomParty) => string,
): JsonObject {
  const { type, version, purls, cpes, identifiers, hashes, supplier, originators } = component;
  const [purl, ...otherPurls] = purls;
  const links = component.externalReferences;
  const download = links.find((link) => link.type === "distribution" && isPlain(link));
  const home = links.find((link) => link.type === "website" && isPlain(link));
  const file =
    type === "file" && [version, purl, download, home].every((item) => item === undefined);
  const identify = (externalIdentifierType: string, identifier: string): JsonObject => ({
    type: "ExternalIdentifier",
    externalIdentifierType,
    identifier,
  });
  const carried = carryMembers({
    ...(type !== undefined && !purposes.has(type) && { type }),
    group: component.group,
    scope: component.scope,
    publisher: component.publisher,
    hashes: hashes.filter((digest) => hashOf(digest, "spdx3") === undefined),
    identifiers: identifiers.filter(({ kind }) => !identifierKinds.has(kind)),
    evidence: component.evidence,
  });
  const properties = [...propertiesWithLayer(component), ...carried];
  const artifact = present({
    type: file ? "software_File" : "software_Package",
    spdxId,
    creationInfo,
    name: component.name,
    description: component.description,
    suppliedBy: supplier && party(supplier),
    originatedBy: originators.map(party),
    software_copyrightText: component.copyright,
    verifiedUsing: hashes.flatMap((digest) => {
      const hash = hashOf(digest, "spdx3");
      return hash ? [{ type: "Hash", algorithm: hash.algorithm, hashValue: hash.value }] : [];
    }),
    externalIdentifier: [
      ...otherPurls.map((text) => identify("packageUrl", text)),
      ...cpes.map((text) => identify(text.startsWith("cpe:2.3:") ? "cpe23" : "cpe22", text)),
      ...identifiers.flatMap(({ kind, value }) =>
        identifierKinds.has(kind) ? [identify(kind, value)] : [],
      ),
    ],
    externalRef: links
      .filter((link) => link !== download && link !== home)
      .map(({ type, url, comment }) => {
        const known = externalRefTypeOf(type);
        return present({
          type: "ExternalRef",
          externalRefType: known ?? "other",
          locator: [url],
          comment: known === undefined ? [type, comment].filter(Boolean).join(": ") : comment,
        });
      }),
    extension: renderProperties(properties),
  });
  if (file) return artifact;
  return {
    ...artifact,
    ...present({
      software_packageVersion: version,
      software_packageUrl: purl,
      software_primaryPurpose: purposes.get(type),
      software_downloadLocation: download?.url,
      software_homePage: home?.url,
    }),
  };
}

function isPlain({ comment, url }: SbomExternalReference): boolean {
  return comment === undefined && url !== "";
}
