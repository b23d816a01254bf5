import { type HuffmanTable, readHuffmanTable } from "./huffman-table.ts";
import { damagedZstd, lastBit, type ZstdInput } from "./zstd-input.ts";

/** Literals of a block, and where in the input what follows them begins. */
export interface DecodedLiterals {
  readonly literals: Uint8Array;
  /** The table that a later block may use again. */
  readonly table: HuffmanTable | undefined;
  readonly end: number;
}

/** Reads the literals section that begins at byte `start`; `room` takes them. RFC 8878, 3.1.1.3.1. */
export function decodeLiterals(
  input: ZstdInput,
  start: number,
  end: number,
  room: Uint8Array,
  previous: HuffmanTable | undefined,
): DecodedLiterals {
  const { bytes, view, name } = input;
  const head = bytes[start] ?? 0;
  const kind = head & 3;
  const format = (head >> 2) & 3;
  if (kind < 2) {
    const width = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = (view.getUint32(start, true) & ((1 << (8 * width)) - 1)) >> (width === 1 ? 3 : 4);
    const at = start + width;
    const after = at + (kind === 0 ? size : 1);
    if (after > end || size > room.length) throw damagedZstd(name, "its literals are cut off");
    if (kind === 0) {
      return { literals: bytes.subarray(at, after), table: previous, end: after };
    }
    const literals = room.subarray(0, size).fill(bytes[at] ?? 0);
    return { literals, table: previous, end: after };
  }
  const width = format < 2 ? 10 : format === 2 ? 14 : 18;
  const sizes = view.getUint32(start, true) / 16 + (bytes[start + 4] ?? 0) * 2 ** 28;
  const size = Math.floor(sizes) % 2 ** width;
  const stored = Math.floor(sizes / 2 ** width) % 2 ** width;
  let at = start + (4 + 2 * width) / 8;
  const after = at + stored;
  if (after > end || size > room.length) throw damagedZstd(name, "its literals are cut off");
  let table = previous;
  if (kind === 2) ({ table, end: at } = readHuffmanTable(input, at, after));
  if (table === undefined) throw damagedZstd(name, "its first block lacks a Huffman table");
  const literals = room.subarray(0, size);
  if (format === 0) {
    decodeStream(input, at, after, table, literals);
    return { literals, table, end: after };
  }
  const part = (size + 3) >> 2;
  if (3 * part > size || at + 6 > after) throw damagedZstd(name, "its literals are cut off");
  let from = at + 6;
  for (let stream = 0; stream < 4; stream++) {
    const to = stream < 3 ? from + view.getUint16(at + 2 * stream, true) : after;
    if (to > after) throw damagedZstd(name, "its literals are cut off");
    const last = stream < 3 ? (stream + 1) * part : size;
    decodeStream(input, from, to, table, literals.subarray(stream * part, last));
    from = to;
  }
  return { literals, table, end: after };
}

/** Reads bits from the end of a stream, which they have to fill. RFC 8878, 4.2.2. */
function decodeStream(
  input: ZstdInput,
  start: number,
  end: number,
  { codes, log }: HuffmanTable,
  out: Uint8Array,
): void {
  const { view } = input;
  const first = start * 8;
  const mask = (1 << log) - 1;
  let left = lastBit(input, start, end);
  let at = 0;
  for (; at + 1 < out.length && left >= first; at += 2) {
    // Two literals take at most 22 of the 25 bits that are sure to be there.
    const from = left - 25;
    const word = view.getUint32(from >> 3, true) >>> (from & 7);
    const code = codes[(word >>> (25 - log)) & mask] ?? 0;
    out[at] = code;
    const rest = 25 - (code >> 8);
    const next = codes[(word >>> (rest - log)) & mask] ?? 0;
    out[at + 1] = next;
    left = from + rest - (next >> 8);
  }
  if (at < out.length) {
    const from = left - log;
    const code = codes[(view.getUint32(from >> 3, true) >>> (from & 7)) & mask] ?? 0;
    out[at++] = code;
    left -= code >> 8;
  }
  if (left !== first || at < out.length) {
    throw damagedZstd(input.name, "its literals do not fill their streams");
  }
}
