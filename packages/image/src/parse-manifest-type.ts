import { invalidDocument, knownMembers, parseJsonObject } from "./parse-json.ts";

/** Media type of a manifest or index. */
export type ManifestType =
  | "application/vnd.oci.image.manifest.v1+json"
  | "application/vnd.oci.image.index.v1+json";

/**
 * Whether a document is a manifest or an index, by what is in it, which its digest covers, other than by what a server
 * says of it: the OCI media type, also for a document of Docker's. `name` stands for it in messages.
 *
 * @example
 * ```ts
 * import { parseManifestType } from "@coppice/image";
 *
 * const bytes = new TextEncoder().encode('{"schemaVersion":2,"manifests":[]}');
 * parseManifestType(bytes, "index"); // => "application/vnd.oci.image.index.v1+json"
 * ```
 * @throws An {@link ImageError} with code `IMAGE_INVALID`.
 */
export function parseManifestType(bytes: Uint8Array, name: string): ManifestType {
  const known = ["manifests", "layers", "schemaVersion"];
  const document = knownMembers(parseJsonObject(bytes, name), known, name);
  const { manifests, layers, schemaVersion } = document;
  if (Array.isArray(manifests)) return "application/vnd.oci.image.index.v1+json";
  // Only to be refused by name: parseImageManifest knows why.
  if (Array.isArray(layers) || schemaVersion === 1) {
    return "application/vnd.oci.image.manifest.v1+json";
  }
  throw invalidDocument(name, "is neither a manifest nor an index");
}
