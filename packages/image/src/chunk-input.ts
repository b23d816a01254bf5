/** Bytes that come in chunks and are taken in pieces of any size, without waiting where they are at hand. */
export interface ChunkInput {
  /** Adds a chunk; those before have to be used up. */
  push(chunk: Uint8Array): void;
  /** Says that no more chunks come. */
  end(): void;
  isEnded(): boolean;
  /** Bytes taken so far. */
  offset(): number;
  /** The next bytes, at most `maximum`, without a copy; none when those at hand are used up. */
  some(maximum: number): Uint8Array;
  /** The next `length` bytes without a copy, when they are at hand as a whole. */
  take(length: number): Uint8Array | undefined;
  /** The next `length` bytes, or as many as are left; yields when more have to be pushed. */
  gather(length: number): Generator<undefined, Uint8Array, undefined>;
  /** Drops the next `length` bytes and says how many there were; yields when more have to be pushed. */
  skip(length: number): Generator<undefined, number, undefined>;
  /** Counts `length` bytes as taken that are never pushed. */
  leaveOut(length: number): void;
}

const nothing: Uint8Array = new Uint8Array(0);

/** An input without bytes. */
export function createChunkInput(): ChunkInput {
  let chunk = nothing;
  let at = 0;
  let before = 0;
  let ended = false;

  function some(maximum: number): Uint8Array {
    if (at === chunk.length) return nothing;
    const part = chunk.subarray(at, at + maximum);
    at += part.length;
    return part;
  }

  return {
    push(next) {
      before += chunk.length;
      // Parts of a Buffer would be Buffers, which take longer to make.
      chunk = new Uint8Array(next.buffer, next.byteOffset, next.length);
      at = 0;
    },
    end() {
      ended = true;
    },
    isEnded: () => ended,
    offset: () => before + at,
    some,
    take(length) {
      if (chunk.length - at < length) return undefined;
      at += length;
      return chunk.subarray(at - length, at);
    },
    *gather(length) {
      const whole = new Uint8Array(length);
      for (let filled = 0; filled < length; ) {
        const part = some(length - filled);
        whole.set(part, filled);
        filled += part.length;
        if (part.length > 0) continue;
        if (ended) return whole.subarray(0, filled);
        yield;
      }
      return whole;
    },
    *skip(length) {
      let left = length;
      while (left > 0) {
        const there = Math.min(left, chunk.length - at);
        at += there;
        left -= there;
        if (there > 0) continue;
        if (ended) break;
        yield;
      }
      return length - left;
    },
    leaveOut(length) {
      before += length;
    },
  };
}
