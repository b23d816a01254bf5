import { decodeName } from "@coppice/image";
import { readLines } from "../lines/read-lines.ts";
import { splitLines } from "../lines/split-lines.ts";
import { watchEnd } from "../lines/watch-end.ts";
import type { LogFormat } from "../log-format.ts";
import { createPerfReader } from "./create-perf-reader.ts";
import { readPerfLine } from "./read-perf-line.ts";
import { readTraceLine } from "./read-trace-line.ts";

/**
 * Text of `perf script` and of `perf trace`: the programs that were executed, what was mapped as code, the files in which
 * samples lie (`call`), and the opens of which the log has the path. Most versions of perf show only the address of a
 * path in tracepoints of system calls: those are told of as lost.
 *
 * Times are seconds since an unknown start. A thread whose beginning the log does not show counts as a process.
 *
 * @example
 * ```ts
 * import { perfScript } from "@coppice/trace";
 *
 * const log = `  ls 9 [000] 42.644774: PERF_RECORD_COMM exec: ls:9/9
 *   ls 9 [000] 42.644812: PERF_RECORD_MMAP2 9/9: [0x558e(0x16000) @ 0x4000 fe:00 247493 0]: r-xp /usr/bin/ls
 *   ls 9 [000] 42.645867: PERF_RECORD_MMAP2 9/9: [0x7f6b(0x156000) @ 0x26000 fe:00 326269 0]: r-xp /usr/lib/libc.so.6
 * `;
 * const uses: string[] = [];
 * for await (const batch of perfScript.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["exec /usr/bin/ls", "map /usr/lib/libc.so.6"]
 * ```
 */
export const perfScript: LogFormat = {
  name: "perf-script",
  title: "perf script and perf trace (Linux 4 to 6)",
  shows: ["call", "exec", "map", "open", "read", "stat", "write"],
  blindSpots: [
    "the path of most calls, of which perf shows the address",
    "files that were read without being mapped",
    "which container a process is in",
    "scripts and modules that an interpreter ran",
    "the network",
  ],
  record:
    "perf record -a -d -e dummy:u -e sched:sched_process_exec COMMAND; perf script --show-mmap-events --show-task-events --show-lost-events",
  recognises(head) {
    let recognised = false;
    const lines = splitLines({
      onLine: ({ bytes, at, end }) => {
        if (!recognised) recognised = isPerf(decodeName(bytes.subarray(at, end)));
      },
      onLongLine: () => {},
      limit: 4096,
    });
    lines.push(head);
    lines.end();
    return recognised;
  },
  read(chunks, options = {}) {
    const log = watchEnd(chunks);
    return readLines(log.chunks, options, "perf", (sink) =>
      createPerfReader(sink, options, log.ended),
    );
  },
};

function isPerf(text: string): boolean {
  const line = readPerfLine(text);
  if (line === undefined) return readTraceLine(text) !== undefined;
  const { event } = line;
  if (event.startsWith("PERF_RECORD_")) return true;
  // A tracepoint, as `sched:sched_process_exec: …`, or a sample, as `250000 cycles:u:  7f21 main (/usr/bin/app)`.
  const [first = "", second = ""] = event.split(" ", 2);
  if (first.indexOf(":") > 0 && first.endsWith(":") && first.indexOf(":") < first.length - 1)
    return true;
  return Number(first) > 0 && second.endsWith(":");
}
