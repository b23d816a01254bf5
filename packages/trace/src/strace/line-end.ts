import { type Cursor, char, isDigit, readDigits, skipText, standsAt } from "../lines/cursor.ts";
import { plainText } from "../lines/plain-text.ts";

/** Marks of a call that does not end on its line, but for what stands in them. */
const marks = ["<unfinished ...>", "<detached ...>", "<pid changed to "] as const;

/** More than the longest mark. */
const markBytes = 40;

/** Where `<unfinished ...>`, `<detached ...>` or `<pid changed to 7 ...>` begins that ends the line; -1 when none does. */
export function unfinishedAt({ bytes, at, end }: Cursor): number {
  if (bytes[end - 1] !== char.greater || bytes[end - 2] !== char.dot) return -1;
  let start = end - 2;
  const first = Math.max(at, end - markBytes);
  while (start > first && bytes[start] !== char.less) start--;
  for (const mark of marks) if (standsAt(bytes, start, end, mark)) return start;
  return -1;
}

/** Whether the mark at this place says that strace let go of the process. */
export function isDetached(bytes: Uint8Array, mark: number): boolean {
  return standsAt(bytes, mark, bytes.length, marks[1]);
}

/** The pid in the mark at this place, `<pid changed to 7 ...>`; -1 when it is another mark. */
export function changedPid(bytes: Uint8Array, mark: number): number {
  const cursor = { bytes, at: mark, end: bytes.length };
  return skipText(cursor, marks[2]) ? readDigits(cursor) : -1;
}

/** Where a notice of strace begins that broke into the line; its end when none did. */
export function noticeAt({ bytes, at, end }: Cursor): number {
  const from = Math.max(at, end - 64);
  const start = plainText(bytes, from, end).lastIndexOf("strace: Process ");
  return start < 0 ? end : from + start;
}

/**
 * Where `+++ superseded by … +++` begins that strace wrote behind a call without ending its line, as it does where a thread
 * executes a program while it writes what the first thread does; -1 when it did not.
 */
export function supersededAt({ bytes, at, end }: Cursor): number {
  if (bytes[end - 1] !== char.plus) return -1;
  for (let start = end - 1; start > Math.max(at, end - 64); start--) {
    if (standsAt(bytes, start, end, "+++ superseded by ")) return start;
  }
  return -1;
}

/** Whether a result stands somewhere in the rest of the line. */
export function hasResult({ bytes, at, end }: Cursor): boolean {
  for (let index = end - 2; index > at; index--) {
    if (bytes[index] === char.equals && bytes[index - 1] === char.space) return true;
  }
  return false;
}

/** More than the longest text of an error. */
const errorBytes = 120;

/**
 * Whether the line ends as that of a call that failed: ` = -1 ENOENT (No such file or directory)`, and the time of `-T`
 * behind it. `false` says nothing: what else may stand there is left to reading the call.
 */
export function endsInError(bytes: Uint8Array, start: number, end: number): boolean {
  let at = end - 1;
  if (bytes[at] === char.greater) {
    do at--;
    while (isDigit(bytes[at] ?? 0) || bytes[at] === char.dot);
    if (bytes[at--] !== char.less || bytes[at--] !== char.space) return false;
  }
  if (bytes[at] !== char.close) return false;
  const stop = Math.max(start, at - errorBytes);
  // In no text of an error are there brackets or quotes, which names of files and programs are written in.
  for (at--; at > stop && bytes[at] !== char.open; at--) {
    const byte = bytes[at];
    if (byte === char.close || byte === char.quote || byte === char.greater) return false;
  }
  const nameEnd = --at;
  if (bytes[at] !== char.space) return false;
  do at--;
  while (isCapital(bytes[at] ?? 0) || isDigit(bytes[at] ?? 0));
  // A connection that is still being made has been asked for all the same.
  if (standsAt(bytes, at + 1, nameEnd, "EINPROGRESS")) return false;
  return (
    at - 5 >= start &&
    bytes[at] === char.space &&
    bytes[at - 1] === char.zero + 1 &&
    bytes[at - 2] === char.minus &&
    bytes[at - 3] === char.space &&
    bytes[at - 4] === char.equals &&
    bytes[at - 5] === char.space
  );
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}
