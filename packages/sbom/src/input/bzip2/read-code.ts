import { type BitReader, invalidBzip2 } from "./bit-reader.ts";

const longest = 20;

/** Reads one symbol. */
export type SymbolReader = () => number;

/** Reads the lengths of a Huffman code of `size` symbols, and gives the reader of its symbols. */
export function readCode(bits: BitReader, size: number): SymbolReader {
  const lengths = readLengths(bits, size);
  const symbols = new Uint16Array(size);
  // For each length, the first value of the next `longest` bits that belongs to a longer code, and what a value of this
  // length is ahead of its symbol's place.
  const limits = new Uint32Array(longest + 2);
  const ahead = new Int32Array(longest + 2);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= longest; length++) {
    ahead[length] = code - place;
    for (let symbol = 0; symbol < size; symbol++) {
      if (lengths[symbol] !== length) continue;
      symbols[place] = symbol;
      place += 1;
      code += 1;
    }
    limits[length] = code << (longest - length);
    code <<= 1;
  }
  return () => {
    const value = bits.peek(longest);
    let length = 1;
    while (length <= longest && value >= (limits[length] ?? 0)) length += 1;
    const at = (value >>> (longest - length)) - (ahead[length] ?? 0);
    if (length > longest || at >= size) throw invalidBzip2("is damaged");
    bits.skip(length);
    return symbols[at] ?? 0;
  };
}

function readLengths(bits: BitReader, size: number): Uint8Array {
  const lengths = new Uint8Array(size);
  let length = bits.take(5);
  for (let symbol = 0; symbol < size; symbol++) {
    for (;;) {
      if (length < 1 || length > longest) throw invalidBzip2("is damaged");
      if (bits.take(1) === 0) break;
      length += bits.take(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return lengths;
}
