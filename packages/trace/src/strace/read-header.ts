import {
  type Cursor,
  char,
  isDigit,
  peek,
  readDigits,
  skipAnnotation,
  skipSpaces,
  skipText,
} from "./cursor.ts";

/** What stands before a call: process, time, instruction pointer and number of the call. */
export interface Header {
  /** -1 when the line does not name it. */
  pid: number;
  /** Seconds since 1970 (`-ttt`) or since midnight (`-t`, `-tt`). */
  clock: number | undefined;
  /** Seconds since the line before (`-r`). */
  elapsed: number | undefined;
}

/** More seconds than a log counts between two lines, and fewer than have passed since 1970. */
const longestPause = 1e8;

/** Above Linux's largest pid (`PID_MAX_LIMIT`), so that it must be a time. */
const largestPid = 4_194_304;

/** Reads the header of a line into `header` and moves to what follows it. */
export function readHeader(cursor: Cursor, header: Header): void {
  header.clock = undefined;
  header.elapsed = undefined;
  header.pid = readPid(cursor);
  for (;;) {
    skipSpaces(cursor);
    const byte = peek(cursor);
    const moved =
      (isDigit(byte) && readClock(cursor, header)) ||
      (byte === char.open && readElapsed(cursor, header)) ||
      (byte === char.openBracket && skipPointer(cursor));
    if (!moved) return;
  }
}

/** Reads `[pid 7] `, `7 ` or, with names shown, `7<nginx> `. */
function readPid(cursor: Cursor): number {
  const start = cursor.at;
  const bracket = skipText(cursor, "[pid ");
  if (bracket) skipSpaces(cursor);
  const pid = readDigits(cursor);
  if (pid >= 0 && peek(cursor) === char.less) skipAnnotation(cursor);
  if (pid >= 0 && pid <= largestPid && skipText(cursor, bracket ? "]" : " ")) return pid;
  cursor.at = start;
  return -1;
}

/** Reads `23:21:22`, `23:21:22.835792`, `1795465695.569610` or, from `-r` alone, `0.000352`. */
function readClock(cursor: Cursor, header: Header): boolean {
  const start = cursor.at;
  let seconds = readDigits(cursor);
  const ofDay = peek(cursor) === char.colon;
  while (peek(cursor) === char.colon) {
    cursor.at++;
    seconds = seconds * 60 + readDigits(cursor);
  }
  const fraction = readFraction(cursor);
  if (seconds < 0 || peek(cursor) !== char.space) {
    cursor.at = start;
    return false;
  }
  if (ofDay || seconds > longestPause) header.clock = seconds + fraction;
  else header.elapsed = seconds + fraction;
  return true;
}

/** Reads `(+     0.000245)`. */
function readElapsed(cursor: Cursor, header: Header): boolean {
  const start = cursor.at;
  if (skipText(cursor, "(+")) {
    skipSpaces(cursor);
    const seconds = readDigits(cursor);
    const fraction = readFraction(cursor);
    if (seconds >= 0 && skipText(cursor, ")")) {
      header.elapsed = seconds + fraction;
      return true;
    }
  }
  cursor.at = start;
  return false;
}

function readFraction(cursor: Cursor): number {
  if (peek(cursor) !== char.dot) return 0;
  const start = ++cursor.at;
  const digits = readDigits(cursor);
  return digits < 0 ? 0 : digits / 10 ** (cursor.at - start);
}

/** Skips `[00007f53d42f9ad7]` of `-i` and `[  59]` of `-n`. */
function skipPointer(cursor: Cursor): boolean {
  for (let at = cursor.at + 1; at < cursor.end; at++) {
    const byte = cursor.bytes[at] ?? 0;
    if (byte === char.closeBracket) {
      cursor.at = at + 1;
      return true;
    }
    const hexadecimal = isDigit(byte) || (byte >= 0x61 && byte <= 0x66);
    if (!hexadecimal && byte !== char.space && byte !== char.question) return false;
  }
  return false;
}
