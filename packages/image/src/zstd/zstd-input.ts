import { ImageError } from "../image-error.ts";

/** Largest block that a frame may have (RFC 8878, 3.1.1.2.3). */
export const maximumBlock: number = 128 << 10;

/** A block's bytes where they can be read four at a time without looking where they begin and end. */
export interface ZstdInput {
  /** What to call the stream in messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Bytes before a block: a damaged stream is read so far past its start before that is noticed. */
export const inputStart = 16;

/** Room for one block at a time. */
export function createZstdInput(name: string): ZstdInput {
  const bytes = new Uint8Array(inputStart + maximumBlock + 8);
  return { name, bytes, view: new DataView(bytes.buffer) };
}

/** An error for bytes that no encoder makes. */
export function damagedZstd(name: string, what: string): ImageError {
  const message = `${name} is damaged zstd data: ${what}; fetch it again`;
  return new ImageError("ZSTD_INVALID", message);
}

/**
 * Where reading a stream of bits begins that is read from its end: in bits from the start of the input. The highest
 * bit that is set in the last byte marks the end (RFC 8878, 4.1).
 */
export function lastBit({ name, bytes }: ZstdInput, start: number, end: number): number {
  const last = bytes[end - 1] ?? 0;
  if (end <= start || last === 0) throw damagedZstd(name, "a stream of bits has no end");
  return end * 8 - 1 - Math.clz32(last) + 24;
}

/** The `count` bits, at most 25, from bit `at` on. */
export function bitsAt({ view }: ZstdInput, at: number, count: number): number {
  return (view.getUint32(at >> 3, true) >>> (at & 7)) & ((1 << count) - 1);
}
