import { readLines } from "../lines/read-lines.ts";
import { splitLines } from "../lines/split-lines.ts";
import { watchEnd } from "../lines/watch-end.ts";
import type { LogFormat } from "../log-format.ts";
import { createMapsReader, isRefusal, readHeading } from "./create-maps-reader.ts";
import { readMapping } from "./read-mapping.ts";

/**
 * Snapshots of `/proc/PID/maps` or `/proc/PID/smaps`, of one process or of many: what each of them had mapped at that
 * moment, as code (`map`) or else (`read`). A line before each process names it and, after a space, its program:
 * `== /proc/7 /usr/bin/dash`. The `==> /proc/7/maps <==` of `tail -n +1 FILE…` will do.
 *
 * The kernel names files by their own paths, with no link in them: those of a container as its processes see them, those
 * of a folder that a process was locked into with chroot(2) as the recording system does (`imageRoot`).
 *
 * @example
 * ```ts
 * import { procMaps } from "@coppice/trace";
 *
 * const log = `== /proc/7 /usr/bin/dash
 * 7f1e3c260000-7f1e3c3b6000 r-xp 00026000 fe:00 339380    /usr/lib/libc.so.6
 * `;
 * const uses: string[] = [];
 * for await (const batch of procMaps.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["exec /usr/bin/dash", "map /usr/lib/libc.so.6"]
 * ```
 */
export const procMaps: LogFormat = {
  name: "proc-maps",
  title: "Snapshots of /proc/PID/maps and smaps",
  shows: ["exec", "map", "read"],
  blindSpots: [
    "what was mapped before the snapshot and no more, or after it",
    "processes that had ended or had not begun",
    "files that were opened, read or looked at without being mapped",
    "which functions of a file ran, and what was used of an archive",
    "the network",
  ],
  record: 'for p in /proc/[0-9]*; do echo "== $p $(readlink $p/exe)"; cat $p/maps; done > app.maps',
  recognises(head) {
    let recognised: boolean | undefined;
    const lines = splitLines({
      onLine: (cursor) => {
        if (recognised !== undefined || cursor.at === cursor.end) return;
        if (readHeading(cursor) || isRefusal(cursor)) return;
        recognised = readMapping(cursor) !== undefined;
      },
      onLongLine: () => {},
      limit: head.length,
    });
    lines.push(head);
    lines.end();
    return recognised ?? false;
  },
  read(chunks, options = {}) {
    const log = watchEnd(chunks);
    return readLines(log.chunks, options, "/proc/PID/maps", (sink) =>
      createMapsReader(sink, options, log.ended),
    );
  },
};
