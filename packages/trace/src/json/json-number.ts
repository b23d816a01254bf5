import { char } from "../lines/cursor.ts";
import { plainText } from "../lines/plain-text.ts";
import { type JsonScan, skipValue } from "./json-scan.ts";
import { beginsNumber, skipNumber } from "./skip-number.ts";

/**
 * Reads a number: a {@link JsonReader}. An integer of more than 2^53 loses its last digits, see {@link jsonDigits}; one
 * of more than 10^308 is `undefined`.
 */
export function jsonNumber(scan: JsonScan): number | undefined {
  const { bytes, at: start } = scan;
  if (!beginsNumber(bytes[start])) {
    skipValue(scan);
    return undefined;
  }
  const onlyDigits = skipNumber(scan);
  if (scan.broken) return undefined;
  if (!onlyDigits || scan.at - start > 15) {
    const number = Number(plainText(bytes, start, scan.at));
    return Number.isFinite(number) ? number : undefined;
  }
  let value = 0;
  for (let at = start; at < scan.at; at++) value = value * 10 + (bytes[at] ?? 0) - char.zero;
  return value;
}
