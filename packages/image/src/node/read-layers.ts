import {
  type FileIndex,
  ImageError,
  isImageError,
  type LayerDeletion,
  type LayerSquash,
  squashLayers,
} from "@coppice/image";
import type { ByteRange, Digest, FileEntry } from "@coppice/types";
import { type ContentTable, createContentTable, emptyContent } from "./content-table.ts";
import { decompress } from "./decompress.ts";
import { readRange } from "./file-range.ts";
import type { ImageParts, LayerPart } from "./image-parts.ts";
import { readLayerTar } from "./read-layer-tar.ts";
import type { Reading } from "./reading.ts";
import { startDigest } from "./running-digest.ts";

/** A layer of an image, which can be read again until the image is closed. */
export interface ImageLayer {
  /** Digest of its uncompressed tar stream. */
  readonly diffId: Digest;
  /** Digest of its blob, which may be compressed; a docker-archive does not say it. */
  readonly digest?: Digest;
  /** Bytes of its uncompressed tar stream. */
  readonly bytes: number;
  /** Its uncompressed tar stream. */
  tar(): AsyncIterable<Uint8Array>;
  /** The blob that it came as, which may be compressed. */
  blob(): AsyncIterable<Uint8Array>;
}

/** What an image's layers make together. */
export interface ReadLayers {
  readonly layers: readonly ImageLayer[];
  readonly index: FileIndex;
  /** What later layers took away of lower ones. */
  readonly deletions: readonly LayerDeletion[];
  /** The content of a regular file, or a part of it. */
  read(entry: FileEntry, range?: ByteRange): AsyncIterable<Uint8Array>;
  /** The first bytes of a regular file. */
  head(entry: FileEntry): Uint8Array | undefined;
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
  const contents = createContentTable();
  const layers: ImageLayer[] = [];
  for (const [number, diffId] of diffIds.entries()) {
    const part = image.layers[number];
    if (part) layers.push(await readLayer(part, diffId, squash, contents, reading));
  }
  const numberOf = ({ path }: FileEntry): number | undefined => squash.content(path)?.offset;
  return {
    layers,
    index: squash.index(),
    deletions: squash.deletions(),
    async *read(entry, range) {
      const stored = contents.range(numberOf(entry) ?? emptyContent, entry.size);
      if (stored) yield* readRange(stored, entry.path, range);
    },
    head: (entry) => {
      const number = numberOf(entry);
      return number === undefined ? undefined : contents.head(number, entry.size);
    },
  };
}

async function readLayer(
  part: LayerPart,
  diffId: Digest,
  squash: LayerSquash,
  contents: ContentTable,
  reading: Reading,
): Promise<ImageLayer> {
  const { name, digest } = part;
  const unverified = digest === undefined ? undefined : await part.openUnverified?.();
  const file = unverified ?? (await part.open());
  const blobDigest = unverified && digest !== undefined ? startDigest(digest) : undefined;
  const verifyBlob = async (): Promise<void> => {
    const found = await blobDigest?.finishWith(file, name);
    if (found === undefined || found === digest) return;
    throw mismatch(
      `${name} has the digest ${found}; do not use it, and pull or save the image again`,
    );
  };
  // Where the blob has the same digest, its bytes are those of the stream.
  const tarDigest = digest === diffId ? undefined : startDigest(diffId);
  squash.startLayer(diffId);
  const layer = { file, name, squash, contents, tarDigest, blobDigest };
  const { bytes, compressed } = await readLayerTar(layer, reading).catch(async (error: unknown) => {
    if (isImageError(error)) await verifyBlob();
    if (!isImageError(error) || error.code !== "TAR_TRUNCATED") throw error;
    const message = `${name} ends early; pull or save the image again`;
    throw new ImageError("LAYER_TRUNCATED", message, { cause: error });
  });
  await verifyBlob();
  const content = tarDigest ? tarDigest.finish() : compressed ? "another digest" : diffId;
  if (content !== diffId) {
    throw mismatch(
      `${name} has the content ${content} but the configuration names ${diffId}; do not use this image`,
    );
  }
  return {
    diffId,
    ...(digest !== undefined && { digest }),
    bytes,
    async *tar() {
      yield* (await decompress(file, name, reading.limits)).chunks;
    },
    blob: () => readRange(file, name),
  };
}

function mismatch(message: string): ImageError {
  return new ImageError("IMAGE_DIGEST_MISMATCH", message);
}
