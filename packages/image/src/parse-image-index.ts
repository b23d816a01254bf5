import { type Descriptor, parseDescriptor } from "./parse-descriptor.ts";
import { invalidDocument, parseJsonObject } from "./parse-json.ts";

/** What `index.json` or a nested index lists. OCI image specification, "OCI Image Index". */
export interface ImageIndex {
  readonly manifests: readonly Descriptor[];
}

/**
 * Parses an OCI image index or a Docker manifest list; `name` stands for it in messages.
 *
 * @throws An {@link ImageError} with code `IMAGE_INVALID`.
 */
export function parseImageIndex(bytes: Uint8Array, name: string): ImageIndex {
  const { manifests } = parseJsonObject(bytes, name);
  if (!Array.isArray(manifests)) throw invalidDocument(name, "lists no manifests");
  return { manifests: manifests.map((manifest: unknown) => parseDescriptor(manifest, name)) };
}
