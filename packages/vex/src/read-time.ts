import type { JsonValue } from "@coppice/sbom";
import { textOf } from "./json/members.ts";
import { parseTime } from "./parse-time.ts";
import type { VexReading } from "./vex-reader.ts";

/** A time as written, where it is one; otherwise that is a problem, and it counts as unstated. */
export function readTime(
  value: JsonValue | undefined,
  pointer: string,
  reading: VexReading,
): string | undefined {
  const text = textOf(value);
  if (text === undefined || parseTime(text) !== undefined) return text;
  const message = `${JSON.stringify(text)} is no date and time of RFC 3339 with an offset; it counts as unstated`;
  reading.problem("TIME_INVALID", pointer, message);
  return undefined;
}
