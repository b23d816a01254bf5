import { SbomError } from "../sbom-error.ts";
import { compressionMagicLength, detectCompression, type SbomCompression } from "./compression.ts";
import { decompressBzip2 } from "./decompress-bzip2.ts";
import { decompressGzip } from "./decompress-gzip.ts";
import { decompressXz } from "./decompress-xz.ts";
import { limitBytes } from "./limit-bytes.ts";
import { refuseExpansion } from "./refuse-expansion.ts";
import { unsupportedZstd } from "./unsupported-zstd.ts";

/** Bytes after decompression. */
export interface Decompressed {
  /** How they were compressed, outermost first. */
  readonly compressions: readonly SbomCompression[];
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
}

const levels = 4;

/**
 * The bytes of `chunks`, decompressed as often as they are compressed, at most `limit` of them at any level.
 *
 * @throws An {@link SbomError} with code `COMPRESSION_INVALID` where they are damaged, end early or are compressed more
 * than four times over, `DOCUMENT_TOO_LARGE` past the limit or where they expand out of all proportion, and
 * `ENCODING_UNSUPPORTED` for zstd.
 */
export async function decompress(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Decompressed> {
  const source = limitBytes(chunks, limit);
  try {
    return await expandAll(source, limit);
  } catch (error) {
    // Not waited for, because it comes after a piece that may be long in coming.
    source.return().catch(() => {});
    throw error;
  }
}

async function expandAll(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  limit: number,
): Promise<Decompressed> {
  const compressions: SbomCompression[] = [];
  let opened = await peek(chunks);
  for (;;) {
    const compression = detectCompression(opened.start);
    if (compression === undefined) return { compressions, chunks: opened.chunks };
    if (compressions.length === levels) {
      throw new SbomError(
        "COMPRESSION_INVALID",
        `the document is compressed more than ${levels} times over; decompress it first`,
      );
    }
    compressions.push(compression);
    opened = await peek(expand(compression, opened.chunks, limit));
  }
}

function expand(
  compression: SbomCompression,
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  limit: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  switch (compression) {
    case "gzip":
      return limitBytes(refuseExpansion(chunks, decompressGzip), limit);
    case "xz":
      return limitBytes(refuseExpansion(chunks, decompressXz), limit);
    case "bzip2":
      return limitBytes(refuseExpansion(chunks, decompressBzip2), limit);
    case "zstd":
      throw unsupportedZstd();
    default:
      return compression satisfies never;
  }
}

/** The first bytes of `chunks`, and all of them still to come. */
async function peek(chunks: AsyncGenerator<Uint8Array, void, undefined>): Promise<{
  readonly start: Uint8Array;
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
}> {
  const taken: Uint8Array[] = [];
  const start: number[] = [];
  while (start.length < compressionMagicLength) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    taken.push(value);
    start.push(...value.subarray(0, compressionMagicLength));
  }
  return { start: Uint8Array.from(start), chunks: rejoin(taken, chunks) };
}

async function* rejoin(
  taken: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* taken;
    yield* rest;
  } finally {
    await rest.return();
  }
}
