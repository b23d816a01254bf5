import type { BccRow } from "./read-row.ts";

/** A time as a tool writes it. */
export interface BccTime {
  readonly seconds: number;
  /** They are of a day, not since the tool began. */
  readonly ofDay: boolean;
}

/** The time in a row of a table with these columns. */
export function readTime(row: BccRow, columns: readonly string[]): BccTime | undefined {
  const column = columns.slice(0, 2).findLast((name) => name.startsWith("TIME"));
  if (column === undefined) return undefined;
  const [hours = Number.NaN, minutes, rest = Number.NaN] = row
    .text(column)
    .split(":", 4)
    .map(Number);
  const ofDay = minutes !== undefined;
  const seconds = ofDay ? hours * 3600 + minutes * 60 + rest : hours;
  if (Number.isNaN(seconds)) return undefined;
  return { seconds: column === "TIME(ms)" ? seconds / 1000 : seconds, ofDay };
}
