import { decodeName } from "@coppice/image";
import { type Cursor, char, isDigit, peek, skipSpaces, skipText } from "../lines/cursor.ts";
import { plainText, recentText } from "../lines/plain-text.ts";

/** One line of `/proc/PID/maps` (proc_pid_maps(5)). */
export interface Mapping {
  readonly executable: boolean;
  /** What is mapped, as the kernel names it; absent for memory that has no name. */
  readonly given: string | undefined;
}

/** Reads `7f1e3c23a000-7f1e3c260000 r-xp 00026000 fe:00 339380    /usr/lib/libc.so.6`. */
export function readMapping(cursor: Cursor): Mapping | undefined {
  if (!skipHex(cursor) || !skipText(cursor, "-") || !skipHex(cursor)) return undefined;
  if (!skipText(cursor, " ")) return undefined;
  const { bytes, end } = cursor;
  const permissions = cursor.at;
  const kind = bytes[permissions + 3];
  if (end - permissions < 5 || (kind !== letterP && kind !== letterS)) return undefined;
  const executable = bytes[permissions + 2] === letterX;
  if (!executable && bytes[permissions + 2] !== char.minus) return undefined;
  cursor.at = permissions + 4;
  if (!skipText(cursor, " ") || !skipHex(cursor) || !skipText(cursor, " ")) return undefined;
  if (!skipHex(cursor) || !skipText(cursor, ":") || !skipHex(cursor)) return undefined;
  if (!skipText(cursor, " ") || !isDigit(peek(cursor))) return undefined;
  while (isDigit(peek(cursor))) cursor.at++;
  const ended = cursor.at;
  skipSpaces(cursor);
  if (cursor.at === end) return { executable, given: undefined };
  return cursor.at === ended ? undefined : { executable, given: readName(cursor) };
}

const [letterP, letterS, letterX] = [0x70, 0x73, 0x78];

function skipHex(cursor: Cursor): boolean {
  const start = cursor.at;
  while (isHexDigit(peek(cursor))) cursor.at++;
  return cursor.at > start && cursor.at - start <= 16;
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66);
}

/** The kernel writes a newline as `\012` and every other byte as it is, a backslash among them. */
function readName({ bytes, at: start, end }: Cursor): string {
  const recent = recentText(bytes, start, end);
  if (recent !== undefined) return recent;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === char.backslash || byte > 0x7f) {
      return decodeName(bytes.subarray(start, end)).replaceAll("\\012", "\n");
    }
  }
  return plainText(bytes, start, end);
}
