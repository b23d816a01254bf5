import { skipText } from "../lines/cursor.ts";
import { type JsonScan, skipValue } from "./json-scan.ts";

/** Reads `true` or `false`: a {@link JsonReader}. */
export function jsonBoolean(scan: JsonScan): boolean | undefined {
  if (skipText(scan, "true")) return true;
  if (skipText(scan, "false")) return false;
  skipValue(scan);
  return undefined;
}
