import { pipeBytes } from "./pipe-bytes.ts";

/**
 * The bytes of a gzip file (RFC 1952). Files of several members are read where the runtime's `DecompressionStream` reads
 * them, as Node's does.
 */
export function decompressGzip(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  return pipeBytes(
    chunks,
    (bytes) => {
      const { readable, writable } = new DecompressionStream("gzip");
      void pump(bytes, writable);
      return readable;
    },
    "the gzip file is damaged or ends early; get it again, or see what gzip -t says of it",
  );
}

/**
 * Writes piece by piece, each when the one before it is used up. `pipeThrough` would write thousands ahead, and what is taken
 * could not be held against what is made of it. A failure on the way fails the reading of what is made, too.
 */
async function pump(
  bytes: ReadableStream<Uint8Array>,
  writable: InstanceType<typeof DecompressionStream>["writable"],
): Promise<void> {
  const reader = bytes.getReader();
  const writer = writable.getWriter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      // A copy, because memory that is shared with another thread may not be written.
      await writer.write(value.slice());
    }
    await writer.close();
  } catch (error) {
    await Promise.allSettled([writer.abort(error), reader.cancel(error)]);
  }
}
