import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ImageError } from "@coppice/image";
import type { Digest } from "@coppice/types";
import { dockerMembers } from "./docker-members.ts";
import type { ImageContent } from "./image-content.ts";
import { moveInto, refuseExisting } from "./output-place.ts";
import { repoTag } from "./repo-tag.ts";
import { writeArchive } from "./write-archive.ts";
import type { WrittenBlob } from "./write-blob.ts";
import { writeImageBlobs } from "./write-image-blobs.ts";
import type { WrittenLayer } from "./write-layer.ts";
import { type ImageBlobs, writeLayout } from "./write-layout.ts";

/** Options of {@link writeImage}. */
export interface WriteImageOptions {
  /**
   * What is written: the folder of an OCI layout, the same in a tar archive, or a tar archive as `docker save` makes
   * it, which `docker load` reads. Default: `oci`.
   */
  readonly format?: "oci" | "oci-archive" | "docker-archive";
  /**
   * Whether all goes into one layer, or stays in the layers of the original that brought it, with a layer on top for
   * what is new or has another content. Default: `flattened`.
   */
  readonly layers?: "flattened" | "original";
  /** The image's tag. Default: `latest` in an OCI layout, none in a docker-archive, where it is a name with a tag. */
  readonly reference?: string;
  /**
   * How layers are compressed; one that is kept stays in its own compression unless it is to be `none`. Default: `gzip`,
   * in a docker-archive `none`.
   */
  readonly compression?: "gzip" | "none";
  /** What the image's history says of the layer that holds all or comes on top. Default: `coppice`. */
  readonly createdBy?: string;
  readonly signal?: AbortSignal;
}

/** An image that was written. */
export interface WrittenImage {
  /** Digest of its manifest; in a docker-archive, which has none, of its configuration. `openImage` gives the same. */
  readonly digest: Digest;
  /** Bytes of its blobs: layers, configuration and manifest. */
  readonly bytes: number;
  /** Digest of the highest layer's blob. */
  readonly layerDigest: Digest;
  /** Digest of the highest layer's uncompressed tar stream. */
  readonly diffId: Digest;
  /** The lowest first. */
  readonly layers: readonly WrittenLayer[];
}

/**
 * Writes an image to `out`, which must be absent or, for a layout, an empty folder. The output is made aside and appears
 * as a whole or not at all. The same content gives the same digest and bytes, whatever the machine, the time and the
 * order of entries; with gzip this holds for one version of Node's zlib, without compression for all.
 *
 * With `layers: "original"` the image has the layers of the original, so that those that stay whole can be shared. One
 * of which everything that can be seen is still there keeps its digest, and its blob where `content.layers` has it:
 * that of an image opened with digests of its files. It also keeps what others hide in it. Every other layer is made
 * from its entries and holds just these, so that there is nothing in it to hide; it gets another digest, unless this
 * function once wrote it. A layer of which nothing is left goes.
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { createFileIndex } from "@coppice/image";
 * import { openImage, writeImage } from "@coppice/image/node";
 *
 * const motd = { path: "/motd", type: "file", mode: 0o644, uid: 0, gid: 0, size: 5 } as const;
 * const tree = { ...createFileIndex([]), async *read() {} };
 * const contents = new Map([["/motd", new TextEncoder().encode("hello")]]);
 * const configuration = { architecture: "amd64", os: "linux" };
 * const folder = await mkdtemp(join(tmpdir(), "example-"));
 * const out = join(folder, "app.tar");
 *
 * const { digest } = await writeImage(
 *   out,
 *   { tree, entries: [motd], contents, configuration },
 *   { format: "docker-archive", reference: "app:1.2" },
 * );
 * const image = await openImage(out);
 * image.subject.digest === digest; // => true
 * image.subject.name; // => "docker.io/library/app:1.2"
 * await image.close();
 * await rm(folder, { recursive: true });
 * ```
 * @throws An {@link ImageError} with code `OUTPUT_EXISTS`, `IMAGE_INVALID` for a configuration without architecture
 * and os, `ENTRY_UNSUPPORTED` for what a layer cannot hold, `REFERENCE_INVALID`, `CONTENT_CHANGED`, or what the tree
 * throws; what the system says of `out`, such as ENOSPC, is thrown as it is.
 */
export async function writeImage(
  out: string,
  content: ImageContent,
  options: WriteImageOptions = {},
): Promise<WrittenImage> {
  const { architecture, os } = content.configuration;
  if (architecture === undefined || os === undefined) {
    throw new ImageError(
      "IMAGE_INVALID",
      "the configuration to write lacks architecture or os; add both",
    );
  }
  const { format = "oci", reference, signal } = options;
  // Said before the work rather than after it.
  if (format === "docker-archive" && reference !== undefined) repoTag(reference);
  const target = resolve(out);
  const kind = format === "oci" ? "folder" : "file";
  await refuseExisting(target, kind);
  await mkdir(dirname(target), { recursive: true });
  const aside = await mkdtemp(join(dirname(target), ".coppice-"));
  try {
    const layout = join(aside, "layout");
    const blobs = join(layout, "blobs");
    const image = await writeImageBlobs(blobs, content, options);
    const archive = join(aside, "archive");
    let top = image.config;
    if (format === "docker-archive") {
      await writeArchive(archive, dockerMembers(blobs, image, reference), signal);
    } else {
      const { manifest, members } = await writeLayout(layout, image, reference ?? "latest");
      if (format === "oci-archive") await writeArchive(archive, members, signal);
      top = manifest;
    }
    await moveInto(kind === "folder" ? layout : archive, target, kind);
    return describeImage(top, image);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function describeImage(top: WrittenBlob, { config, layers }: ImageBlobs): WrittenImage {
  const blobs = new Map([top, config, ...layers].map(({ digest, size }) => [digest, size]));
  const { digest: layerDigest = "", diffId = "" } = layers.at(-1) ?? {};
  const bytes = [...blobs.values()].reduce((sum, size) => sum + size, 0);
  return { digest: top.digest, bytes, layerDigest, diffId, layers };
}
