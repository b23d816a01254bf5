import { createHash } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { renderTar, type TarInput } from "@coppice/image";
import type { Digest } from "@coppice/types";
import { type WrittenBlob, writeBlob } from "./write-blob.ts";

/** A layer that was written. */
export interface WrittenLayer {
  readonly layer: WrittenBlob & { readonly mediaType: string };
  /** Digest of its uncompressed tar stream. */
  readonly diffId: Digest;
}

const mediaType = "application/vnd.oci.image.layer.v1.tar";
const blockBytes = 1 << 16;

/** Writes the blob of a layer to the folder `blobs`. */
export async function writeLayer(
  blobs: string,
  inputs: readonly TarInput[],
  options: { readonly compression?: "gzip" | "none"; readonly signal?: AbortSignal },
): Promise<WrittenLayer> {
  const hash = createHash("sha256");

  async function* watched(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const block of inBlocks(renderTar(inputs))) {
      options.signal?.throwIfAborted();
      hash.update(block);
      yield block;
    }
  }

  const plain = options.compression === "none";
  const blob = await writeBlob(blobs, plain ? watched() : gzip(watched()));
  return {
    layer: { mediaType: plain ? mediaType : `${mediaType}+gzip`, ...blob },
    diffId: `sha256:${hash.digest("hex")}`,
  };
}

/** The same bytes in blocks of one size, so that how they came cannot show in what zlib makes of them. */
async function* inBlocks(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let block = new Uint8Array(blockBytes);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + blockBytes - filled);
      block.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < blockBytes) continue;
      yield block;
      block = new Uint8Array(blockBytes);
      filled = 0;
    }
  }
  yield block.subarray(0, filled);
}

async function* gzip(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
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
