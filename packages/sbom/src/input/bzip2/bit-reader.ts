import { SbomError } from "../../sbom-error.ts";

/** Reads bytes bit by bit, the highest of a byte first. */
export interface BitReader {
  /** The next bits as a number, at most 24 of them; zeros past the end. */
  peek(count: number): number;
  skip(count: number): void;
  take(count: number): number;
  /** Goes to the next whole byte and says where that is. */
  align(): number;
}

/** A reader of `bytes` from the byte at `offset`. */
export function createBitReader(bytes: Uint8Array, offset: number): BitReader {
  let next = offset;
  let held = 0;
  let bits = 0;
  const peek = (count: number): number => {
    while (bits < count) {
      held = (held << 8) | (bytes[next] ?? 0);
      next += 1;
      bits += 8;
    }
    return (held >>> (bits - count)) & ((1 << count) - 1);
  };
  const skip = (count: number): void => {
    bits -= count;
    if (next - (bits >> 3) > bytes.length) throw invalidBzip2("ends early");
  };
  return {
    peek,
    skip,
    take(count) {
      const value = peek(count);
      skip(count);
      return value;
    },
    align() {
      next -= bits >> 3;
      bits = 0;
      return next;
    },
  };
}

/** What is thrown for a bzip2 file with such a fault. */
export function invalidBzip2(fault: string): SbomError {
  return new SbomError(
    "COMPRESSION_INVALID",
    `the bzip2 file ${fault}; get it again, or see what bzip2 -t says of it`,
  );
}
