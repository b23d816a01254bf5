import { ImageError } from "./image-error.ts";
import { type Descriptor, parseDescriptor } from "./parse-descriptor.ts";
import { invalidDocument, parseJsonObject } from "./parse-json.ts";

/** Which configuration and layers make an image. OCI image specification, "OCI Image Manifest". */
export interface ImageManifest {
  readonly config: Descriptor;
  /** The lowest first. */
  readonly layers: readonly Descriptor[];
}

/**
 * Parses an OCI image manifest or Docker's schema 2; `name` stands for it in messages. A document that could pass for an
 * index as well is refused, since another tool might open another image (CVE-2021-41190).
 *
 * @throws An {@link ImageError} with code `IMAGE_INVALID`.
 */
export function parseImageManifest(bytes: Uint8Array, name: string): ImageManifest {
  const { config, layers, manifests, schemaVersion } = parseJsonObject(bytes, name);
  if (manifests !== undefined) throw invalidDocument(name, "is both a manifest and an index");
  if (schemaVersion === 1) {
    const message = `${name} is in Docker's schema 1; push or save the image again with a current Docker`;
    throw new ImageError("IMAGE_INVALID", message);
  }
  if (!Array.isArray(layers)) throw invalidDocument(name, "lists no layers");
  return {
    config: parseDescriptor(config, name),
    layers: layers.map((layer: unknown) => parseDescriptor(layer, name)),
  };
}
