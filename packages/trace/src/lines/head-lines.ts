import { bomLength } from "./bom-length.ts";
import { type Cursor, char } from "./cursor.ts";

/** A line of a log's head, and whether it is whole: the last one is not when the head ends within it. */
export interface HeadLine {
  readonly line: Cursor;
  readonly whole: boolean;
}

/** The lines of a head that are not empty, without their ends and without a byte order mark before the first. */
export function* headLines(head: Uint8Array): Generator<HeadLine, void, undefined> {
  let start = bomLength(head);
  while (start < head.length) {
    const newline = head.indexOf(char.newline, start);
    const end = newline < 0 ? head.length : newline;
    const last = end > start && head[end - 1] === char.return ? end - 1 : end;
    if (last > start) yield { line: { bytes: head, at: start, end: last }, whole: newline >= 0 };
    start = end + 1;
  }
}
