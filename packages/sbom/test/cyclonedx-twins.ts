/** Official files of the same name that say different things in JSON and in another encoding. */
interface KnownDifference {
  readonly encoding: "xml" | "textproto";
  /** Name of the file, without version and ending. */
  readonly name: string;
  readonly versions: string;
  /** Beginnings of the JSON pointers to what differs. */
  readonly pointers: readonly string[];
  readonly reason: string;
}

const time = "the files have different times";
const signatures =
  "JSON has signatures of its own (JSF), XML those of XML; protocol buffers have none";
const values = "the files have different values";
const missing = "one of the files lacks it";
const space = "XML has white space that JSON does not have";

/** What stands differently in the official files themselves. */
export const knownDifferences: readonly KnownDifference[] = [
  xml("annotation", "5", ["/annotations"], values),
  xml("attestation", "6 7", ["/declarations", "/$xml", "/signature"], signatures),
  xml(
    "bom",
    "2 3 4 5",
    ["/metadata/timestamp", "/components", "/dependencies"],
    "the files list other components",
  ),
  xml("citations", "7", ["/formulation/0/bom-ref", "/citations"], values),
  xml("component-external-with-version", "7", ["/components/0"], "the files name other systems"),
  xml("component-ref", "2 3 4 5", ["/components"], "JSON does not nest the component"),
  xml("compositions", "3 4 5", ["/components/1/version", "/compositions/2"], values),
  xml("cryptography-certificate", "7", ["/components/2/cryptoProperties"], space),
  xml("cryptography-full", "6 7", ["/components"], "XML has the protocol's properties elsewhere"),
  xml(
    "cryptography-full-deprecated",
    "7",
    ["/components"],
    "XML has the protocol's properties elsewhere",
  ),
  xml(
    "cryptography-implementation",
    "7",
    ["/metadata", "/components", "/dependencies"],
    "the files list other assets",
  ),
  xml("dependency", "2 3 4 5", ["/components"], values),
  xml("external-reference", "3 4 5", ["/components/0"], values),
  xml("formulation", "5 6 7", ["/formulation/0/workflows/0"], values),
  xml("license-choice", "7", ["/components/0/purl"], missing),
  xml("license-declared-concluded-mix", "7", ["/version"], missing),
  xml("license-expression", "2 3 4 5", ["/components/0"], values),
  xml("license-expression-with-text", "7", ["/components/0"], space),
  xml("license-id", "2 3 4 5", ["/components/0"], values),
  xml("license-name", "2 3 4 5", ["/components/0"], values),
  xml("machine-learning", "5", ["/components/0"], values),
  xml("metadata-timestamp", "2 3 4 5 6 7", ["/metadata/timestamp"], time),
  xml("properties", "3 4 5", ["/components/0/properties/1", "/services/0/properties/1"], missing),
  xml("release-notes", "4 5", ["/components/0/releaseNotes", "/services/0"], values),
  xml("saasbom", "5", ["/services"], values),
  xml("service", "2 3 4 5", ["/components/0/publisher", "/services/0/provider/contact"], values),
  xml(
    "service-empty-objects",
    "2 3 4 5 6 7",
    ["/services/0/licenses", "/services/0/externalReferences"],
    missing,
  ),
  xml("standard", "6 7", ["/definitions/standards/0"], signatures),
  xml("vulnerability", "4 5", ["/vulnerabilities/0"], values),
  proto("annotation", "5", ["/annotations"], values),
  proto("attestation", "6 7", ["/declarations", "/signature"], signatures),
  proto("bom", "3 4 5", ["/metadata/timestamp", "/components/0/pedigree"], values),
  proto("citations", "7", ["/metadata/timestamp", "/citations"], values),
  proto("component-data", "6 7", ["/components/0/data/0/name"], values),
  proto("cryptography-certificate", "7", ["/components"], "protocol buffers lack commas"),
  proto("cryptography-certificate-advanced", "7", ["/serialNumber", "/components/0"], values),
  proto("cryptography-full", "7", ["/components"], values),
  proto("cryptography-full-deprecated", "6", ["/specVersion"], "the file for 1.7 says 1.6"),
  proto("cryptography-implementation", "7", ["/serialNumber", "/metadata"], values),
  proto("evidence", "5", ["/components/0/evidence/identity/tools/1"], missing),
  proto("formulation", "5", ["/formulation/0/workflows/0"], values),
  proto("license-expression", "5", ["/components/0/licenses/0/bom-ref"], missing),
  proto("license-id", "5", ["/components/0/licenses/0/license/bom-ref"], missing),
  proto("license-name", "5", ["/components/0/licenses/0/license/bom-ref"], missing),
  proto("machine-learning", "5", ["/components/0"], values),
  proto("metadata-timestamp", "3 4 5", ["/metadata/timestamp"], time),
  proto("release-notes", "4 5", ["/components/0/releaseNotes", "/services/0"], values),
  proto("saasbom", "5", ["/metadata/timestamp", "/services", "/dependencies"], values),
  proto("service", "3 4 5", ["/services/0"], values),
  proto("standard", "6 7", ["/definitions/standards/0/signature"], signatures),
  proto("vulnerability", "4 5", ["/vulnerabilities/0"], values),
];

function xml(
  name: string,
  versions: string,
  pointers: readonly string[],
  reason: string,
): KnownDifference {
  return { encoding: "xml", name: `valid-${name}`, versions, pointers, reason };
}

function proto(
  name: string,
  versions: string,
  pointers: readonly string[],
  reason: string,
): KnownDifference {
  return { encoding: "textproto", name: `valid-${name}`, versions, pointers, reason };
}

/** The pointers at which a file at `path` differs from its twin although nothing in the files themselves says why. */
export function unexplained(
  path: string,
  version: string,
  pointers: readonly string[],
): readonly string[] {
  const [, stem = "", encoding = ""] =
    /\/([^/]*?)(?:-1\.[0-9])?\.(xml|textproto)$/.exec(path) ?? [];
  const known = knownDifferences.find(
    (difference) =>
      difference.encoding === encoding &&
      difference.name === stem &&
      difference.versions.split(" ").includes(version.slice(2)),
  );
  return pointers.filter(
    (pointer) => known?.pointers.some((beginning) => pointer.startsWith(beginning)) !== true,
  );
}
