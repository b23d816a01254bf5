import { isEscaped } from "./count-members.ts";

/** Is told of each value of a JSON text, in the order of the text. Offsets are of UTF-16 units. */
export interface JsonVisitor {
  /** A member's name, quotes and escapes included, is `text.slice(start, end)`. */
  onName?(start: number, end: number): void;
  /** A value starts: an object and an array too, before what is inside. */
  onValue?(start: number): void;
  onOpen?(array: boolean): void;
  onClose?(): void;
}

/** Where a text stops being JSON, and what should stand there. */
export interface JsonFault {
  readonly offset: number;
  readonly expected: string;
}

const quote = 0x22;
const comma = 0x2c;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Goes once through JSON text (RFC 8259, a byte order mark before it allowed) without recursion, and says where it stops
 * being JSON. What is inside of strings is looked at where it is `strict`.
 */
export function scanJson(
  text: string,
  visitor: JsonVisitor,
  strict = false,
): JsonFault | undefined {
  /** For each open container whether it is an array. */
  const open: boolean[] = [];
  let at = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  let needsValue = true;
  /** A container has just been opened, so it may be closed before its first value. */
  let fresh = false;
  /** Whether the innermost container is an array. */
  let array: boolean | undefined;
  for (;;) {
    if (needsValue) {
      const code = text.charCodeAt(at);
      if (fresh && code === (array ? closeArray : closeObject)) {
        needsValue = false;
        continue;
      }
      if (array === false) {
        if (code !== quote) return { offset: at, expected: "a member's name in double quotes" };
        const end = endOfString(text, at, strict);
        if (end < 0) return stringFault(text, at);
        visitor.onName?.(at, end);
        at = skipSpace(text, end);
        if (text[at] !== ":") return { offset: at, expected: "a colon" };
        at = skipSpace(text, at + 1);
      }
      visitor.onValue?.(at);
      const first = text.charCodeAt(at);
      fresh = first === openObject || first === openArray;
      if (fresh) {
        array = first === openArray;
        open.push(array);
        visitor.onOpen?.(array);
        at = skipSpace(text, at + 1);
        continue;
      }
      const end = first === quote ? endOfString(text, at, strict) : endOfWord(text, at);
      if (end < 0) {
        return first === quote ? stringFault(text, at) : { offset: at, expected: "a value" };
      }
      at = skipSpace(text, end);
      needsValue = false;
    }
    if (array === undefined) {
      return at < text.length ? { offset: at, expected: "the end of the text" } : undefined;
    }
    const code = text.charCodeAt(at);
    if (code === comma) {
      needsValue = true;
      fresh = false;
    } else if (code === (array ? closeArray : closeObject)) {
      open.pop();
      array = open[open.length - 1];
      visitor.onClose?.();
    } else return { offset: at, expected: `a comma or "${array ? "]" : "}"}"` };
    at = skipSpace(text, at + 1);
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    const space = code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
    if (!space) return at;
    at += 1;
  }
}

/** Where the string that starts at `start` ends; negative where it does not. */
function endOfString(text: string, start: number, strict: boolean): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end < 0 || (strict && stringFault(text, start).offset < end)) return -1;
  return end + 1;
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const words = ["true", "false", "null"];

/** Where the number or word that starts at `start` ends; negative where there is none. */
function endOfWord(text: string, start: number): number {
  const word = words.find((candidate) => text.startsWith(candidate, start));
  if (word !== undefined) return start + word.length;
  number.lastIndex = start;
  return number.test(text) ? number.lastIndex : -1;
}

/** What is wrong with the string that starts at `start`; where it ends, if nothing else is. */
function stringFault(text: string, start: number): JsonFault {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    const ends = code === quote || Number.isNaN(code);
    if (ends) return { offset: at, expected: "the end of a string" };
    if (code < 0x20) return { offset: at, expected: "an escape instead of a control character" };
    if (code !== backslash) at += 1;
    else if (/^\\(?:[bfnrt"\\/]|u[0-9a-fA-F]{4})/.test(text.slice(at, at + 6))) {
      at += text.charAt(at + 1) === "u" ? 6 : 2;
    } else return { offset: at, expected: "an escape of JSON" };
  }
}
