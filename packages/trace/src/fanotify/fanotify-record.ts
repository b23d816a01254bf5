import { jsonBoolean } from "../json/json-boolean.ts";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import type { JsonReader } from "../json/json-scan.ts";
import { jsonText } from "../json/json-text.ts";

/** A line of `hooks/fanotify.pl`. */
export interface FanotifyRecord {
  /** Version of the format, in the first line. */
  readonly fanotify: number | undefined;
  /** What is watched, in the first line, and whether that is a file system of its own. */
  readonly root: string | undefined;
  readonly own: boolean | undefined;
  readonly time: number | undefined;
  readonly pid: number | undefined;
  /** In the first line of a process. */
  readonly parent: number | undefined;
  /** `exec`, `read`, `write` and `open`, with spaces between. */
  readonly did: string | undefined;
  readonly path: string | undefined;
  /** Number of events that are missing. */
  readonly dropped: number | undefined;
  /** Time of the end, in the last line. */
  readonly ended: number | undefined;
}

/** Reads such a line. */
export const readFanotifyRecord: JsonReader<FanotifyRecord> = jsonObject({
  fanotify: jsonNumber,
  root: jsonText,
  own: jsonBoolean,
  time: jsonNumber,
  pid: jsonNumber,
  parent: jsonNumber,
  did: jsonText,
  path: jsonText,
  dropped: jsonNumber,
  ended: jsonNumber,
});
