import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Descriptor, ImageConfiguration } from "@coppice/image";
import type { Digest } from "@coppice/types";
import type { ArchiveMember } from "./write-archive.ts";
import { blobPath, type WrittenBlob, writeBlob } from "./write-blob.ts";
import type { WrittenLayer } from "./write-layer.ts";

/** The blobs of an image that are written already. */
export interface ImageBlobs {
  readonly configuration: ImageConfiguration;
  readonly config: WrittenBlob;
  /** The lowest first. */
  readonly layers: readonly WrittenLayer[];
}

/** An image's manifest in an OCI layout. */
export interface WrittenLayout {
  readonly manifest: WrittenBlob;
  /** The layout's files, for an archive of it. */
  readonly members: readonly ArchiveMember[];
}

/**
 * Adds to the folder `layout`, in whose `blobs` the image's blobs are, what makes it an OCI layout. OCI image
 * specification, "Image Layout Specification".
 */
export async function writeLayout(
  layout: string,
  { configuration, config, layers }: ImageBlobs,
  reference: string,
): Promise<WrittenLayout> {
  const blobs = join(layout, "blobs");
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = await writeBlob(blobs, [
    json({
      schemaVersion: 2,
      mediaType,
      config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
      layers: layers.map(
        (layer): Descriptor => ({
          mediaType: layer.mediaType,
          digest: layer.digest,
          size: layer.size,
        }),
      ),
    }),
  ]);
  const { architecture, os, variant, "os.version": osVersion } = configuration;
  const listed = {
    mediaType,
    ...manifest,
    platform: {
      architecture,
      os,
      ...(typeof osVersion === "string" && { "os.version": osVersion }),
      ...(variant !== undefined && { variant }),
    },
    annotations: { "org.opencontainers.image.ref.name": reference },
  };
  const index = json({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [listed],
  });
  const mark = json({ imageLayoutVersion: "1.0.0" });
  await writeFile(join(layout, "index.json"), index);
  await writeFile(join(layout, "oci-layout"), mark);
  const digests = [manifest, config, ...layers].map(({ digest }) => digest);
  return {
    manifest,
    members: [
      { path: "oci-layout", content: mark },
      { path: "index.json", content: index },
      ...blobMembers(blobs, digests),
    ],
  };
}

/** The folders of the blobs and, once each, the blobs. */
function blobMembers(blobs: string, digests: readonly Digest[]): readonly ArchiveMember[] {
  const algorithms = new Set(digests.map((digest) => digest.split(":")[0] ?? ""));
  const folders = ["blobs", ...[...algorithms].map((algorithm) => `blobs/${algorithm}`)];
  return [
    ...folders.map((path): ArchiveMember => ({ path, content: "folder" })),
    ...[...new Set(digests)].map((digest): ArchiveMember => {
      return {
        path: `blobs/${digest.replace(":", "/")}`,
        content: { path: blobPath(blobs, digest) },
      };
    }),
  ];
}

/** A document as it is written: its members in the order of the object, without spaces. */
export function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
