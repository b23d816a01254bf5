import { bitsAt, damagedZstd, type ZstdInput } from "./zstd-input.ts";

/** A table that gives, for each state, a symbol and the way to the next state. */
export interface FseTable {
  /** By state: the symbol, from bit 8 on how many bits to read, from bit 16 on what to add to them. */
  readonly states: Uint32Array;
  /** How many bits the first state has. */
  readonly log: number;
}

/** A table that always gives `symbol` and reads nothing. */
export function constantTable(symbol: number): FseTable {
  return { states: Uint32Array.of(symbol), log: 0 };
}

/**
 * Makes the table for symbols that come so often out of `1 << log` times; -1 stands for less than once. Its size is a
 * power of two that the counts add up to. RFC 8878, 4.1.1.
 */
export function buildFseTable(counts: ArrayLike<number>, log: number): FseTable {
  const size = 1 << log;
  const states = new Uint32Array(size);
  const next = new Uint16Array(counts.length);
  let rare = size;
  for (let symbol = 0; symbol < counts.length; symbol++) {
    const count = counts[symbol] ?? 0;
    if (count < 0) states[--rare] = symbol;
    next[symbol] = Math.abs(count);
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (let symbol = 0; symbol < counts.length; symbol++) {
    for (let count = counts[symbol] ?? 0; count > 0; count--) {
      states[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= rare);
    }
  }
  for (let state = 0; state < size; state++) {
    const symbol = states[state] ?? 0;
    const turn = next[symbol] ?? 0;
    next[symbol] = turn + 1;
    const bits = log - (31 - Math.clz32(turn));
    states[state] = symbol | (bits << 8) | (((turn << bits) - size) << 16);
  }
  return { states, log };
}

/** Reads the description of a table that begins at byte `start`, and says where it ends. RFC 8878, 4.1.1. */
export function readFseTable(
  input: ZstdInput,
  start: number,
  end: number,
  limits: { readonly log: number; readonly symbol: number },
): { readonly table: FseTable; readonly end: number } {
  const invalid = (): Error => damagedZstd(input.name, "a table of symbols makes no sense");
  if (start >= end) throw invalid();
  let at = start * 8 + 4;
  const log = bitsAt(input, start * 8, 4) + 5;
  if (log > limits.log) throw invalid();
  const counts = new Int16Array(limits.symbol + 1);
  let symbol = 0;
  for (let left = 1 << log; left > 0; ) {
    if (symbol > limits.symbol || at > end * 8) throw invalid();
    // Values up to left + 1 are possible; the low ones take a bit less.
    const width = 32 - Math.clz32(left + 1);
    const half = 1 << (width - 1);
    const saved = 2 * half - 1 - (left + 1);
    let value = bitsAt(input, at, width);
    if ((value & (half - 1)) < saved) {
      value &= half - 1;
      at += width - 1;
    } else {
      if (value >= half) value -= saved;
      at += width;
    }
    counts[symbol++] = value - 1;
    left -= Math.abs(value - 1);
    if (value !== 1) continue;
    for (let more = 3; more === 3 && symbol <= limits.symbol; at += 2) {
      more = bitsAt(input, at, 2);
      symbol += more;
    }
  }
  const after = (at + 7) >> 3;
  if (symbol > limits.symbol + 1 || after > end) throw invalid();
  return { table: buildFseTable(counts, log), end: after };
}
