import { type FseTable, readFseTable } from "./fse-table.ts";
import { bitsAt, damagedZstd, lastBit, type ZstdInput } from "./zstd-input.ts";

/** A table that gives a literal for the next bits. */
export interface HuffmanTable {
  /** By the next `log` bits: the literal, and from bit 8 on how many of the bits it takes. */
  readonly codes: Uint16Array;
  readonly log: number;
}

const maximumLog = 11;

/** Reads the description of a table that begins at byte `start`, and says where it ends. RFC 8878, 4.2.1. */
export function readHuffmanTable(
  input: ZstdInput,
  start: number,
  end: number,
): { readonly table: HuffmanTable; readonly end: number } {
  const head = start < end ? (input.bytes[start] ?? 0) : 0;
  const count = head - 127;
  const after = start + 1 + (count > 0 ? (count + 1) >> 1 : head);
  if (after > end) throw damagedZstd(input.name, "a Huffman table is cut off");
  const weights = new Uint8Array(256);
  if (count <= 0) {
    return {
      table: build(input, weights, readWeights(input, start + 1, after, weights)),
      end: after,
    };
  }
  for (let symbol = 0; symbol < count; symbol++) {
    const byte = input.bytes[start + 1 + (symbol >> 1)] ?? 0;
    weights[symbol] = symbol & 1 ? byte & 15 : byte >> 4;
  }
  return { table: build(input, weights, count), end: after };
}

/** Two states take turns until the bits run out. Gives how many weights there are. RFC 8878, 4.2.1.2. */
function readWeights(input: ZstdInput, start: number, end: number, weights: Uint8Array): number {
  const { table, end: first } = readFseTable(input, start, end, { log: 6, symbol: maximumLog });
  let left = lastBit(input, first, end) - table.log;
  let state = bitsAt(input, left, table.log);
  left -= table.log;
  let other = bitsAt(input, left, table.log);
  if (left < first * 8) throw invalid(input);
  for (let count = 0; count < 254; ) {
    const entry = entryOf(table, state);
    weights[count++] = entry & 0xff;
    left -= (entry >> 8) & 0xff;
    if (left < first * 8) {
      weights[count++] = entryOf(table, other) & 0xff;
      return count;
    }
    state = other;
    other = (entry >>> 16) + bitsAt(input, left, (entry >> 8) & 0xff);
  }
  throw invalid(input);
}

function entryOf({ states }: FseTable, state: number): number {
  return states[state] ?? 0;
}

/** The last weight is what is missing to a power of two. RFC 8878, 4.2.1.3. */
function build(input: ZstdInput, weights: Uint8Array, count: number): HuffmanTable {
  let sum = 0;
  for (let symbol = 0; symbol < count; symbol++) {
    const weight = weights[symbol] ?? 0;
    if (weight > maximumLog) throw invalid(input);
    sum += (1 << weight) >> 1;
  }
  const log = 32 - Math.clz32(sum);
  const rest = (1 << log) - sum;
  if (sum === 0 || log > maximumLog || (rest & (rest - 1)) !== 0) throw invalid(input);
  weights[count] = 32 - Math.clz32(rest);
  const codes = new Uint16Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    const width = 1 << (weight - 1);
    for (let symbol = 0; symbol <= count; symbol++) {
      if (weights[symbol] !== weight) continue;
      codes.fill(symbol | ((log + 1 - weight) << 8), at, at + width);
      at += width;
    }
  }
  return { codes, log };
}

function invalid(input: ZstdInput): Error {
  return damagedZstd(input.name, "a Huffman table makes no sense");
}
