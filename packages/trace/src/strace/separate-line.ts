import { type Cursor, char, peek, readDigits, skipText, standsAt } from "../lines/cursor.ts";
import { type Header, readHeader } from "./read-header.ts";

/** What a line of a log of one process says of its place among those of others. */
export interface SeparateLine {
  /** Seconds since 1970 or since midnight; `undefined` when it does not say. */
  readonly time: number | undefined;
  /** The process that the line made; -1 when it made none. */
  readonly child: number;
  /** The thread that went on as this process, by executing a program; -1 when none did. */
  readonly successor: number;
}

/** Reads a line that `strace -ff` wrote. */
export function readSeparateLine(bytes: Uint8Array): SeparateLine {
  const header: Header = { pid: -1, clock: undefined, elapsed: undefined };
  const cursor: Cursor = { bytes, at: 0, end: bytes.length };
  readHeader(cursor, header);
  const time = header.clock;
  if (skipText(cursor, "+++ superseded by execve in pid ")) {
    return { time, child: -1, successor: readDigits(cursor) };
  }
  return { time, child: childOf(cursor), successor: -1 };
}

function childOf(cursor: Cursor): number {
  const { bytes, end } = cursor;
  skipText(cursor, "<... ");
  const { at } = cursor;
  if (!["clone", "fork", "vfork"].some((name) => standsAt(bytes, at, end, name))) return -1;
  cursor.at = bytes.lastIndexOf(char.equals) + 1;
  if (cursor.at <= at || !skipText(cursor, " ")) return -1;
  const pid = readDigits(cursor);
  if (peek(cursor) === char.less) cursor.at = bytes.lastIndexOf(char.greater) + 1;
  const translated = skipText(cursor, " /* ") ? readDigits(cursor) : -1;
  return translated > 0 ? translated : pid;
}
