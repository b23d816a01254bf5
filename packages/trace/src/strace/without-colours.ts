import { type Cursor, char } from "../lines/cursor.ts";

/**
 * A line without the sequences that colour it on a terminal (ECMA-48, 5.4), which strace 6.19 writes with
 * `--color=always`. In what programs say strace writes the character that begins them as `\33`.
 */
export function withoutColours(line: Cursor): Cursor {
  const { bytes, at: start, end } = line;
  const plain = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== char.escape || bytes[at + 1] !== char.openBracket) {
      plain[length++] = byte;
      continue;
    }
    at += 2;
    // Parameters are from 0x20 to 0x3f; what comes then ends the sequence.
    while (at < end && (bytes[at] ?? 0) < 0x40) at++;
  }
  return { bytes: plain, at: 0, end: length };
}
