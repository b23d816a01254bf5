import { type Cursor, char } from "../lines/cursor.ts";
import { rawText } from "../lines/raw-text.ts";

/** How Python quotes, unless the text has one of these and none of `"`. */
export const apostrophe = 0x27;

/**
 * Reads the text that Python's `repr` wrote in quotes at the cursor, and moves behind it; `undefined` when it does not
 * end. A byte of a path that is not UTF-8 is a lone surrogate there, as here.
 */
export function readRepr(cursor: Cursor): string | undefined {
  const { bytes, end } = cursor;
  const quote = bytes[cursor.at];
  const start = cursor.at + 1;
  let escaped = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === char.backslash) {
      escaped = true;
      at++;
    } else if (byte === quote) {
      cursor.at = at + 1;
      const text = rawText(bytes, start, at);
      return escaped ? withoutEscapes(text) : text;
    }
  }
  return undefined;
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)/g, (_, name: string) => {
    if (name.length === 1) return controls.get(name) ?? name;
    const code = Number.parseInt(name.slice(1), 16);
    return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  });
}

const controls: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
