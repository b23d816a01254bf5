import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { decompressZstd, ImageError, type ImageErrorCode, isImageError } from "@coppice/image";
import { type FileRange, readRange } from "./file-range.ts";

/** The bytes of a file that may be compressed. */
export interface Decompressed {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Whether they differ from the file's own bytes. */
  readonly compressed: boolean;
}

const gzip = [0x1f, 0x8b];
const zstd = [0x28, 0xb5, 0x2f, 0xfd];
const others: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["bzip2", [0x42, 0x5a, 0x68]],
];

/**
 * Decompresses `file` when it begins as a gzip file does (RFC 1952) or as a zstd frame (RFC 8878), one that is to be
 * skipped or another; both may have many members. `onBytes` sees the file's own bytes, in order, but for those after the
 * end of what is compressed.
 */
export async function decompress(
  file: FileRange,
  name: string,
  { windowBytes }: { readonly windowBytes: number },
  onBytes?: (bytes: Uint8Array) => void,
): Promise<Decompressed> {
  const start: number[] = [];
  for await (const chunk of readRange(file, name, { start: 0, end: 8 })) start.push(...chunk);
  const begins = (magic: readonly number[]): boolean =>
    magic.every((byte, index) => start[index] === byte);
  const chunks = watch(readRange(file, name), onBytes);
  if (begins(gzip)) {
    return { chunks: gunzip(chunks, name), compressed: true };
  }
  const isSkippable =
    ((start[0] ?? 0) & 0xf0) === 0x50 && begins([start[0] ?? 0, 0x2a, 0x4d, 0x18]);
  if (begins(zstd) || isSkippable) {
    return { chunks: unzstd(chunks, name, windowBytes), compressed: true };
  }
  const other = others.find(([, magic]) => begins(magic));
  if (other === undefined) return { chunks, compressed: false };
  throw new ImageError(
    "LAYER_UNSUPPORTED",
    `${name} is compressed with ${other[0]}; convert the image first, ` +
      "for example: skopeo copy --dest-compress-format gzip SOURCE oci:FOLDER",
  );
}

const inflatedBytes = 1 << 20;
const next = "pull or save the image again";

async function* watch(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: ((bytes: Uint8Array) => void) | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    onBytes?.(chunk);
    yield chunk;
  }
}

async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Errors on the way reach the loop below, so that there is nothing left for the callback to do.
  const bytes = pipeline(
    Readable.from(chunks, { objectMode: false }),
    createGunzip({ chunkSize: inflatedBytes }),
    () => {},
  );
  try {
    for await (const chunk of bytes) yield chunk;
  } catch (error) {
    throw gzipError(error, name) ?? error;
  }
}

function gzipError(cause: unknown, name: string): ImageError | undefined {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "Z_BUF_ERROR") {
    return new ImageError("LAYER_TRUNCATED", `${name} ends early; ${next}`, { cause });
  }
  if (!code.startsWith("Z_")) return undefined;
  return new ImageError("LAYER_INVALID", `${name} is a damaged gzip file; ${next}`, { cause });
}

const layerCodes: ReadonlyMap<ImageErrorCode, ImageErrorCode> = new Map([
  ["ZSTD_TRUNCATED", "LAYER_TRUNCATED"],
  ["ZSTD_INVALID", "LAYER_INVALID"],
  ["ZSTD_UNSUPPORTED", "LAYER_UNSUPPORTED"],
  ["ZSTD_TOO_LARGE", "LAYER_TOO_LARGE"],
]);

/** Node has a decoder of its own since version 22.15, which stops after the first frame. */
async function* unzstd(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  windowBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* decompressZstd(chunks, { name, limits: { windowBytes } });
  } catch (cause) {
    const code = isImageError(cause) ? layerCodes.get(cause.code) : undefined;
    throw isImageError(cause) && code ? new ImageError(code, cause.message, { cause }) : cause;
  }
}
