/** A place in the bytes of one line. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  /** Where the line ends; not part of it. */
  readonly end: number;
}

/** Characters of strace's notation. */
export const char = {
  tab: 0x09,
  newline: 0x0a,
  return: 0x0d,
  escape: 0x1b,
  space: 0x20,
  quote: 0x22,
  hash: 0x23,
  open: 0x28,
  close: 0x29,
  star: 0x2a,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  question: 0x3f,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  bar: 0x7c,
  closeBrace: 0x7d,
} as const;

/** The byte under the cursor, or -1 at the end of the line. */
export function peek(cursor: Cursor): number {
  return cursor.at < cursor.end ? (cursor.bytes[cursor.at] ?? -1) : -1;
}

export function skipSpaces(cursor: Cursor): void {
  const { bytes, end } = cursor;
  let { at } = cursor;
  while (at < end && bytes[at] === char.space) at++;
  cursor.at = at;
}

/** Whether `text`, of ASCII characters, stands at the cursor; if so, the cursor moves behind it. */
export function skipText(cursor: Cursor, text: string): boolean {
  if (!standsAt(cursor.bytes, cursor.at, cursor.end, text)) return false;
  cursor.at += text.length;
  return true;
}

/** Whether `text`, of characters that are one byte each, stands at `at`, before `end`. */
export function standsAt(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (end - at < text.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

export function isDigit(byte: number): boolean {
  return byte >= char.zero && byte <= char.nine;
}

/** Reads digits; -1 when there are none or more than a number holds. */
export function readDigits(cursor: Cursor): number {
  const { bytes, at: start, end } = cursor;
  let at = start;
  let value = 0;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (!isDigit(byte)) break;
    value = value * 10 + byte - char.zero;
  }
  cursor.at = at;
  return at === start || at - start > 15 ? -1 : value;
}

/** Moves behind the quoted text that begins at the cursor; `false` when it does not end. */
export function skipQuoted(cursor: Cursor): boolean {
  const { bytes, end } = cursor;
  for (let at = cursor.at + 1; at < end; at++) {
    const byte = bytes[at];
    if (byte === char.backslash) at++;
    else if (byte === char.quote) {
      cursor.at = at + 1;
      return true;
    }
  }
  cursor.at = end;
  return false;
}

/**
 * Moves behind the annotation in angle brackets that begins at the cursor, such as `</etc/passwd>`,
 * `</dev/null<char 1:3>>` or `<TCP:[[::1]:80->[::1]:4711]>`; `false` when it does not end.
 */
export function skipAnnotation(cursor: Cursor): boolean {
  const { bytes, end } = cursor;
  // strace writes < and > in names as octal, so that only sockets have a bare arrow.
  const arrows = bytes[cursor.at + 1] !== char.slash;
  let depth = 0;
  for (let at = cursor.at; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte > char.greater || byte < char.less) continue;
    if (byte === char.less) depth++;
    else if (byte === char.greater && !(arrows && bytes[at - 1] === char.minus) && --depth === 0) {
      cursor.at = at + 1;
      return true;
    }
  }
  cursor.at = end;
  return false;
}

/** Moves to the comma or bracket that ends the argument at the cursor; `false` when the line ends before. */
export function skipArgument(cursor: Cursor): boolean {
  const { bytes, end } = cursor;
  let depth = 0;
  let { at } = cursor;
  for (;;) {
    while (at < end && meanings[bytes[at] ?? 0] === plain) at++;
    if (at >= end) break;
    const meaning = meanings[bytes[at] ?? 0];
    if (meaning === nested) {
      cursor.at = at;
      if (!skipNested(cursor)) return false;
      at = cursor.at;
      continue;
    }
    if (meaning === opening) depth++;
    else if (depth === 0) {
      cursor.at = at;
      return true;
    } else if (meaning === closing) depth--;
    at++;
  }
  cursor.at = end;
  return false;
}

/** What a byte means in an argument: each but the first four begins something that has rules of its own. */
const [plain, opening, closing, comma, nested] = [0, 1, 2, 3, 4];

const meanings: Uint8Array = new Uint8Array(256);
for (const byte of [char.open, char.openBracket, char.openBrace]) meanings[byte] = opening;
for (const byte of [char.close, char.closeBracket, char.closeBrace]) meanings[byte] = closing;
for (const byte of [char.quote, char.less, char.slash]) meanings[byte] = nested;
meanings[char.comma] = comma;

/** Moves behind the text, annotation or comment that begins at the cursor, or behind a sign that begins none. */
function skipNested(cursor: Cursor): boolean {
  const { bytes, at } = cursor;
  const next = bytes[at + 1];
  switch (bytes[at]) {
    case char.quote:
      return skipQuoted(cursor);
    case char.less:
      // `21<<MAP_HUGE_SHIFT` is no annotation.
      if (next !== char.less) return skipAnnotation(cursor);
      cursor.at += 2;
      return true;
    default:
      if (next === char.star) return skipComment(cursor);
      cursor.at++;
      return true;
  }
}

function skipComment(cursor: Cursor): boolean {
  for (let at = cursor.at + 3; at < cursor.end; at++) {
    if (cursor.bytes[at] === char.slash && cursor.bytes[at - 1] === char.star) {
      cursor.at = at + 1;
      return true;
    }
  }
  cursor.at = cursor.end;
  return false;
}
