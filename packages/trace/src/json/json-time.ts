import { char } from "../lines/cursor.ts";
import { type JsonScan, skipString, skipValue } from "./json-scan.ts";

/**
 * Reads a string with a date and time, as RFC 3339 has it, and gives seconds since 1970: a {@link JsonReader}. Digits
 * of the second are read as far as a number holds them. A string that is none is `undefined`.
 */
export function jsonTime(scan: JsonScan): number | undefined {
  const start = scan.at + 1;
  if (scan.bytes[scan.at] !== char.quote) {
    skipValue(scan);
    return undefined;
  }
  skipString(scan);
  return scan.broken ? undefined : timeBetween(scan.bytes, start, scan.at - 1);
}

/** Times come in order: most are of the same day as the one before. */
const lastDay = { year: 0, month: 0, day: 0, seconds: 0 };

function timeBetween(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start < 20) return undefined;
  const year = digits(bytes, start, 4);
  const month = digits(bytes, start + 5, 2);
  const day = digits(bytes, start + 8, 2);
  const hour = digits(bytes, start + 11, 2);
  const minute = digits(bytes, start + 14, 2);
  const second = digits(bytes, start + 17, 2);
  // A digit that is none makes the number NaN.
  let seconds = dayStart(year, month, day) + hour * 3600 + minute * 60 + second;
  let at = start + 19;
  if (bytes[at] === char.dot) {
    const from = ++at;
    while (at < end && (bytes[at] ?? 0) >= char.zero && (bytes[at] ?? 0) <= char.nine) at++;
    const length = Math.min(at - from, 15);
    seconds += digits(bytes, from, length) / 10 ** length;
  }
  const zone = zoneSeconds(bytes, at, end);
  const time = seconds - zone;
  return Number.isNaN(time) ? undefined : time;
}

function dayStart(year: number, month: number, day: number): number {
  if (lastDay.year !== year || lastDay.month !== month || lastDay.day !== day) {
    lastDay.seconds = Date.UTC(year, month - 1, day) / 1000;
    lastDay.year = year;
    lastDay.month = month;
    lastDay.day = day;
  }
  return lastDay.seconds;
}

/** How far a zone is ahead, `Z` or `+02:00`; NaN when it is none. */
function zoneSeconds(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 === end) return ((bytes[at] ?? 0) | 0x20) === letterZ ? 0 : Number.NaN;
  if (at + 6 !== end) return Number.NaN;
  const seconds = digits(bytes, at + 1, 2) * 3600 + digits(bytes, at + 4, 2) * 60;
  if (bytes[at] === char.plus) return seconds;
  return bytes[at] === char.minus ? -seconds : Number.NaN;
}

const letterZ = 0x7a;

function digits(bytes: Uint8Array, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at++) {
    const digit = (bytes[at] ?? 0) - char.zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
