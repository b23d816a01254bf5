/** A number of SQLite's of one to nine bytes, and where it ends. */
export interface Varint {
  /** A `bigint` where it is no safe integer. */
  readonly value: number | bigint;
  readonly end: number;
}

/** The variable-length integer at `start`, which is signed; `undefined` where the bytes end in it. */
export function readVarint(bytes: Uint8Array, start: number): Varint | undefined {
  let value = 0;
  for (let at = start; at < start + 7; at++) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return readLong(bytes, start + 7, BigInt(value));
}

/** The eighth byte has seven bits like those before it, the ninth has eight. */
function readLong(bytes: Uint8Array, at: number, high: bigint): Varint | undefined {
  const eighth = bytes[at];
  if (eighth === undefined) return undefined;
  let value = (high << 7n) | BigInt(eighth & 0x7f);
  let end = at + 1;
  if (eighth >= 0x80) {
    const ninth = bytes[end++];
    if (ninth === undefined) return undefined;
    value = BigInt.asIntN(64, (value << 8n) | BigInt(ninth));
  }
  return { value: Number.isSafeInteger(Number(value)) ? Number(value) : value, end };
}
