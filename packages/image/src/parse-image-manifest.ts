import { type Descriptor, parseDescriptor } from "./parse-descriptor.ts";
import { invalidDocument, parseJsonObject } from "./parse-json.ts";

/** Which configuration and layers make an image. OCI image specification, "OCI Image Manifest". */
export interface ImageManifest {
  readonly config: Descriptor;
  /** The lowest first. */
  readonly layers: readonly Descriptor[];
}

/**
 * Parses an OCI image manifest or Docker's schema 2; `name` stands for it in messages.
 *
 * @throws An {@link ImageError} with code `IMAGE_INVALID`.
 */
export function parseImageManifest(bytes: Uint8Array, name: string): ImageManifest {
  const { config, layers } = parseJsonObject(bytes, name);
  if (!Array.isArray(layers)) throw invalidDocument(name, "lists no layers");
  return {
    config: parseDescriptor(config, name),
    layers: layers.map((layer: unknown) => parseDescriptor(layer, name)),
  };
}
