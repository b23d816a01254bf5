import { anyRecord } from "../json/any-record.ts";
import { headLines } from "../lines/head-lines.ts";
import { rawText } from "../lines/raw-text.ts";
import { readLines } from "../lines/read-lines.ts";
import { watchEnd } from "../lines/watch-end.ts";
import type { LogFormat } from "../log-format.ts";
import { hasContainers, readHeader } from "./create-table-reader.ts";
import { followGadget } from "./follow-gadget.ts";
import { looksLikeYaml } from "./looks-like-yaml.ts";
import { readNotice } from "./read-notice.ts";

/**
 * Reads what `ig` and `kubectl gadget` write for trace_exec, trace_open, trace_tcp and trace_tcpconnect: objects of JSON
 * (`-o json`, `-o jsonpretty`), those of the built-in gadgets of early versions too, documents of YAML (`-o yaml`), which
 * take a hundred times as long to read, or the table, which cuts long paths, so that they are unknown. Failed calls are
 * left out, and events of the host itself unless `imageRoot` is given.
 *
 * Paths are those that programs gave, as they see them. `trace_exec --paths` tells the working directory, so that
 * relative ones are known, the file that was executed and, of a script, its interpreter.
 *
 * @example
 * ```ts
 * import { inspektorGadget } from "@coppice/trace";
 *
 * const log = `{"proc":{"pid":7,"comm":"cat"},"runtime":{"containerId":"c0ffee"},"fname":"/etc/hostname","fd":3,"error":""}
 * {"proc":{"pid":7,"comm":"cat"},"runtime":{"containerId":"c0ffee"},"fname":"/etc/absent","fd":0,"error":"ENOENT"}
 * `;
 * const uses: string[] = [];
 * for await (const batch of inspektorGadget.read([new TextEncoder().encode(log)], { container: "c0ff" })) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["open /etc/hostname"]
 * ```
 */
export const inspektorGadget: LogFormat = {
  name: "inspektor-gadget",
  title: "trace_exec, trace_open, trace_tcp of Inspektor Gadget, as JSON, YAML or table",
  shows: ["exec", "open", "write"],
  blindSpots: [
    "what a gadget that was not run would show: trace_open shows no programs, trace_exec no files",
    "which folder a relative path starts from, but for what trace_exec --paths executed",
    "which files were mapped as code, read, or only looked up",
    "in a table, where a path ends that has a line break in it: what follows can look like a row",
  ],
  record:
    "(ig run trace_exec --paths -c NAME -o json & ig run trace_open -c NAME -o json) >> trace.log",
  recognises(head) {
    const isEvent = anyRecord(
      head,
      (members) =>
        (members.has("proc.pid") || members.has("pid")) &&
        marks.some((member) => members.has(member)),
    );
    if (isEvent || looksLikeYaml(head)) return true;
    for (const { line } of headLines(head)) {
      if (readNotice(line) !== undefined) continue;
      const header = readHeader(rawText(head, line.at, line.end));
      return header !== undefined && hasContainers(header);
    }
    return false;
  },
  read(chunks, options = {}) {
    const log = watchEnd(chunks);
    return readLines(log.chunks, options, "Inspektor Gadget", (sink) =>
      followGadget(sink, options, log.ended),
    );
  },
};

/** Members that the tool adds to each event. */
const marks = [
  "runtime.containerId",
  "k8s.podName",
  "k8s.namespace",
  "mntns_id",
  "mountnsid",
] as const;
