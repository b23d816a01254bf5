import { plainText } from "../lines/plain-text.ts";
import type { JsonScan } from "./json-scan.ts";
import { jsonText } from "./json-text.ts";
import { beginsNumber, skipNumber } from "./skip-number.ts";

/**
 * Reads a number as the text that it is written with, or a string: a {@link JsonReader} for integers of 64 bits, which
 * the JSON of protobuf writes as strings.
 */
export function jsonDigits(scan: JsonScan): string | undefined {
  const { bytes, at: start } = scan;
  if (!beginsNumber(bytes[start])) return jsonText(scan);
  skipNumber(scan);
  return scan.broken ? undefined : plainText(bytes, start, scan.at);
}
