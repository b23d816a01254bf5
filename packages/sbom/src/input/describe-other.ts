import { objectOf, textOf } from "../json/members.ts";
import type { MemberLookup } from "./identify-members.ts";

/** What an object of JSON is that is no SBOM, to complete the sentence "The document is …". */
export function describeOther(member: MemberLookup, names: readonly string[]): string {
  const known = others.find(({ is }) => is(member));
  if (known !== undefined) return known.what;
  const shown = names
    .slice(0, 5)
    .map((name) => JSON.stringify(name.slice(0, 40)))
    .join(", ");
  return names.length === 0
    ? "an empty JSON object"
    : `JSON of no known format, with the members ${shown}${names.length > 5 ? ", …" : ""}`;
}

/** Documents that stand beside SBOMs and are taken for them. */
const others: readonly { readonly what: string; is(member: MemberLookup): boolean }[] = [
  {
    what: "a VEX document of OpenVEX, and no SBOM; read it with @coppice/vex",
    is: (member) => textOf(member("@context"))?.startsWith("https://openvex.dev/") === true,
  },
  {
    what: "an advisory or VEX document of CSAF, and no SBOM; read it with @coppice/vex",
    is: (member) => textOf(objectOf(member("document"))["csaf_version"]) !== undefined,
  },
  {
    what: "the list of SPDX licences or exceptions, and no SBOM",
    is: (member) => has(member, "licenseListVersion"),
  },
  {
    what: "a CycloneDX document that does not say its version; add specVersion",
    is: (member) => textOf(member("bomFormat") ?? member("specFormat")) === "CycloneDX",
  },
  {
    what: "a Sigstore signature of a file that stands beside it; give that file instead",
    is: (member) =>
      has(member, "messageSignature") ||
      has(member, "base64Signature") ||
      has(member, "rekorBundle"),
  },
  {
    what: "a report of Trivy, and no SBOM; make one with trivy --format cyclonedx",
    is: (member) => has(member, "SchemaVersion") && has(member, "ArtifactName"),
  },
  {
    what: "a report of Grype, and no SBOM; give the SBOM that Grype read",
    is: (member) => has(member, "matches") && has(member, "descriptor"),
  },
  {
    what: "a report in SARIF, and no SBOM",
    is: (member) => has(member, "runs") && textOf(member("$schema"))?.includes("sarif") === true,
  },
  {
    what: "an advisory of OSV, and no SBOM",
    is: (member) => has(member, "affected") && has(member, "id"),
  },
  {
    what: "a lockfile of npm, and no SBOM; read it with @coppice/lockfile",
    is: (member) => has(member, "lockfileVersion"),
  },
  {
    what: "a manifest or index of a container image, and no SBOM; give a layer of its attestation",
    is: (member) =>
      has(member, "schemaVersion") && (has(member, "layers") || has(member, "manifests")),
  },
  {
    what: "a JSON Schema, and no SBOM",
    is: (member) => textOf(member("$schema"))?.includes("json-schema.org") === true,
  },
];

function has(member: MemberLookup, name: string): boolean {
  return member(name) !== undefined;
}
