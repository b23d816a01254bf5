import { createHash } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { ImageError, renderTar } from "@coppice/image";
import type { Digest } from "@coppice/types";
import { equalBlocks } from "./equal-blocks.ts";
import type { ImageContent } from "./image-content.ts";
import type { LayerPlan } from "./layer-plan.ts";
import type { LayerSource } from "./layer-source.ts";
import { tarInputs } from "./tar-inputs.ts";
import { writeBlob } from "./write-blob.ts";

/** A layer that was written. */
export interface WrittenLayer {
  /** Digest of its blob. */
  readonly digest: Digest;
  /** Bytes of its blob. */
  readonly size: number;
  readonly mediaType: string;
  /** Digest of its uncompressed tar stream. */
  readonly diffId: Digest;
}

/** Options of {@link writeLayer}. */
export interface WriteLayerOptions {
  readonly compression: "gzip" | "none";
  readonly signal?: AbortSignal | undefined;
}

type Bytes = AsyncIterable<Uint8Array>;

const mediaType = "application/vnd.oci.image.layer.v1.tar";
/** Large, since each block is a trip to another thread. */
const blockBytes = 1 << 20;

/** Writes the blob of a layer to the folder `blobs`; a layer that is kept in the blob that it came as, if that suits. */
export async function writeLayer(
  blobs: string,
  { source, entries }: LayerPlan,
  content: ImageContent,
  options: WriteLayerOptions,
): Promise<WrittenLayer> {
  if (source) return writeSource(blobs, source, options);
  return writeTar(blobs, renderTar(tarInputs(entries, content)), "sha256", options);
}

async function writeSource(
  blobs: string,
  source: LayerSource,
  options: WriteLayerOptions,
): Promise<WrittenLayer> {
  const { diffId, digest, tar, blob } = source;
  if (blob && digest !== undefined && options.compression === "gzip") {
    const type = await compressedType(blob());
    if (type !== undefined) {
      const written = await writeBlob(blobs, watched(blob(), options.signal), digest.split(":")[0]);
      if (written.digest !== digest) throw changed(source);
      return { ...written, mediaType: type, diffId };
    }
  }
  const [algorithm = ""] = diffId.split(":");
  const written = await writeTar(blobs, tar?.() ?? [], algorithm, options);
  if (written.diffId !== diffId) throw changed(source);
  return written;
}

/** The media type of a blob that is compressed. RFC 1952, 2.3.1; RFC 8878, 3.1.1. */
async function compressedType(blob: Bytes): Promise<string | undefined> {
  const start: number[] = [];
  for await (const chunk of blob) {
    start.push(...chunk.subarray(0, 4));
    if (start.length >= 4) break;
  }
  const begins = (...magic: number[]): boolean => magic.every((byte, at) => start[at] === byte);
  if (begins(0x1f, 0x8b)) return `${mediaType}+gzip`;
  return begins(0x28, 0xb5, 0x2f, 0xfd) ? `${mediaType}+zstd` : undefined;
}

function changed({ diffId }: LayerSource): ImageError {
  return new ImageError(
    "CONTENT_CHANGED",
    `layer ${diffId} is no longer what it was when the image was opened; open the image again`,
  );
}

async function writeTar(
  blobs: string,
  tar: Bytes | Iterable<Uint8Array>,
  algorithm: string,
  { compression, signal }: WriteLayerOptions,
): Promise<WrittenLayer> {
  if (compression === "none") {
    const blob = await writeBlob(blobs, watched(equalBlocks(tar, blockBytes), signal), algorithm);
    return { ...blob, mediaType, diffId: blob.digest };
  }
  const hash = createHash(algorithm);
  const blocks = watched(equalBlocks(tar, blockBytes), signal, (block) => hash.update(block));
  const blob = await writeBlob(blobs, gzip(blocks));
  const diffId = `${algorithm}:${hash.digest("hex")}`;
  return { ...blob, mediaType: `${mediaType}+gzip`, diffId };
}

async function* watched(
  chunks: Bytes,
  signal: AbortSignal | undefined,
  see: (chunk: Uint8Array) => void = () => {},
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    see(chunk);
    yield chunk;
  }
}

async function* gzip(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  // Errors on the way reach the loop below, so that there is nothing left for the callback to do.
  const bytes = pipeline(
    Readable.from(chunks, { objectMode: false }),
    createGzip({ level: 6, chunkSize: blockBytes }),
    () => {},
  );
  let first = true;
  for await (const chunk of bytes) {
    // RFC 1952, 2.3: zlib writes no time, but the system it runs on; 255 is "unknown".
    if (first) chunk[9] = 255;
    first = false;
    yield chunk;
  }
}
