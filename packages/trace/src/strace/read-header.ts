import {
  type Cursor,
  char,
  isDigit,
  peek,
  readDigits,
  skipAnnotation,
  skipSpaces,
  skipText,
} from "../lines/cursor.ts";

/** What stands before a call: process, security context, time, number of the call and instruction pointer. */
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
    if (byte > char.nine && byte !== char.openBracket) return;
    const moved =
      (isDigit(byte) && readClock(cursor, header)) ||
      (byte === char.open && readElapsed(cursor, header)) ||
      (byte === char.openBracket && skipBracketed(cursor));
    if (!moved) return;
  }
}

/** Reads `[pid 7] `, `7 ` or, with names shown, `7<nginx> `. */
function readPid(cursor: Cursor): number {
  const start = cursor.at;
  // A terminal that a program has set to raw mode begins no line at its left edge.
  if (peek(cursor) === char.space) skipSpaces(cursor);
  const bracket = peek(cursor) === char.openBracket && skipText(cursor, "[pid ");
  if (bracket) skipSpaces(cursor);
  else {
    cursor.at = start;
    if (!isDigit(peek(cursor))) return -1;
  }
  const pid = readDigits(cursor);
  if (pid >= 0 && peek(cursor) === char.less) skipAnnotation(cursor);
  if (
    pid >= 0 &&
    pid <= largestPid &&
    peek(cursor) === (bracket ? char.closeBracket : char.space)
  ) {
    cursor.at++;
    return pid;
  }
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

/** By how many digits a fraction has; raising to a power takes longer than all else in a line's head. */
const scales: readonly number[] = Array.from({ length: 16 }, (_, digits) => 10 ** digits);

function readFraction(cursor: Cursor): number {
  if (peek(cursor) !== char.dot) return 0;
  const start = ++cursor.at;
  const digits = readDigits(cursor);
  return digits < 0 ? 0 : digits / (scales[cursor.at - start] ?? 1);
}

/**
 * Skips `[00007f53d42f9ad7]` of `-i`, `[  59]` of `-n` and `[unconfined_t]` or `[unconfined_u:…:s0!!…]` of
 * `--secontext`; not `[ Process PID=7 runs in 32 bit mode. ]`.
 */
function skipBracketed(cursor: Cursor): boolean {
  const { bytes, end } = cursor;
  let at = cursor.at + 1;
  while (at < end && bytes[at] === char.space) at++;
  while (at < end && bytes[at] !== char.closeBracket) {
    if (bytes[at++] === char.space) return false;
  }
  if (at >= end || bytes[at + 1] !== char.space) return false;
  cursor.at = at + 1;
  return true;
}
