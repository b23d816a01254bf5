import { type Cursor, char, peek, readDigits, skipSpaces, skipText } from "../lines/cursor.ts";

/** A message of Falco itself, among its alerts. */
export interface FalcoMessage {
  /** How many events it says were dropped. */
  readonly dropped: number;
}

const days = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "];

/**
 * Reads a message such as `Wed Mar 27 15:28:24 2019: Falco initialized` or `2019-03-27T15:28:24+0000: …`, or an indented
 * line that goes on with one; `undefined` for another line.
 */
export function readFalcoMessage(cursor: Cursor): FalcoMessage | undefined {
  if (peek(cursor) === char.space) return { dropped: 0 };
  const isDated = days.some((day) => skipText(cursor, day))
    ? skipDate(cursor)
    : skipIsoDate(cursor);
  if (!isDated || !skipText(cursor, ": ")) return undefined;
  if (!skipText(cursor, "Falco internal: syscall event drop. ")) return { dropped: 0 };
  return { dropped: Math.max(readDigits(cursor), 1) };
}

/** Moves behind month, day, time and year, as asctime(3) writes them. */
function skipDate(cursor: Cursor): boolean {
  cursor.at += "Mar ".length;
  skipSpaces(cursor);
  if (readDigits(cursor) < 0 || !skipText(cursor, " ")) return false;
  cursor.at += "15:28:24".length;
  return skipText(cursor, " ") && readDigits(cursor) >= 0;
}

/** Moves behind date, time and zone, as the option `time_format_iso_8601` has them written. */
function skipIsoDate(cursor: Cursor): boolean {
  for (const end of ["-", "-", "T"]) {
    if (readDigits(cursor) < 0 || !skipText(cursor, end)) return false;
  }
  cursor.at += "15:28:24+0000".length;
  return true;
}
