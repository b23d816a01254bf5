/** A document as a caller has it: text, bytes, or pieces of bytes as they come from a file or a network. */
export type ByteSource = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** The bytes of a source in pieces. */
export function chunksOf(source: ByteSource): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (typeof source === "string") return [new TextEncoder().encode(source)];
  return source instanceof Uint8Array ? [source] : source;
}
