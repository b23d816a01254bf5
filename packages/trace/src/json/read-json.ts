import type { Cursor } from "../lines/cursor.ts";
import { type JsonReader, nextByte } from "./json-scan.ts";

/** What became of a text: a value, none of the type that was asked for, or no JSON at all. */
export interface JsonOutcome<Value> {
  /** It is one JSON value. */
  readonly read: boolean;
  readonly value?: Value | undefined;
}

/**
 * Reads the one JSON value that stands between the cursor and its end; the cursor stays. The value is as `JSON.parse`
 * would have made it, reduced to what `reader` asks for; see `skipValue` for the damage that is not noticed in the
 * rest.
 */
export function readJson<Value>(cursor: Cursor, reader: JsonReader<Value>): JsonOutcome<Value> {
  const scan = { bytes: cursor.bytes, at: cursor.at, end: cursor.end, broken: false };
  if (nextByte(scan) < 0) return unread;
  const value = reader(scan);
  if (scan.broken || nextByte(scan) >= 0) return unread;
  return { read: true, value };
}

const unread: JsonOutcome<never> = { read: false };
