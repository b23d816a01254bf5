/** The beginning of a stream, kept until there is enough of it. */
export interface Head {
  /** Adds bytes; says whether there are enough. */
  append(chunk: Uint8Array): boolean;
  readonly bytes: () => Uint8Array;
}

/** Collects chunks, however small they are, until there are `wanted` bytes. */
export function collectHead(wanted: number): Head {
  let buffer = new Uint8Array();
  let length = 0;
  return {
    append(chunk) {
      if (length + chunk.length > buffer.length) {
        const larger = new Uint8Array(Math.max(length + chunk.length, buffer.length * 2));
        larger.set(buffer.subarray(0, length));
        buffer = larger;
      }
      buffer.set(chunk, length);
      length += chunk.length;
      return length >= wanted;
    },
    bytes: () => buffer.subarray(0, length),
  };
}
