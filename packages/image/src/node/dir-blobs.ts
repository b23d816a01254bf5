import { createHash } from "node:crypto";
import { type Descriptor, type ImageIndex, parseManifestType } from "@coppice/image";
import type { BlobKind, BlobStore } from "./blob-store.ts";
import type { ImageStore } from "./image-store.ts";

/** An image in the format that skopeo calls `dir`: blobs by the value of their digest, one manifest for the way in. */
export interface Dir {
  readonly blobs: BlobStore;
  /** Lists the manifest alone. */
  readonly index: ImageIndex;
}

/** The image whose `manifest.json` is `manifest`. Format of `containers-transports(5)`, `dir:path`. */
export function openDir(store: ImageStore, manifest: Uint8Array): Dir {
  const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
  const mediaType = parseManifestType(manifest, `${store.name}: manifest.json`);
  const pathOf = (descriptor: Descriptor, kind: BlobKind): string => {
    if (descriptor.digest === digest) return "manifest.json";
    const [, value = ""] = descriptor.digest.split(":");
    return kind === "manifest" || kind === "index" ? `${value}.manifest.json` : value;
  };
  return {
    index: { manifests: [{ mediaType, digest, size: manifest.length }] },
    blobs: {
      name: store.name,
      verified: false,
      holds: (descriptor) => store.holds(pathOf(descriptor, "manifest")),
      open: (descriptor, kind) => store.open(pathOf(descriptor, kind)),
    },
  };
}
