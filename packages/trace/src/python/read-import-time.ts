import { type Cursor, isDigit, peek, skipSpaces, skipText } from "../lines/cursor.ts";
import { rawText } from "../lines/raw-text.ts";

const mark = "import time:";
const firstOfMark = mark.charCodeAt(0);

/**
 * The module that a line of `-X importtime` names; "" for the heading, and for a module that was there before;
 * `undefined` for other lines. The program may have written the beginning of the line, or whoever collects its output.
 */
export function readImportTime({ bytes, at: start, end }: Cursor): string | undefined {
  for (let at = start; at + mark.length <= end; at++) {
    if (bytes[at] !== firstOfMark) continue;
    const cursor = { bytes, at, end };
    if (skipText(cursor, mark)) return readColumns(cursor);
  }
  return undefined;
}

function readColumns(cursor: Cursor): string | undefined {
  skipSpaces(cursor);
  if (skipText(cursor, "self [us] | cumulative | imported package")) return "";
  const cached = skipColumn(cursor);
  if (cached === undefined || skipColumn(cursor) === undefined) return undefined;
  skipSpaces(cursor);
  if (cursor.at === cursor.end) return undefined;
  return cached ? "" : rawText(cursor.bytes, cursor.at, cursor.end);
}

/** Moves behind a column of microseconds, or the word that Python 3.14 writes instead, and says whether it was that. */
function skipColumn(cursor: Cursor): boolean | undefined {
  skipSpaces(cursor);
  const start = cursor.at;
  while (isDigit(peek(cursor))) cursor.at++;
  const cached = cursor.at === start && skipText(cursor, "cached");
  if (cursor.at === start) return undefined;
  skipSpaces(cursor);
  return skipText(cursor, "|") ? cached : undefined;
}
