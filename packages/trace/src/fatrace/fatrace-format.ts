import { char } from "../lines/cursor.ts";
import { headLines } from "../lines/head-lines.ts";
import { readLines } from "../lines/read-lines.ts";
import { watchEnd } from "../lines/watch-end.ts";
import type { LogFormat } from "../log-format.ts";
import { followFatrace } from "./follow-fatrace.ts";
import { readJsonLine } from "./read-json-line.ts";
import { readNotice } from "./read-notice.ts";
import { readTextLine } from "./read-text-line.ts";

/**
 * Reads what fatrace writes, as text or with `--json`, with any of its options. It sees every process of the system, so
 * that `imageRoot` or `container` must tell which paths are the image's, unless all that ran was in one.
 *
 * Letters on a folder (`+`, `D`, `<`, `>`) say that a name in it came or went, not which, and are a `write` of the
 * folder. A file that was closed after it had been open for writing counts as written. What `--exe` says is the program
 * that the process ran when fatrace looked, a little later.
 *
 * @example
 * ```ts
 * import { fatrace } from "@coppice/trace";
 *
 * const log = "1700000000.000000 cat(12): RCO /srv/image/etc/hostname\n";
 * const uses: string[] = [];
 * const batches = fatrace.read([new TextEncoder().encode(log)], { imageRoot: "/srv/image" });
 * for await (const batch of batches) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["open /etc/hostname", "read /etc/hostname"]
 * ```
 */
export const fatrace: LogFormat = {
  name: "fatrace",
  title: "fatrace, text or JSON",
  shows: ["open", "read", "write"],
  blindSpots: [
    "which files were executed or mapped as code: that the kernel did so looks like opening or reading them",
    "which files were only looked up, such as by stat",
    "what was done by programs whose files fatrace could not find any more, shown as (deleted)",
    "which events came after the queue was full: fatrace ends then, and its last line looks like any other",
    "what is on file systems that were mounted later, and on those without a device such as tmpfs of a container",
    "by which of its names a file with several hard links was used",
    "where a path ends that has a line break in it, but with --json: what follows can look like a line of its own",
  ],
  record: "fatrace -tt -o trace.log",
  recognises(head) {
    for (const { line, whole } of headLines(head)) {
      if (readNotice(line) !== undefined) continue;
      const json = line.bytes[line.at] === char.openBrace;
      if ((json ? readJsonLine(line) : readTextLine(line)) !== undefined) return true;
      if (whole) return false;
    }
    return false;
  },
  read(chunks, options = {}) {
    const log = watchEnd(chunks);
    return readLines(log.chunks, options, "fatrace", (sink) =>
      followFatrace(sink, options, log.ended),
    );
  },
};
