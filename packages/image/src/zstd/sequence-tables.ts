import { buildFseTable, constantTable, type FseTable, readFseTable } from "./fse-table.ts";
import { damagedZstd, type ZstdInput } from "./zstd-input.ts";

/** What the head of a sequences section says. */
export interface SequencesSection {
  readonly count: number;
  readonly tables: readonly [FseTable, FseTable, FseTable];
  /** Where the stream of bits begins. */
  readonly start: number;
}

/**
 * Reads the head of the section that begins at byte `start`; `before` are the tables of the block before. RFC 8878,
 * 3.1.1.3.2.1.
 */
export function readSequenceTables(
  input: ZstdInput,
  start: number,
  end: number,
  before: readonly (FseTable | undefined)[],
): SequencesSection {
  const { bytes, name } = input;
  const head = bytes[start] ?? 0;
  const more = bytes[start + 1] ?? 0;
  const width = head < 128 ? 1 : head < 255 ? 2 : 3;
  const count =
    width === 1
      ? head
      : width === 2
        ? ((head - 128) << 8) + more
        : more + ((bytes[start + 2] ?? 0) << 8) + 0x7f00;
  let at = start + width;
  if (at > end || (count === 0 && at !== end)) {
    throw damagedZstd(name, "the sequences of a block are cut off");
  }
  const modes = count > 0 ? (bytes[at++] ?? 0) : 0;
  if (modes & 3) throw damagedZstd(name, "a reserved bit is set");
  const read = (kind: (typeof kinds)[number], index: number): FseTable => {
    const mode = (modes >> (6 - 2 * index)) & 3;
    if (mode === 0) return kind.usual;
    if (mode === 2) {
      const described = readFseTable(input, at, end, kind);
      at = described.end;
      return described.table;
    }
    const symbol = bytes[at] ?? 0;
    if (mode === 1 && at++ < end && symbol <= kind.symbol) return constantTable(symbol);
    const again = mode === 3 ? before[index] : undefined;
    if (again === undefined) throw damagedZstd(name, "a table of its sequences is absent");
    return again;
  };
  const [literals, offsets, matches] = kinds;
  const tables = [read(literals, 0), read(offsets, 1), read(matches, 2)] as const;
  return { count, tables, start: at };
}

/** Literal lengths, offsets and match lengths, with the tables of RFC 8878, 3.1.1.3.2.2. */
const kinds = [
  {
    log: 9,
    symbol: 35,
    usual: buildFseTable(
      [
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1,
        1, -1, -1, -1, -1,
      ],
      6,
    ),
  },
  {
    log: 8,
    symbol: 31,
    usual: buildFseTable(
      [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
      5,
    ),
  },
  {
    log: 9,
    symbol: 52,
    usual: buildFseTable(
      [
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
      ],
      6,
    ),
  },
] as const;
