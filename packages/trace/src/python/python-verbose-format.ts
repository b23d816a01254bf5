import type { EventPath, FileEvent } from "@coppice/types";
import { headLines } from "../lines/head-lines.ts";
import type { LineSink } from "../lines/read-lines.ts";
import { type MixedLineReader, readMixedLines } from "../lines/read-mixed-lines.ts";
import type { LogFormat } from "../log-format.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { readVerboseLine } from "./read-verbose-line.ts";

/**
 * Reads what `python3 -v` or `-vv` writes to stderr, among whatever else is written there: each file of code that was loaded,
 * with its path. Of bytecode that fits to its source it is shown that the source was looked at. A relative path starts
 * from `options.cwd`. A module in an archive is a member of it when the archive is a `.zip`, `.egg`, `.whl` or `.pyz`.
 *
 * @example
 * ```ts
 * import { pythonVerbose } from "@coppice/trace";
 *
 * const log = `import 'time' # <class '_frozen_importlib.BuiltinImporter'>
 * # code object from '/app/__pycache__/jobs.cpython-311.pyc'
 * import 'jobs' # <_frozen_importlib_external.SourceFileLoader object at 0x7f9d10c0e390>
 * `;
 * const loaded: string[] = [];
 * for await (const batch of pythonVerbose.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "load" && event.path.known) loaded.push(event.path.path);
 *   }
 * }
 * loaded; // => ["/app/__pycache__/jobs.cpython-311.pyc"]
 * ```
 */
export const pythonVerbose: LogFormat = {
  name: "python-verbose",
  title: "python -v of CPython 2.7 and 3",
  shows: ["load", "read", "stat", "write"],
  ecosystems: ["pypi"],
  blindSpots: [
    "the program itself, and code that is run but not imported",
    "which data files were opened, and which programs were executed",
    "modules that are built into the interpreter or frozen",
    "what native code loads by itself",
    "what processes do that were started without the option, and programs that are no Python",
  ],
  record: "python3 -v app.py 2> verbose.log",
  recognises(head) {
    for (const { line } of headLines(head)) if (readVerboseLine(line) !== undefined) return true;
    return false;
  },
  read: (chunks, options = {}) =>
    readMixedLines(chunks, options, "python -v", (sink) => followVerbose(sink, options)),
};

function followVerbose(sink: LineSink, { imageRoot, cwd }: ReadLogOptions): MixedLineReader {
  const places = createRecordedPlaces({ imageRoot, inside: true });
  const process = { pid: 0 };

  function emit(kind: FileEvent["kind"], text: string, offset: number): void {
    const inner = archiveEnd(text);
    const path = places.place(text.slice(0, inner), { folder: cwd });
    sink.emit({ kind, offset, process, path: withMember(path, text.slice(inner + 1)) });
  }

  return {
    line(cursor, offset) {
      const line = readVerboseLine(cursor);
      if (line === undefined) return "foreign";
      if (line.kind === "nothing") return "ignored";
      if (line.kind === "match") {
        emit("read", line.bytecode, offset);
        emit("stat", line.source, offset);
      } else emit(line.kind, line.path, offset);
      return "read";
    },
  };
}

function withMember(path: EventPath, member: string): EventPath {
  return path.known && member !== "" ? { ...path, member } : path;
}

/** Where the path of an archive ends that a path leads into; the path's length when it leads into none. */
function archiveEnd(path: string): number {
  let end = path.length;
  for (const ending of [".zip/", ".egg/", ".whl/", ".pyz/"]) {
    const at = path.indexOf(ending);
    if (at >= 0) end = Math.min(end, at + ending.length - 1);
  }
  return end;
}
