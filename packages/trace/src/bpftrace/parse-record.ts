import { decodeName } from "@coppice/image";
import { type Cursor, char, readDigits } from "../lines/cursor.ts";
import { plainText, recentText } from "../lines/plain-text.ts";
import type { BpftraceRecord } from "./bpftrace-record.ts";

/**
 * What follows letter, time and process, each after a space. `n`: a decimal number; `f`: flags or a port, in hexadecimal;
 * `c`: bytes 63 and 199 from where the path begins; `d`: a folder; `i`: a file; `t`: text to the end.
 */
const layouts: ReadonlyMap<number, string> = new Map(
  Object.entries({
    B: "t",
    F: "nf",
    X: "cit",
    E: "",
    O: "cfdit",
    S: "cfdt",
    C: "cit",
    D: "i",
    R: "ct",
    P: "ct",
    M: "i",
    U: "",
    c: "nft",
    l: "nft",
    a: "nft",
    Z: "",
  }).map(([letter, layout]) => [letter.charCodeAt(0), layout]),
);

/**
 * Lengths that a text has when it is cut: `BPFTRACE_STRLEN` less one. Of the first two, the script says what follows in
 * memory; of the others that is not known.
 */
const cutLengths: ReadonlySet<number> = new Set([63, 199, 127, 255, 511, 1023]);

/** Reads a line of `hooks/coppice.bt`, without its end; `undefined` when it is none. */
export function parseRecord(cursor: Cursor, offset: number): BpftraceRecord | undefined {
  const { bytes, end } = cursor;
  const letter = bytes[cursor.at++] ?? 0;
  const layout = layouts.get(letter);
  if (layout === undefined) return undefined;
  const micros = readNumber(cursor);
  const pid = readNumber(cursor);
  if (micros < 0 || pid < 0) return undefined;
  let number = 0;
  let flags = 0;
  let folder = "";
  let file = "";
  let text = "";
  let followed: readonly [number, number] | undefined;
  let truncated = false;
  for (const field of layout) {
    if (field === "n") number = readNumber(cursor);
    else if (field === "f") flags = readHex(cursor, char.space);
    else if (field === "c") followed = [readHex(cursor, char.space), readHex(cursor, char.colon)];
    else if (field === "d") folder = readWord(cursor);
    else if (field === "i") file = readWord(cursor);
    else {
      if (!skipByte(cursor, char.space)) return undefined;
      truncated = followed !== undefined && isCut(end - cursor.at, followed);
      text = readText(bytes, cursor.at, end);
      cursor.at = end;
    }
    if (number < 0 || flags < 0 || (followed && (followed[0] < 0 || followed[1] < 0))) {
      return undefined;
    }
    if (field === "d" ? folder === "" : field === "i" && file === "") return undefined;
  }
  if (cursor.at !== end) return undefined;
  const name = String.fromCharCode(letter);
  return { letter: name, offset, micros, pid, number, flags, folder, file, text, truncated };
}

/** No path is empty: such a one was not in memory when it was read. */
function isCut(length: number, [after63, after199]: readonly [number, number]): boolean {
  if (length === 63) return after63 !== 0;
  if (length === 199) return after199 !== 0;
  return length === 0 || cutLengths.has(length);
}

function skipByte(cursor: Cursor, byte: number): boolean {
  if (cursor.at >= cursor.end || cursor.bytes[cursor.at] !== byte) return false;
  cursor.at++;
  return true;
}

function readNumber(cursor: Cursor): number {
  return skipByte(cursor, char.space) ? readDigits(cursor) : -1;
}

/** A number in hexadecimal after a sign; -1 when there is none or it is larger than a word of flags. */
function readHex(cursor: Cursor, sign: number): number {
  if (!skipByte(cursor, sign)) return -1;
  const start = cursor.at;
  let value = 0;
  for (; cursor.at < cursor.end; cursor.at++) {
    const digit = hexDigit(cursor.bytes[cursor.at] ?? 0);
    if (digit < 0) break;
    value = value * 16 + digit;
  }
  return cursor.at === start || cursor.at - start > 12 ? -1 : value;
}

function hexDigit(byte: number): number {
  if (byte >= char.zero && byte <= char.nine) return byte - char.zero;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
}

/** A device and an inode after a space, as they stand there; empty when there are none. */
function readWord(cursor: Cursor): string {
  const start = cursor.at + 1;
  if (readHexDigits(cursor, char.space) && readHexDigits(cursor, char.colon)) {
    return plainText(cursor.bytes, start, cursor.at);
  }
  return "";
}

function readHexDigits(cursor: Cursor, sign: number): boolean {
  if (!skipByte(cursor, sign)) return false;
  const start = cursor.at;
  while (cursor.at < cursor.end && hexDigit(cursor.bytes[cursor.at] ?? 0) >= 0) cursor.at++;
  return cursor.at > start && cursor.at - start <= 16;
}

function readText(bytes: Uint8Array, start: number, end: number): string {
  const known = recentText(bytes, start, end);
  if (known !== undefined) return known;
  for (let at = start; at < end; at++) {
    if ((bytes[at] ?? 0) >= 0x80) return decodeName(bytes.subarray(start, end));
  }
  return plainText(bytes, start, end);
}
