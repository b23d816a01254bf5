import type { FseTable } from "./fse-table.ts";
import { readSequenceTables } from "./sequence-tables.ts";
import { bitsAt, damagedZstd, lastBit, type ZstdInput } from "./zstd-input.ts";

/** What one block leaves to the next. */
export interface SequenceState {
  /** Tables of literal lengths, offsets and match lengths. */
  tables: readonly (FseTable | undefined)[];
  /** The last three offsets. */
  readonly offsets: Int32Array;
}

/** The state at the start of a frame. */
export function startSequences(): SequenceState {
  return { tables: [], offsets: Int32Array.of(1, 4, 8) };
}

/** Bits after the code of a literal length and a match length (RFC 8878, 3.1.1.3.2.1.1), and what they are added to. */
const literalBits = Uint8Array.of(
  ...new Array<number>(16).fill(0),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
);
const matchBits = Uint8Array.of(
  ...new Array<number>(32).fill(0),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
);
const literalBases = basesOf(literalBits, 0);
const matchBases = basesOf(matchBits, 3);

function basesOf(bits: Uint8Array, first: number): Int32Array {
  let base = first;
  return Int32Array.from(bits, (count) => {
    const own = base;
    base += 1 << count;
    return own;
  });
}

/** Where a block's content goes. */
export interface SequenceTarget {
  readonly literals: Uint8Array;
  readonly out: Uint8Array;
  /** Where in `out` the block begins, and which end it may not pass. */
  readonly at: number;
  readonly limit: number;
}

/**
 * Reads the sequences section that begins at byte `start` and writes what it makes of the literals. Gives where the
 * output ends. RFC 8878, 3.1.1.3.2 and 3.1.1.4.
 */
export function decodeSequences(
  input: ZstdInput,
  start: number,
  end: number,
  state: SequenceState,
  { literals, out, at, limit }: SequenceTarget,
): number {
  const { name, view } = input;
  const section = readSequenceTables(input, start, end, state.tables);
  if (section.count > 0) state.tables = section.tables;
  const { offsets } = state;
  let written = at;
  let used = 0;
  if (section.count > 0) {
    const [literalTable, offsetTable, matchTable] = section.tables;
    const [literalStates, offsetStates, matchStates] = [
      literalTable.states,
      offsetTable.states,
      matchTable.states,
    ];
    const first = section.start * 8;
    let left = lastBit(input, section.start, end) - literalTable.log;
    let literalState = bitsAt(input, left, literalTable.log);
    left -= offsetTable.log;
    let offsetState = bitsAt(input, left, offsetTable.log);
    left -= matchTable.log;
    let matchState = bitsAt(input, left, matchTable.log);
    let [recent = 1, second = 4, third = 8] = offsets;
    for (let count = section.count; ; ) {
      const literalEntry = literalStates[literalState] ?? 0;
      const offsetEntry = offsetStates[offsetState] ?? 0;
      const matchEntry = matchStates[matchState] ?? 0;
      const offsetBits = offsetEntry & 0xff;
      if (offsetBits > 30 || left < first) throw damagedZstd(name, "a sequence is cut off");
      let value = 1 << offsetBits;
      if (offsetBits > 16) {
        left -= offsetBits - 16;
        value += bitsAt(input, left, offsetBits - 16) << 16;
        left -= 16;
        value += bitsAt(input, left, 16);
      } else {
        left -= offsetBits;
        value += (view.getUint32(left >> 3, true) >>> (left & 7)) & (value - 1);
      }
      const matchCode = matchEntry & 0xff;
      const matchWidth = matchBits[matchCode] ?? 0;
      let matchLength = matchBases[matchCode] ?? 0;
      if (matchWidth > 0) {
        left -= matchWidth;
        matchLength += bitsAt(input, left, matchWidth);
      }
      const literalCode = literalEntry & 0xff;
      const literalWidth = literalBits[literalCode] ?? 0;
      let literalLength = literalBases[literalCode] ?? 0;
      if (literalWidth > 0) {
        left -= literalWidth;
        literalLength += bitsAt(input, left, literalWidth);
      }
      // RFC 8878, 3.1.1.5: the values 1 to 3 stand for offsets that came before.
      let offset = recent;
      const turn = value > 3 ? 3 : value - (literalLength > 0 ? 1 : 0);
      if (value > 3) offset = value - 3;
      else if (turn === 1) offset = second;
      else if (turn === 2) offset = third;
      else if (turn === 3) offset = recent - 1;
      if (turn > 0) {
        if (turn > 1) third = second;
        second = recent;
        recent = offset;
      }
      const match = written + literalLength;
      const next = match + matchLength;
      if (next > limit || used + literalLength > literals.length) {
        throw damagedZstd(name, "a sequence is longer than its block");
      }
      if (offset <= 0 || offset > match) {
        throw damagedZstd(name, "a sequence reaches back before the start");
      }
      if (literalLength > 48) {
        out.set(literals.subarray(used, used + literalLength), written);
        used += literalLength;
        written = match;
      } else {
        while (written < match) out[written++] = literals[used++] ?? 0;
      }
      let from = match - offset;
      if (matchLength > 48 && offset >= matchLength) {
        out.copyWithin(match, from, from + matchLength);
        written = next;
      } else if (offset === 1 && matchLength > 48) {
        out.fill(out[from] ?? 0, match, next);
        written = next;
      } else {
        while (written < next) out[written++] = out[from++] ?? 0;
      }
      if (--count === 0) break;
      left -= (literalEntry >> 8) & 0xff;
      literalState = (literalEntry >>> 16) + bitsAt(input, left, (literalEntry >> 8) & 0xff);
      left -= (matchEntry >> 8) & 0xff;
      matchState = (matchEntry >>> 16) + bitsAt(input, left, (matchEntry >> 8) & 0xff);
      left -= (offsetEntry >> 8) & 0xff;
      offsetState = (offsetEntry >>> 16) + bitsAt(input, left, (offsetEntry >> 8) & 0xff);
    }
    if (left !== first) throw damagedZstd(name, "its sequences do not fill their stream");
    offsets[0] = recent;
    offsets[1] = second;
    offsets[2] = third;
  }
  const rest = literals.length - used;
  if (written + rest > limit) throw damagedZstd(name, "a block is longer than it may be");
  out.set(literals.subarray(used), written);
  return written + rest;
}
