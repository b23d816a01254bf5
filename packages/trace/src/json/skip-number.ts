import { char, isDigit } from "../lines/cursor.ts";
import type { JsonScan } from "./json-scan.ts";

/** Whether a byte begins a number. */
export function beginsNumber(byte: number | undefined): boolean {
  return byte !== undefined && (isDigit(byte) || byte === char.minus);
}

/** Moves behind the number at the place, and says whether it has digits only. RFC 8259, section 6. */
export function skipNumber(scan: JsonScan): boolean {
  const start = scan.at;
  if (byteAt(scan) === char.minus) scan.at++;
  const first = scan.at;
  skipDigits(scan);
  if (scan.bytes[first] === char.zero && scan.at - first > 1) scan.broken = true;
  const integerEnd = scan.at;
  if (byteAt(scan) === char.dot) {
    scan.at++;
    skipDigits(scan);
  }
  if ((byteAt(scan) | 0x20) === letterE) {
    scan.at++;
    const sign = byteAt(scan);
    if (sign === char.plus || sign === char.minus) scan.at++;
    skipDigits(scan);
  }
  return first === start && scan.at === integerEnd;
}

const letterE = 0x65;

/** Moves behind digits, of which there must be one. */
function skipDigits(scan: JsonScan): void {
  const start = scan.at;
  while (isDigit(byteAt(scan))) scan.at++;
  if (scan.at === start) scan.broken = true;
}

function byteAt(scan: JsonScan): number {
  return scan.at < scan.end ? (scan.bytes[scan.at] ?? -1) : -1;
}
