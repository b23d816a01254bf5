import { headLines } from "../lines/head-lines.ts";
import { readMixedLines } from "../lines/read-mixed-lines.ts";
import type { LogFormat } from "../log-format.ts";
import { readImportTime } from "./read-import-time.ts";
import { readVerboseLine } from "./read-verbose-line.ts";

/**
 * Reads what `python3 -X importtime` writes to stderr, among whatever else is written there: the modules that were asked
 * for, by their names alone. A module that was not found has a line as well, so that the names say no more than that the
 * module, if it is there, was loaded.
 *
 * @example
 * ```ts
 * import { pythonImportTime } from "@coppice/trace";
 *
 * const log = `import time: self [us] | cumulative | imported package
 * import time:        95 |         95 |     certifi.core
 * `;
 * const names: string[] = [];
 * for await (const batch of pythonImportTime.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "load" && !event.path.known) names.push(event.path.given);
 *   }
 * }
 * names; // => ["certifi.core"]
 * ```
 */
export const pythonImportTime: LogFormat = {
  name: "python-importtime",
  title: "python3 -X importtime of CPython 3.7 and later",
  shows: ["load"],
  ecosystems: ["pypi"],
  blindSpots: [
    "from which file a module came, and whether it was found at all",
    "the program itself, and code that is run but not imported",
    "which files were opened or executed",
    "what processes do that were started without the option, and programs that are no Python",
  ],
  record: "python3 -X importtime app.py 2> import-time.log",
  recognises(head) {
    let recognised = false;
    for (const { line } of headLines(head)) {
      // With -v as well, the log shows more as one of that.
      if (readVerboseLine(line) !== undefined) return false;
      recognised ||= readImportTime(line) !== undefined;
    }
    return recognised;
  },
  read: (chunks, options = {}) =>
    readMixedLines(chunks, options, "python -X importtime", (sink) => {
      const process = { pid: 0 };
      return {
        line(cursor, offset) {
          const name = readImportTime(cursor);
          if (name === undefined) return "foreign";
          if (name === "") return "ignored";
          const path = { known: false, given: name, reason: "name" } as const;
          sink.emit({ kind: "load", offset, process, path });
          return "read";
        },
      };
    }),
};
