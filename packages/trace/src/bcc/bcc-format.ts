import { headLines } from "../lines/head-lines.ts";
import { rawText } from "../lines/raw-text.ts";
import { readLines } from "../lines/read-lines.ts";
import { watchEnd } from "../lines/watch-end.ts";
import type { LogFormat } from "../log-format.ts";
import { findTable } from "./find-table.ts";
import { followBcc } from "./follow-bcc.ts";
import { readNotice } from "./read-notice.ts";
import { createRowReader, type RowReader } from "./read-row.ts";

/**
 * Reads the tables of opensnoop, execsnoop, statsnoop, exitsnoop, filelife, tcpconnect, tcpaccept and solisten as bcc's
 * Python tools, its libbpf-tools and the scripts of bpftrace write them, with any of their options. The header says which
 * table it is, so that it must be there; logs of several tools may follow each other in one.
 *
 * Paths are those that programs gave, as they see them. execsnoop shows the first argument as it was executed, and
 * joins arguments with spaces: of a name with spaces it takes `files` to see where that ends, or `execsnoop -q`. The
 * execsnoop of bpftrace shows calls that may fail, by the name that the program is to see: those have no known path. In
 * which container a process was is not shown, so that `container` leaves nothing out.
 *
 * @example
 * ```ts
 * import { bccText } from "@coppice/trace";
 *
 * const log = `PID    COMM               FD ERR PATH
 * 12     cat                 3   0 /etc/hostname
 * 12     cat                -1   2 /etc/absent
 * `;
 * const uses: string[] = [];
 * for await (const batch of bccText.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["open /etc/hostname"]
 * ```
 */
export const bccText: LogFormat = {
  name: "bcc",
  title: "opensnoop, execsnoop and others of bcc and bpftrace, as text",
  shows: ["exec", "open", "write"],
  blindSpots: [
    "what a tool that was not run would show: opensnoop shows no programs, execsnoop no files",
    "which folder a relative path starts from; with -F opensnoop takes the working directory, even for openat of another",
    "which files were mapped as code, read, or only looked up",
    "in which container a process was",
    "where a path ends that has a line break in it: what follows can look like a row of its own",
  ],
  record: "execsnoop-bpfcc -q > exec.log & opensnoop-bpfcc -e > open.log",
  recognises(head) {
    let readRow: RowReader | undefined;
    for (const { line, whole } of headLines(head)) {
      if (readRow !== undefined) {
        return !whole || readRow(line) !== undefined || readNotice(line) !== undefined;
      }
      const table = findTable(rawText(head, line.at, line.end));
      if (table) readRow = createRowReader(table);
      else if (readNotice(line) === undefined) return false;
    }
    return readRow !== undefined;
  },
  read(chunks, options = {}) {
    const log = watchEnd(chunks);
    return readLines(log.chunks, options, "a tool of bcc", (sink) =>
      followBcc(sink, options, log.ended),
    );
  },
};
