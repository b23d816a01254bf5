import { decodeName } from "@coppice/image";
import { char } from "../lines/cursor.ts";
import { failScan, type JsonScan } from "./json-scan.ts";

/**
 * The string whose quotes enclose `start` and `end` (RFC 8259, section 7). What is no string of JSON breaks the scan.
 */
export function unescapeString(scan: JsonScan, start: number, end: number): string | undefined {
  const { bytes } = scan;
  let text = "";
  let from = start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < char.space) return failScan(scan);
    if (byte !== char.backslash) continue;
    const unit = escapedUnit(bytes, at + 1, end);
    if (unit < 0) return failScan(scan);
    text += decodeName(bytes.subarray(from, at)) + String.fromCharCode(unit);
    at += bytes[at + 1] === letterU ? 5 : 1;
    from = at + 1;
  }
  return text + decodeName(bytes.subarray(from, end));
}

/** The UTF-16 code unit that what follows a backslash stands for; -1 when it is no escape. */
function escapedUnit(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  if (bytes[at] !== letterU) return letters.get(bytes[at] ?? 0) ?? -1;
  if (at + 5 > end) return -1;
  let unit = 0;
  for (let index = at + 1; index < at + 5; index++) {
    const digit = hexValue(bytes[index] ?? 0);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

const letterU = 0x75;

/** What follows a backslash, and what it stands for. */
const letters: ReadonlyMap<number, number> = new Map(
  Object.entries({ '"': 0x22, "\\": 0x5c, "/": 0x2f, b: 8, f: 12, n: 10, r: 13, t: 9 }).map(
    ([letter, unit]) => [letter.charCodeAt(0), unit],
  ),
);

function hexValue(byte: number): number {
  if (byte >= char.zero && byte <= char.nine) return byte - char.zero;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
