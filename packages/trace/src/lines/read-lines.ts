import type { RuntimeEvent } from "@coppice/types";
import { defaultLogLimits, type LogLimits, type ReadLogOptions } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";
import type { Cursor } from "./cursor.ts";
import { createLineProblems } from "./line-problems.ts";
import { splitLines } from "./split-lines.ts";

/** What became of a line: read, of no interest but of this format, or not of this format. */
export type LineVerdict = "read" | "ignored" | "unreadable";

/** Reads the lines of one log. */
export interface LineReader {
  /** Takes the next line; the cursor is valid during the call only. */
  line(cursor: Cursor, offset: number): LineVerdict;
  /** Takes the end of the log. */
  end?(): void;
}

/** What a {@link LineReader} is given to work with. */
export interface LineSink {
  readonly limits: LogLimits;
  /** Hands on an event. */
  emit(event: RuntimeEvent): void;
  /** Reports a record that cannot be read, other than the line that is being read. */
  problem(offset: number, message: string): void;
}

/** How far the first line of the format is looked for. */
const recogniseWithin = 1 << 16;

/** As many bytes as one batch of events comes of. */
const pieceBytes = 1 << 16;

/**
 * Reads a log line by line. Batches end at the same places of the log however it is cut into chunks, and memory holds
 * one line and what `create`'s reader keeps.
 *
 * @throws A {@link TraceError} with code `LOG_FORMAT` when no line of the format is in the first 64 KiB, `LOG_LINE` for
 * the first unreadable line without `onProblem`, `LIMIT_EXCEEDED`.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadLogOptions,
  format: string,
  create: (sink: LineSink) => LineReader,
): AsyncGenerator<readonly RuntimeEvent[], void, undefined> {
  const { signal } = options;
  const limits: LogLimits = { ...defaultLogLimits, ...options.limits };
  const problems = createLineProblems(options, limits.problems);
  let events: RuntimeEvent[] = [];
  let bytesRead = 0;
  let recognised = false;
  const reader = create({
    limits,
    emit: (event) => events.push(event),
    problem: (offset, message) => problems.report(offset, message),
  });
  const lines = splitLines({
    onLine: (line, offset) => {
      if (line.at === line.end) return;
      const verdict = reader.line(line, offset);
      if (verdict === "unreadable") problems.report(offset, `this is no line of ${format}`);
      else recognised = true;
    },
    onLongLine: (offset) =>
      problems.report(
        offset,
        `this line has more than ${limits.lineBytes} bytes; raise limits.lineBytes to read it`,
      ),
    limit: limits.lineBytes,
  });
  const recognise = (ended: boolean): void => {
    if (recognised) problems.confirm();
    else if (ended || bytesRead >= recogniseWithin) throw notThisFormat(format, bytesRead);
  };
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    for (let start = 0; start < chunk.length; ) {
      const length = Math.min(pieceBytes - (bytesRead % pieceBytes), chunk.length - start);
      // A plain array, since cutting a Node.js Buffer is slow.
      lines.push(new Uint8Array(chunk.buffer, chunk.byteOffset + start, length));
      bytesRead += length;
      start += length;
      recognise(false);
      if (events.length > 0) {
        yield events;
        events = [];
      }
    }
  }
  lines.end();
  reader.end?.();
  recognise(true);
  if (events.length > 0) yield events;
}

function notThisFormat(format: string, bytes: number): TraceError {
  return new TraceError(
    "LOG_FORMAT",
    bytes === 0
      ? `the log is empty; record it again as ${format}`
      : `no line of ${format} is in the first ${bytes} bytes; check which file was given`,
  );
}
