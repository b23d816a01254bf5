import { decodeName } from "@coppice/image";
import { char } from "../lines/cursor.ts";
import { plainText, recentText } from "../lines/plain-text.ts";

/**
 * The text that strace wrote between `start` and `end`: escapes undone, bytes taken as UTF-8. A byte that is not UTF-8
 * becomes a lone surrogate U+DC80 to U+DCFF, as in the paths of a FileEntry.
 */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  const recent = recentText(bytes, start, end);
  if (recent !== undefined) return recent;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === char.backslash || byte > 0x7f) return decodeName(undoEscapes(bytes, start, end));
  }
  return plainText(bytes, start, end);
}

/** Undoes the escapes of C: octal of up to three digits, `\x` and two digits, and the letters. */
function undoEscapes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const plain = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== char.backslash) {
      plain[length++] = byte;
      continue;
    }
    const next = bytes[++at] ?? char.backslash;
    if (isOctal(next)) {
      let value = next - char.zero;
      for (let digits = 1; digits < 3 && at + 1 < end; digits++, at++) {
        const digit = bytes[at + 1] ?? 0;
        if (!isOctal(digit)) break;
        value = value * 8 + digit - char.zero;
      }
      plain[length++] = value;
    } else if (next === letterX) {
      plain[length++] = hexValue(bytes[at + 1]) * 16 + hexValue(bytes[at + 2]);
      at += 2;
    } else {
      plain[length++] = letters.get(next) ?? next;
    }
  }
  return plain.subarray(0, length);
}

const letterX = 0x78;

/** What follows a backslash, and the byte that it stands for. */
const letters: ReadonlyMap<number, number> = new Map(
  Object.entries({ a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27 }).map(([letter, byte]) => [
    letter.charCodeAt(0),
    byte,
  ]),
);

function isOctal(byte: number): boolean {
  return byte >= char.zero && byte < char.zero + 8;
}

function hexValue(byte: number = char.zero): number {
  if (byte <= char.nine) return byte - char.zero;
  return (byte & 0x5f) - 0x37;
}
