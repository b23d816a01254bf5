import { InventoryError } from "./inventory-error.ts";
import { joinParts } from "./join-parts.ts";

/** Compression of a piece of a file: RFC 1952, RFC 1950, RFC 1951. */
export type CompressionFormat = "gzip" | "deflate" | "deflate-raw";

/**
 * Decompresses a piece of a file that is in memory.
 *
 * @throws An `InventoryError` with code `CONTENT_TOO_LARGE` when more than `maximumBytes` come out, and
 * `CONTENT_INVALID` when it is damaged or ends early.
 */
export async function decompress(
  bytes: Uint8Array,
  format: CompressionFormat,
  maximumBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const { readable, writable } = new DecompressionStream(format);
  const writer = writable.getWriter();
  // What is wrong with it shows on the reading side, too. A copy, because shared memory may not be written.
  const written = writer.write(bytes.slice()).then(() => writer.close());
  written.catch(() => {});
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > maximumBytes) throw tooLarge(maximumBytes);
      chunks.push(value);
    }
  } catch (cause) {
    await reader.cancel().catch(() => {});
    if (cause instanceof InventoryError) throw cause;
    const message = `it is a damaged ${format} stream or ends early; fetch it again`;
    throw new InventoryError("CONTENT_INVALID", message, { cause });
  }
  return joinParts(chunks, size);
}

function tooLarge(maximumBytes: number): InventoryError {
  const message = `more than ${maximumBytes} bytes come out of it; raise limits.metadataBytes to read it`;
  return new InventoryError("CONTENT_TOO_LARGE", message);
}
