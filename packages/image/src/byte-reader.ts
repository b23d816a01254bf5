/** Takes bytes off a stream of chunks in pieces of any size. */
export interface ByteReader {
  /** The next bytes, at most `maximum`, without a copy; none at the end. */
  some(maximum: number): Promise<Uint8Array>;
  /** The next `length` bytes, or as many as are left. */
  take(length: number): Promise<Uint8Array>;
  /** Drops the next `length` bytes and says how many there were. */
  skip(length: number): Promise<number>;
  /** Tells the stream that no more is wanted. */
  close(): Promise<void>;
}

const nothing: Uint8Array = new Uint8Array(0);

/** Reads `chunks`. */
export function createByteReader(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): ByteReader {
  const iterator =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let chunk: Uint8Array = nothing;

  async function some(maximum: number): Promise<Uint8Array> {
    while (chunk.length === 0) {
      const { done, value } = await iterator.next();
      if (done) return nothing;
      chunk = value;
    }
    const part = chunk.subarray(0, maximum);
    chunk = chunk.subarray(part.length);
    return part;
  }

  return {
    some,
    async take(length) {
      if (length === 0) return nothing;
      const first = await some(length);
      if (first.length === length || first.length === 0) return first;
      const whole = new Uint8Array(length);
      whole.set(first);
      let filled = first.length;
      while (filled < length) {
        const part = await some(length - filled);
        if (part.length === 0) break;
        whole.set(part, filled);
        filled += part.length;
      }
      return whole.subarray(0, filled);
    },
    async skip(length) {
      let left = length;
      while (left > 0) {
        const part = await some(left);
        if (part.length === 0) break;
        left -= part.length;
      }
      return length - left;
    },
    async close() {
      await iterator.return?.();
    },
  };
}
