import { ImageError } from "./image-error.ts";
import { type Descriptor, parseDescriptor } from "./parse-descriptor.ts";
import { invalidDocument, knownMembers, parseJsonObject } from "./parse-json.ts";

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
 * @example
 * ```ts
 * import { parseImageManifest } from "@coppice/image";
 *
 * const mediaType = "application/vnd.oci.image.config.v1+json";
 * const config = { mediaType, digest: `sha256:${"0a".repeat(32)}`, size: 2 };
 * const text = JSON.stringify({ schemaVersion: 2, config, layers: [] });
 * parseImageManifest(new TextEncoder().encode(text), "manifest").config.size; // => 2
 * ```
 * @throws An {@link ImageError} with code `IMAGE_INVALID`.
 */
export function parseImageManifest(bytes: Uint8Array, name: string): ImageManifest {
  const known = ["config", "layers", "manifests", "schemaVersion"];
  const document = knownMembers(parseJsonObject(bytes, name), known, name);
  const { config, layers, manifests, schemaVersion } = document;
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
