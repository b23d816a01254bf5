import {
  createFileIndex,
  type FileIndex,
  ImageError,
  isImageError,
  type LayerSquash,
  squashLayers,
} from "@coppice/image";
import type { Digest } from "@coppice/types";
import type { FileRange } from "./file-range.ts";
import type { ImageParts, LayerPart } from "./image-parts.ts";
import { readTar } from "./read-tar.ts";
import type { Reading } from "./reading.ts";

/** A layer of an image. */
export interface ImageLayer {
  /** Digest of its uncompressed tar stream. */
  readonly diffId: Digest;
  /** Digest of its blob, which may be compressed; a docker-archive does not say it. */
  readonly digest?: Digest;
  /** Bytes of its uncompressed tar stream. */
  readonly bytes: number;
}

/** What an image's layers make together. */
export interface ReadLayers {
  readonly layers: readonly ImageLayer[];
  readonly index: FileIndex;
  /** Where the content of each regular file stands. */
  readonly contents: ReadonlyMap<string, FileRange>;
}

/** Reads the layers of an image, each once, and verifies that they are those that its configuration names. */
export async function readLayers(image: ImageParts, reading: Reading): Promise<ReadLayers> {
  const diffIds = image.configuration.rootfs?.diff_ids ?? [];
  if (diffIds.length !== image.layers.length) {
    throw new ImageError(
      "IMAGE_INVALID",
      `${image.name} has ${image.layers.length} layers but its configuration names ${diffIds.length}; build it again`,
    );
  }
  const squash = squashLayers(reading.limits);
  const ranges: FileRange[] = [];
  for (const [number, diffId] of diffIds.entries()) {
    const part = image.layers[number];
    if (part) ranges.push(await readLayer(part, diffId, squash, reading));
  }
  const squashed = squash.entries();
  const contents = new Map<string, FileRange>();
  for (const { entry, content } of squashed) {
    const range = content && ranges[content.layer];
    if (!range) continue;
    contents.set(entry.path, {
      handle: range.handle,
      start: range.start + content.offset,
      size: entry.size,
    });
  }
  return {
    layers: image.layers.map(({ digest }, number) => ({
      diffId: diffIds[number] ?? "",
      ...(digest !== undefined && { digest }),
      bytes: ranges[number]?.size ?? 0,
    })),
    index: createFileIndex(squashed.map(({ entry }) => entry)),
    contents,
  };
}

async function readLayer(
  part: LayerPart,
  diffId: Digest,
  squash: LayerSquash,
  reading: Reading,
): Promise<FileRange> {
  const { name } = part;
  const file = await part.open();
  squash.startLayer(diffId);
  try {
    const { range, digest } = await readTar(file, squash, reading, {
      name,
      layer: { diffId, verified: part.digest === diffId },
    });
    if (digest === diffId) return range;
    throw new ImageError(
      "IMAGE_DIGEST_MISMATCH",
      `${name} has the content ${digest} but the configuration names ${diffId}; do not use this image`,
    );
  } catch (error) {
    if (!isImageError(error) || error.code !== "TAR_TRUNCATED") throw error;
    const message = `${name} ends early; pull or save the image again`;
    throw new ImageError("LAYER_TRUNCATED", message, { cause: error });
  }
}
