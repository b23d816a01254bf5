import type { RuntimeEvent } from "@coppice/types";
import type { ReadLogOptions } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";
import type { Cursor } from "./cursor.ts";
import { type LineSink, type LineVerdict, readLines } from "./read-lines.ts";

/** Reads the lines of a log that stands among other output. */
export interface MixedLineReader {
  /** Takes the next line, valid during the call only; `foreign` when it is other output. */
  line(cursor: Cursor, offset: number): LineVerdict | "foreign";
}

/** How far the first line of the format is looked for. */
const recogniseWithin = 1 << 16;

/**
 * Reads a log that a runtime writes to where its program writes, too: lines of others are passed over, but one of the
 * format must be among the first.
 *
 * @throws A {@link TraceError} as `readLines` does.
 */
export function readMixedLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadLogOptions,
  format: string,
  create: (sink: LineSink) => MixedLineReader,
): AsyncGenerator<readonly RuntimeEvent[], void, undefined> {
  return readLines(chunks, options, format, (sink) => {
    const reader = create(sink);
    let recognised = false;
    return {
      line(cursor, offset) {
        const verdict = reader.line(cursor, offset);
        if (verdict !== "foreign") {
          recognised = true;
          return verdict;
        }
        if (!recognised && offset > recogniseWithin) throw notThisFormat(format);
        return "ignored";
      },
      end() {
        if (!recognised) throw notThisFormat(format);
      },
    };
  });
}

function notThisFormat(format: string): TraceError {
  return new TraceError(
    "LOG_FORMAT",
    `no line of ${format} is in the first ${recogniseWithin} bytes; check which file was given`,
  );
}
