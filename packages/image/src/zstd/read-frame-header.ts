import type { ByteReader } from "../byte-reader.ts";
import { ImageError } from "../image-error.ts";
import { damagedZstd } from "./zstd-input.ts";

/** What a frame says of itself. */
export interface FrameHeader {
  /** Bytes that what follows may refer back to. */
  readonly windowBytes: number;
  /** Bytes of its content, where it says so. */
  readonly size?: number;
  /** Whether four bytes of checksum follow the last block. */
  readonly checksum: boolean;
}

/** An error for a stream that ends within a frame. */
function cutOff(name: string): ImageError {
  return new ImageError("ZSTD_TRUNCATED", `${name} ends early; fetch it again`);
}

/** The next `length` bytes, all of them. */
export async function takeAll(
  reader: ByteReader,
  length: number,
  name: string,
): Promise<Uint8Array> {
  const bytes = await reader.take(length);
  if (bytes.length < length) throw cutOff(name);
  return bytes;
}

/** The number in the little-endian bytes from `start` to `end`. */
export function littleEndian(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let index = end - 1; index >= start; index--) value = value * 256 + (bytes[index] ?? 0);
  return value;
}

/** Reads what follows the magic number. RFC 8878, 3.1.1.1. */
export async function readFrameHeader(
  reader: ByteReader,
  name: string,
  maximumWindow: number,
): Promise<FrameHeader> {
  const [descriptor = 0] = await takeAll(reader, 1, name);
  if (descriptor & 8) throw damagedZstd(name, "a reserved bit is set");
  const single = (descriptor & 0x20) !== 0;
  const window = single ? 0 : 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const bytes = await takeAll(reader, window + dictionary + sizeBytes, name);
  if (littleEndian(bytes, window, window + dictionary) !== 0) {
    throw new ImageError(
      "ZSTD_UNSUPPORTED",
      `${name} needs a zstd dictionary; compress it again without one`,
    );
  }
  const stored = littleEndian(bytes, window + dictionary, bytes.length);
  const size = sizeBytes === 2 ? stored + 256 : stored;
  const [exponents = 0] = bytes;
  const base = 2 ** (10 + (exponents >> 3));
  const windowBytes = single ? size : base + (base / 8) * (exponents & 7);
  if (windowBytes > maximumWindow) {
    throw new ImageError(
      "ZSTD_TOO_LARGE",
      `${name} needs a window of ${windowBytes} bytes, over the limit of ${maximumWindow}; ` +
        "raise limits.windowBytes, or compress it again without --ultra and --long",
    );
  }
  return { windowBytes, checksum: (descriptor & 4) !== 0, ...(sizeBytes > 0 && { size }) };
}
