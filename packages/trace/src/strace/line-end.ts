import { type Cursor, char, skipText } from "./cursor.ts";
import { plainText } from "./plain-text.ts";

/** Where `<unfinished ...>` or `<detached ...>` begins that ends the line; -1 when it does not. */
export function unfinishedAt({ bytes, at, end }: Cursor): number {
  if (bytes[end - 1] !== char.greater || bytes[end - 2] !== char.dot) return -1;
  for (const mark of ["<unfinished ...>", "<detached ...>"]) {
    const start = end - mark.length;
    if (start >= at && skipText({ bytes, at: start, end }, mark)) return start;
  }
  return -1;
}

/** Where a notice of strace begins that broke into the line; its end when none did. */
export function noticeAt({ bytes, at, end }: Cursor): number {
  const from = Math.max(at, end - 64);
  const start = plainText(bytes, from, end).lastIndexOf("strace: Process ");
  return start < 0 ? end : from + start;
}

/** Whether a result stands somewhere in the rest of the line. */
export function hasResult({ bytes, at, end }: Cursor): boolean {
  for (let index = end - 2; index > at; index--) {
    if (bytes[index] === char.equals && bytes[index - 1] === char.space) return true;
  }
  return false;
}
