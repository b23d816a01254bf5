import type { RuntimeEvent } from "@coppice/types";
import type { Cursor } from "../lines/cursor.ts";
import { type LineSink, type LineVerdict, readLines } from "../lines/read-lines.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { joinPartialLines } from "./join-partial-lines.ts";
import { joinRecords } from "./join-records.ts";

/** Reads the records of one log. */
export interface JsonRecordReader {
  /** Takes the next record, a JSON object; the cursor is valid during the call only. */
  record(cursor: Cursor, offset: number): LineVerdict;
  /** Takes a line without an object; unreadable by default. */
  text?(cursor: Cursor, offset: number): LineVerdict;
  /** Takes the end of the log. */
  end?(): void;
}

/**
 * Reads a log of JSON objects: one a line, also behind what a container runtime or `kubectl logs --prefix` writes
 * before each line, the former also in pieces, or printed over several lines as jq does, also as items of an array. A
 * log that ends within an object is `cut`.
 *
 * @throws As {@link readLines} does.
 */
export function readJsonRecords(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadLogOptions,
  format: string,
  create: (sink: LineSink) => JsonRecordReader,
): AsyncGenerator<readonly RuntimeEvent[], void, undefined> {
  return readLines(chunks, options, format, (sink) =>
    joinPartialLines(sink, joinRecords(sink, format, create(sink))),
  );
}
