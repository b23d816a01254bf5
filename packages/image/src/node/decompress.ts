import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ImageError } from "@coppice/image";
import { type FileRange, readRange } from "./file-range.ts";

/** The bytes of a file that may be compressed. */
export interface Decompressed {
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
  /** Whether they differ from the file's own bytes. */
  readonly compressed: boolean;
}

const gzip = [0x1f, 0x8b];
const others: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["bzip2", [0x42, 0x5a, 0x68]],
];

/** Decompresses `file` when it begins as a gzip file does (RFC 1952); it may have many members. */
export async function decompress(file: FileRange, name: string): Promise<Decompressed> {
  const start: number[] = [];
  for await (const chunk of readRange(file, name, { start: 0, end: 8 })) start.push(...chunk);
  const begins = (magic: readonly number[]): boolean =>
    magic.every((byte, index) => start[index] === byte);
  if (begins(gzip)) return { chunks: gunzip(readRange(file, name), name), compressed: true };
  const other = others.find(([, magic]) => begins(magic));
  if (other === undefined) return { chunks: readRange(file, name), compressed: false };
  throw new ImageError(
    "LAYER_UNSUPPORTED",
    `${name} is compressed with ${other[0]}; convert the image first, ` +
      "for example: skopeo copy --dest-compress-format gzip SOURCE oci:FOLDER",
  );
}

async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Errors on the way reach the loop below, so that there is nothing left for the callback to do.
  const bytes = pipeline(
    Readable.from(chunks, { objectMode: false }),
    createGunzip({ chunkSize: 1 << 18 }),
    () => {},
  );
  try {
    for await (const chunk of bytes) yield chunk;
  } catch (error) {
    throw decompressionError(error, name) ?? error;
  }
}

function decompressionError(cause: unknown, name: string): ImageError | undefined {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const next = "pull or save the image again";
  if (code === "Z_BUF_ERROR") {
    return new ImageError("LAYER_TRUNCATED", `${name} ends early; ${next}`, { cause });
  }
  if (!code.startsWith("Z_")) return undefined;
  return new ImageError("LAYER_INVALID", `${name} is a damaged gzip file; ${next}`, { cause });
}
