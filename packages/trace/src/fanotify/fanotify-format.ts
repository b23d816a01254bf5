import { readJson } from "../json/read-json.ts";
import { headLines } from "../lines/head-lines.ts";
import { readLines } from "../lines/read-lines.ts";
import type { LogFormat } from "../log-format.ts";
import { readFanotifyRecord } from "./fanotify-record.ts";
import { followFanotify } from "./follow-fanotify.ts";

/**
 * Reads what this package's recorder `hooks/fanotify.pl` writes. The kernel tells it itself which files it opens to run
 * them (`FAN_OPEN_EXEC`): programs, scripts, their interpreters and the dynamic loader, whoever started them and however.
 * Paths are real, with no link in them.
 *
 * @example
 * ```ts
 * import { fanotify } from "@coppice/trace";
 *
 * const log = `{"fanotify":1,"time":1700000000,"root":"/mnt/rootfs","own":true}
 * {"time":1700000000,"pid":7,"parent":1,"did":"exec read open","path":"/mnt/rootfs/usr/bin/dash"}
 * {"ended":1700000001}
 * `;
 * const uses: string[] = [];
 * for await (const batch of fanotify.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["exec /usr/bin/dash", "read /usr/bin/dash", "open /usr/bin/dash"]
 * ```
 */
export const fanotify: LogFormat = {
  name: "fanotify",
  title: "fanotify, by hooks/fanotify.pl",
  shows: ["exec", "open", "read", "write"],
  blindSpots: [
    "which libraries were mapped as code: they are seen as read",
    "which files were only looked at (stat), and by which links they were reached",
    "whether an execution failed after the file was opened for it",
    "what was read of a file after one process read it a thousand times",
    "what lies on file systems mounted in the image",
    "the network",
  ],
  record: "perl hooks/fanotify.pl /proc/PID/root >run.jsonl",
  recognises(head) {
    for (const { line, whole } of headLines(head)) {
      const outcome = whole ? readJson(line, readFanotifyRecord) : undefined;
      if (!outcome?.read || outcome.value === undefined) return false;
      const { did, fanotify: version, own, path, pid } = outcome.value;
      return (
        (version !== undefined && own !== undefined) ||
        (did !== undefined && path !== undefined && pid !== undefined)
      );
    }
    return false;
  },
  read: (chunks, options = {}) =>
    readLines(chunks, options, "fanotify", (sink) => followFanotify(sink, options)),
};
