import type { JsonScan } from "./json-scan.ts";
import { jsonText } from "./json-text.ts";

/** Longer than any name or id. */
const longestName = 4096;

/** Reads a string that is kept: a {@link JsonReader}. One of more than 4,096 characters is `undefined`. */
export function jsonName(scan: JsonScan): string | undefined {
  const text = jsonText(scan);
  return text !== undefined && text.length > longestName ? undefined : text;
}
