import { type Cursor, char, isDigit } from "../lines/cursor.ts";
import { rawText } from "../lines/raw-text.ts";
import { type BccTable, nameColumns } from "./find-table.ts";

/** A row of a table, valid until the next one is read. */
export interface BccRow {
  /** The number in a column, `undefined` when the table has none of that name or the row does not know it. */
  number(column: string, base?: number): number | undefined;
  /** The text in a column, empty when the table has none of that name. */
  text(column: string): string;
  /** Its length in bytes. */
  size(column: string): number;
}

/** Reads the rows of a table. */
export type RowReader = (line: Cursor) => BccRow | undefined;

/** Width of a program's name: `TASK_COMM_LEN`. It may hold anything, so that what follows may begin within. */
const nameWidth = 16;

/** A reader of the rows of a table. */
export function createRowReader({ columns, nameAt }: BccTable): RowReader {
  const classes = columns.map((name) => classOf.get(name) ?? isWord);
  const name = columns.findIndex((column) => nameColumns.includes(column));
  const last = columns.length - 1;
  const tail = tails.has(columns[last] ?? "") ? last : columns.length;
  // What stands before has a width and is shorter, as are ages, `n/a` and the numbers of processes.
  const isWide = name < 0 || columns[last] === "FILE";
  const indexes = new Map(columns.map((column, index) => [column, index]));
  const starts: number[] = columns.map(() => 0);
  const ends: number[] = columns.map(() => 0);
  let row: Uint8Array = new Uint8Array();

  const fields: BccRow = {
    number(column, base = 10) {
      const index = indexes.get(column);
      if (index === undefined) return undefined;
      return readNumber(row, starts[index] ?? 0, ends[index] ?? 0, base);
    },
    text(column) {
      const index = indexes.get(column);
      return index === undefined ? "" : rawText(row, starts[index] ?? 0, ends[index] ?? 0);
    },
    size(column) {
      const index = indexes.get(column);
      return index === undefined ? 0 : (ends[index] ?? 0) - (starts[index] ?? 0);
    },
  };

  /** Reads fields from `at`, each behind spaces; the place behind them or -1. */
  function readFields(line: Cursor, from: number, first: number, end: number): number {
    const { bytes } = line;
    let at = from;
    for (let index = first; index < end; index++) {
      while (at < line.end && bytes[at] === char.space) at++;
      const start = at;
      while (at < line.end && bytes[at] !== char.space) at++;
      if (start === at || !classes[index]?.(bytes, start, at)) return -1;
      starts[index] = start;
      ends[index] = at;
    }
    return at;
  }

  function readTail(line: Cursor, from: number): boolean {
    const { bytes } = line;
    let at = from;
    if (tail > last) {
      while (at < line.end && bytes[at] === char.space) at++;
      return at === line.end;
    }
    if (at < line.end && bytes[at] !== char.space) return false;
    const wide = isWide || (columns[last - 1] === "MODE" && bytes[at - 1] === letterA);
    do at++;
    while (wide && at < line.end && bytes[at] === char.space);
    starts[last] = Math.min(at, line.end);
    ends[last] = line.end;
    return true;
  }

  function readAll(line: Cursor): boolean {
    row = line.bytes;
    const leading = readFields(line, line.at, 0, name < 0 ? tail : name);
    if (leading < 0) return false;
    if (name < 0) return readTail(line, leading);
    let start = leading;
    while (start < line.end && row[start] === char.space) start++;
    // What stands far behind the header's place is no name: that is empty.
    const width = start - Math.max(line.at + nameAt, leading + 1) < nameWidth ? nameWidth : 0;
    // All spaces of a run lead to the same fields; those before an empty name are one.
    let behind = -1;
    const limit = Math.min(start + width, line.end - 1);
    const first = Math.max(start - 1, line.at);
    for (let at = first; at <= limit; at++) {
      if (row[at] !== char.space || (at > first && row[at - 1] === char.space)) continue;
      if (readFields(line, at, name + 1, tail) >= 0) behind = at;
    }
    if (behind < 0) return false;
    starts[name] = Math.min(start, behind);
    ends[name] = behind;
    return readTail(line, readFields(line, behind, name + 1, tail));
  }

  return (line) => (readAll(line) ? fields : undefined);
}

const letterA = 0x61;

/** Last columns that may have spaces in them. */
const tails: ReadonlySet<string> = new Set([
  "PATH",
  "PATH/CALLER",
  "ARGS",
  "FILE",
  "EXIT_CODE",
  "QUERY",
]);

type FieldClass = (bytes: Uint8Array, start: number, end: number) => boolean;

const isWord: FieldClass = () => true;

/** A number, also with a sign or a fraction; `?` and `n/a` stand for one that is not known. */
const isNumber: FieldClass = (bytes, start, end) => {
  if (end - start === 1 && bytes[start] === char.question) return true;
  if (end - start === 3 && bytes[start + 1] === char.slash) return true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (!isDigit(byte) && byte !== char.dot && !(byte === char.minus && at === start)) return false;
  }
  return true;
};

const classOf: ReadonlyMap<string, FieldClass> = new Map(
  [
    ...["TIME(s)", "TIME(ms)", "UID", "PID", "TID", "PPID", "FD", "ERR", "RET", "FLAGS", "MODE"],
    ...["AGE(s)", "IP", "DPORT", "LPORT", "SPORT", "RPORT", "PORT", "BACKLOG", "NETNS"],
  ].map((name) => [name, isNumber]),
);

/** The whole number in a field; `undefined` when it begins with no digit. */
function readNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  base: number,
): number | undefined {
  const negative = bytes[start] === char.minus;
  const first = negative ? start + 1 : start;
  let value = 0;
  let at = first;
  for (; at < end && isDigit(bytes[at] ?? 0); at++)
    value = value * base + (bytes[at] ?? 0) - char.zero;
  if (at === first) return undefined;
  return negative ? -value : value;
}
