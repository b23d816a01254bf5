import { headLines } from "../lines/head-lines.ts";
import { readLines } from "../lines/read-lines.ts";
import type { LogFormat } from "../log-format.ts";
import { followBpftrace } from "./follow-bpftrace.ts";
import { readBpftraceLine } from "./read-bpftrace-line.ts";

/**
 * Reads what `bpftrace -f json` writes of this package's script `hooks/coppice.bt`. Its records come from several
 * processors and are put in the order of their times.
 *
 * Open files are known by device and inode, so that it needs no record of each descriptor: a library that is mapped as
 * code is the file that was last opened by any process with these numbers. Working directories and roots are followed from
 * process to process. A recording that begins outside of the image needs `imageRoot`; else all is taken for inside.
 *
 * @example
 * ```ts
 * import { bpftrace } from "@coppice/trace";
 *
 * const log = `{"type": "printf", "data": "B 100 7 coppice.bt 1 0 1700000000\\n"}
 * {"type": "printf", "data": "O 300 7 0:0 80000 0:0 fe:2f libc.so.6\\n"}
 * {"type": "printf", "data": "C 200 7 0:0 fe:11 /lib\\n"}
 * {"type": "printf", "data": "M 400 7 fe:2f\\n"}
 * {"type": "printf", "data": "Z 500 0\\n"}
 * `;
 * const uses: string[] = [];
 * for await (const batch of bpftrace.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["stat /lib", "open /lib/libc.so.6", "map /lib/libc.so.6"]
 * ```
 */
export const bpftrace: LogFormat = {
  name: "bpftrace",
  title: "bpftrace 0.17 or later, JSON of hooks/coppice.bt",
  shows: ["accept", "connect", "exec", "listen", "map", "open", "stat", "write"],
  blindSpots: [
    "whether a file that was opened was read",
    "which libraries were mapped that were opened before the recording began",
    "what was renamed, removed or made other than by opening it",
    "where a path ends that is longer than 199 bytes",
    "what was opened through io_uring, or by a 32-bit program",
  ],
  record:
    "BPFTRACE_STRLEN=200 BPFTRACE_MAP_KEYS_MAX=65536 bpftrace -f json -o run.json hooks/coppice.bt CGROUP_ID",
  recognises(head) {
    for (const { line, whole } of headLines(head)) {
      if (!whole) return false;
      const found = readBpftraceLine(line, 0);
      if (typeof found === "string" || "lost" in found) continue;
      if (telling.has(found.letter) && (found.letter !== "B" || isOurs(found.text))) return true;
    }
    return false;
  },
  read: (chunks, options = {}) =>
    readLines(chunks, options, "bpftrace", (sink) => followBpftrace(sink, options)),
};

/** Records that no other script writes by chance. */
const telling: ReadonlySet<string> = new Set(["B", "X", "O", "S", "C"]);

function isOurs(text: string): boolean {
  return text.startsWith("coppice.bt 1 ");
}
