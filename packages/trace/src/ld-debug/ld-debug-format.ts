import { skipSpaces } from "../lines/cursor.ts";
import { readLines } from "../lines/read-lines.ts";
import { splitLines } from "../lines/split-lines.ts";
import { watchEnd } from "../lines/watch-end.ts";
import type { LogFormat } from "../log-format.ts";
import { createLoaderReader, readFact, readPid } from "./create-loader-reader.ts";

/**
 * What glibc's loader writes with `LD_DEBUG=libs,files`, to a terminal or to the files of `LD_DEBUG_OUTPUT`, of any number
 * of processes after each other or mixed: the libraries that were mapped (`map`), those whose constructors ran (`load`)
 * and the programs that began to run. A file that was only tried is no use.
 *
 * The loader calls a program as its caller did (`argv[0]`), which is a path or a mere name.
 *
 * @example
 * ```ts
 * import { ldDebug } from "@coppice/trace";
 *
 * const log = [
 *   "find library=libc.so.6 [0]; searching",
 *   "  trying file=/lib/libc.so.6",
 *   "file=libc.so.6 [0];  generating link map",
 *   "calling init: /lib/libc.so.6",
 *   "initialize program: /bin/true",
 * ].map((line) => `      7:\t${line}\n`);
 * const uses: string[] = [];
 * for await (const batch of ldDebug.read([new TextEncoder().encode(log.join(""))])) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["exec /bin/true", "map /lib/libc.so.6", "load /lib/libc.so.6"]
 * ```
 */
export const ldDebug: LogFormat = {
  name: "ld-debug",
  title: "LD_DEBUG of glibc's loader",
  shows: ["exec", "load", "map"],
  blindSpots: [
    "programs that are statically linked, set-user-ID or of another C library",
    "files that are no libraries, such as scripts, modules and data",
    "the path of a program that was called by its name alone",
    "which functions of a library ran",
    "the network",
  ],
  record: "LD_DEBUG=libs,files LD_DEBUG_OUTPUT=/tmp/app.ld COMMAND; cat /tmp/app.ld.*",
  recognises(head) {
    let recognised = false;
    const lines = splitLines({
      onLine: (cursor) => {
        if (recognised || readPid(cursor) < 0) return;
        skipSpaces(cursor);
        recognised = readFact(cursor) !== undefined;
      },
      onLongLine: () => {},
      limit: head.length,
    });
    lines.push(head);
    lines.end();
    return recognised;
  },
  read(chunks, options = {}) {
    const log = watchEnd(chunks);
    return readLines(log.chunks, options, "LD_DEBUG", (sink) =>
      createLoaderReader(sink, options, log.ended),
    );
  },
};
