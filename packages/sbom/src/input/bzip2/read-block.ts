import { type BitReader, invalidBzip2 } from "./bit-reader.ts";
import { readCode, type SymbolReader } from "./read-code.ts";

const symbolsPerGroup = 50;

/**
 * Reads a block of at most `size` bytes up to the inverse of the Burrows–Wheeler transform. Each entry has a byte in its
 * lowest eight bits and above them the place of the entry that follows; the first one to follow is `start`.
 */
export function readBlock(
  bits: BitReader,
  size: number,
): { readonly entries: Uint32Array; readonly start: number } {
  if (bits.take(1) === 1) throw invalidBzip2("is of a version before 0.9.5, which is not read");
  const origin = bits.take(24);
  const alphabet = readAlphabet(bits);
  const last = alphabet.length + 1;
  const nextSymbol = readGroups(bits, last + 1);
  const entries = new Uint32Array(size);
  const counts = new Uint32Array(256);
  let length = 0;
  let run = 0;
  let weight = 1;
  for (;;) {
    const symbol = nextSymbol();
    if (symbol < 2) {
      run += weight << symbol;
      weight <<= 1;
      if (run > size) throw invalidBzip2("is damaged");
      continue;
    }
    if (length + run > size) throw invalidBzip2("is damaged");
    if (run > 0) {
      const repeated = alphabet[0] ?? 0;
      entries.fill(repeated, length, length + run);
      counts[repeated] = (counts[repeated] ?? 0) + run;
      length += run;
      run = 0;
      weight = 1;
    }
    if (symbol === last) break;
    if (length === size) throw invalidBzip2("is damaged");
    const byte = alphabet[symbol - 1] ?? 0;
    alphabet.copyWithin(1, 0, symbol - 1);
    alphabet[0] = byte;
    entries[length] = byte;
    counts[byte] = (counts[byte] ?? 0) + 1;
    length += 1;
  }
  if (origin >= length) throw invalidBzip2("is damaged");
  link(entries.subarray(0, length), counts);
  return { entries: entries.subarray(0, length), start: (entries[origin] ?? 0) >>> 8 };
}

/** The bytes that the block has, in order. */
function readAlphabet(bits: BitReader): Uint8Array {
  const rows = bits.take(16);
  const bytes: number[] = [];
  for (let row = 0; row < 16; row++) {
    if (((rows >> (15 - row)) & 1) === 0) continue;
    const columns = bits.take(16);
    for (let column = 0; column < 16; column++) {
      if (((columns >> (15 - column)) & 1) === 1) bytes.push(row * 16 + column);
    }
  }
  if (bytes.length === 0) throw invalidBzip2("is damaged");
  return Uint8Array.from(bytes);
}

/** Reads the block's codes, and gives the reader of its symbols, which changes the code after every group of them. */
function readGroups(bits: BitReader, symbols: number): SymbolReader {
  const codeCount = bits.take(3);
  const groupCount = bits.take(15);
  if (codeCount < 2 || codeCount > 6) throw invalidBzip2("is damaged");
  const recent = Array.from({ length: codeCount }, (_, code) => code);
  const groups = new Uint8Array(groupCount);
  for (let group = 0; group < groupCount; group++) {
    let place = 0;
    while (bits.take(1) === 1) place += 1;
    const [code] = recent.splice(place, 1);
    if (code === undefined) throw invalidBzip2("is damaged");
    recent.unshift(code);
    groups[group] = code;
  }
  const readers = recent.map(() => readCode(bits, symbols));
  let group = -1;
  let left = 0;
  let read: SymbolReader | undefined;
  return () => {
    if (left === 0) {
      group += 1;
      left = symbolsPerGroup;
      read = readers[groups[group] ?? readers.length];
    }
    left -= 1;
    if (read === undefined || group === groupCount) throw invalidBzip2("is damaged");
    return read();
  };
}

/** Puts above each byte the place of the entry that follows it: a stable sort by byte, by counting. */
function link(entries: Uint32Array, counts: Uint32Array): void {
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    const count = counts[byte] ?? 0;
    counts[byte] = sum;
    sum += count;
  }
  for (let place = 0; place < entries.length; place++) {
    const byte = (entries[place] ?? 0) & 0xff;
    const sorted = counts[byte] ?? 0;
    entries[sorted] = (entries[sorted] ?? 0) | (place << 8);
    counts[byte] = sorted + 1;
  }
}
