import { type Descriptor, parseDescriptor } from "./parse-descriptor.ts";
import { invalidDocument, knownMembers, parseJsonObject } from "./parse-json.ts";

/** What `index.json` or a nested index lists. OCI image specification, "OCI Image Index". */
export interface ImageIndex {
  readonly manifests: readonly Descriptor[];
}

/**
 * Parses an OCI image index or a Docker manifest list; `name` stands for it in messages. A document that could pass for
 * a manifest as well is refused, since another tool might open another image (CVE-2021-41190).
 *
 * @example
 * ```ts
 * import { parseImageIndex } from "@coppice/image";
 *
 * const text = '{"schemaVersion":2,"manifests":[]}';
 * parseImageIndex(new TextEncoder().encode(text), "index.json"); // => { manifests: [] }
 * ```
 * @throws An {@link ImageError} with code `IMAGE_INVALID`.
 */
export function parseImageIndex(bytes: Uint8Array, name: string): ImageIndex {
  const known = ["manifests", "config", "layers"];
  const { manifests, config, layers } = knownMembers(parseJsonObject(bytes, name), known, name);
  if (config !== undefined || layers !== undefined) {
    throw invalidDocument(name, "is both an index and a manifest");
  }
  if (!Array.isArray(manifests)) throw invalidDocument(name, "lists no manifests");
  return { manifests: manifests.map((manifest: unknown) => parseDescriptor(manifest, name)) };
}
