import { type Cursor, char } from "../lines/cursor.ts";

/** A place in the JSON text of one line or record. */
export interface JsonScan extends Cursor {
  /** Set when the text is not JSON; the place means nothing from then on. */
  broken: boolean;
}

/**
 * Reads the value at the place, which is that of its first byte, and moves behind it. Gives `undefined` for a value of
 * another type, `null` among them, and when the text is broken.
 */
export type JsonReader<Value> = (scan: JsonScan) => Value | undefined;

/** Says that the text is not JSON. */
export function failScan(scan: JsonScan): undefined {
  scan.broken = true;
  return undefined;
}

/** Moves to the next byte that is no white space, and gives it: -1 at the end. RFC 8259, section 2. */
export function nextByte(scan: JsonScan): number {
  const { bytes, end } = scan;
  let { at } = scan;
  let byte = -1;
  for (; at < end; at++) {
    byte = bytes[at] ?? -1;
    if (byte > char.space || !isSpace(byte)) break;
    byte = -1;
  }
  scan.at = at;
  return byte;
}

function isSpace(byte: number): boolean {
  return byte === char.space || byte === char.newline || byte === char.tab || byte === char.return;
}

/**
 * Moves behind the string that begins at the place. Only its end is looked for: a control character in it, and a
 * backslash that begins no escape, are not noticed.
 */
export function skipString(scan: JsonScan): void {
  const next = stringEnd(scan.bytes, scan.at, scan.end);
  if (next < 0) scan.broken = true;
  else scan.at = next;
}

/** What follows the string that begins at `start`; -1 when it does not end. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  for (const near = Math.min(end, at + nearBytes); at < near; at++) {
    const byte = bytes[at];
    if (byte === char.quote) return at + 1;
    if (byte === char.backslash) at++;
  }
  return farEnd(bytes, at, end);
}

/** As many bytes as are passed one by one faster than by a call of `indexOf`. */
const nearBytes = 16;

/** As {@link stringEnd}, from the place of a byte that no backslash escapes. */
function farEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    at = bytes.indexOf(char.quote, at);
    if (at < 0 || at >= end) break;
    let before = at;
    while (before > from && bytes[before - 1] === char.backslash) before--;
    if ((at - before) % 2 === 0) return at + 1;
  }
  return -1;
}

/**
 * Moves behind the value at the place, without a look at what is of no interest: it notices a string or a bracket that
 * does not end, and a value that begins with no byte that begins one. Within what it skips it does not notice wrong
 * escapes, control characters, numbers and words, commas, colons and keys that are missing or too many, nor a `]` where
 * `}` belongs.
 */
export function skipValue(scan: JsonScan): void {
  switch (meanings[scan.bytes[scan.at] ?? 0]) {
    case quote:
      skipString(scan);
      return;
    case opening:
      skipNested(scan);
      return;
    case wordStart:
      skipWord(scan);
      return;
    default:
      scan.broken = true;
  }
}

/** What a byte means outside of a string. */
const [quote, opening, closing, wordStart, ending] = [1, 2, 3, 4, 5];

const meanings = new Uint8Array(256);
for (const [text, meaning] of [
  ['"', quote],
  ["{[", opening],
  ["}]", closing],
  ["-0123456789tfn", wordStart],
  [", \t\r\n", ending],
] as const) {
  for (const letter of text) meanings[letter.charCodeAt(0)] = meaning;
}

function skipNested(scan: JsonScan): void {
  if (passNested(scan, 0) !== 0) scan.broken = true;
}

/**
 * Moves through a text in which `depth` brackets are open, until none is: gives 0, or how many are open at the end. A
 * string that does not end breaks the scan.
 */
export function passNested(scan: JsonScan, depth: number): number {
  const { bytes, end } = scan;
  let open = depth;
  for (let at = scan.at; at < end; at++) {
    const meaning = meanings[bytes[at] ?? 0] ?? 0;
    if (meaning === 0 || meaning > closing) continue;
    if (meaning === quote) {
      const next = stringEnd(bytes, at, end);
      if (next < 0) {
        scan.broken = true;
        return open;
      }
      at = next - 1;
    } else if (meaning === opening) open++;
    else if (--open === 0) {
      scan.at = at + 1;
      return 0;
    }
  }
  scan.at = end;
  return open;
}

/** Moves behind a number, `true`, `false` or `null`. */
function skipWord(scan: JsonScan): void {
  const { bytes, end } = scan;
  let { at } = scan;
  while (at < end) {
    const meaning = meanings[bytes[at] ?? 0];
    if (meaning === ending || meaning === closing) break;
    at++;
  }
  scan.at = at;
}
