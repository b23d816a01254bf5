import { createHash } from "node:crypto";
import type { Platform } from "@coppice/image";

interface BlobDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly [member: string]: unknown;
}

export interface ManifestOptions {
  readonly platform?: Platform;
  readonly mediaTypes?: {
    readonly manifest?: string;
    readonly config?: string;
    readonly layer?: string;
  };
  /** Members of the configuration. */
  readonly config?: object;
  /** Members of each layer's descriptor. */
  readonly layer?: object;
}

/** The members of an OCI layout, as they grow. */
interface OciMembers {
  readonly members: { [name: string]: Uint8Array | string };
  blob(content: Uint8Array | object, mediaType: string): BlobDescriptor;
  manifest(layers: readonly Uint8Array[], options?: ManifestOptions): BlobDescriptor;
  index(manifests: readonly object[]): BlobDescriptor;
  /** Writes `index.json`; returns all members. */
  finish(manifests: readonly object[]): { [name: string]: Uint8Array | string };
}

/** An OCI layout made by hand with digests of `algorithm`. */
export function ociMembers(algorithm: "sha256" | "sha512" = "sha256"): OciMembers {
  const members: { [name: string]: Uint8Array | string } = {
    "oci-layout": JSON.stringify({ imageLayoutVersion: "1.0.0" }),
  };
  const digestOf = (bytes: Uint8Array) =>
    `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
  const blob = (content: Uint8Array | object, mediaType: string): BlobDescriptor => {
    const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
    const digest = digestOf(bytes);
    members[`blobs/${digest.replace(":", "/")}`] = bytes;
    return { mediaType, digest, size: bytes.length };
  };
  return {
    members,
    blob,
    manifest(layers, { platform, mediaTypes = {}, config, layer } = {}) {
      const { osVersion, ...known } = platform ?? { os: "linux", architecture: "amd64" };
      const configuration = {
        ...known,
        ...(osVersion && { "os.version": osVersion }),
        rootfs: { type: "layers", diff_ids: layers.map(digestOf) },
        ...config,
      };
      const {
        manifest = "application/vnd.oci.image.manifest.v1+json",
        config: configType = "application/vnd.oci.image.config.v1+json",
        layer: layerType = "application/vnd.oci.image.layer.v1.tar",
      } = mediaTypes;
      const content = {
        schemaVersion: 2,
        mediaType: manifest,
        config: blob(configuration, configType),
        layers: layers.map((bytes) => ({ ...blob(bytes, layerType), ...layer })),
      };
      return blob(content, manifest);
    },
    index: (manifests) =>
      blob(
        { schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests },
        "application/vnd.oci.image.index.v1+json",
      ),
    finish(manifests) {
      members["index.json"] = JSON.stringify({ schemaVersion: 2, manifests });
      return members;
    },
  };
}
