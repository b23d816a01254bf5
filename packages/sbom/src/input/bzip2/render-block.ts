import { crc32 } from "./crc32.ts";

const pieceLength = 1 << 16;

/**
 * The bytes of a block, in pieces: follows its entries and expands its runs, which are four equal bytes and how many more
 * follow. Returns their checksum.
 */
export function* renderBlock(
  entries: Uint32Array,
  start: number,
): Generator<Uint8Array, number, undefined> {
  let piece = new Uint8Array(pieceLength);
  let length = 0;
  let register = -1;
  let entry = entries[start] ?? 0;
  let previous = -1;
  let equal = 0;
  for (let left = entries.length; left > 0; left--) {
    const byte = entry & 0xff;
    entry = entries[entry >>> 8] ?? 0;
    let repeated = byte;
    let times = 1;
    if (equal === 4) {
      repeated = previous;
      times = byte;
      equal = 0;
      previous = -1;
    } else {
      equal = byte === previous ? equal + 1 : 1;
      previous = byte;
    }
    for (; times > 0; times--) {
      piece[length] = repeated;
      length += 1;
      register = crc32(register, repeated);
      if (length < pieceLength) continue;
      yield piece;
      piece = new Uint8Array(pieceLength);
      length = 0;
    }
  }
  yield piece.subarray(0, length);
  return ~register;
}
