import { anyRecord } from "../json/any-record.ts";
import { readJsonRecords } from "../json/read-json-records.ts";
import type { LogFormat } from "../log-format.ts";
import { createTraceeReader } from "./create-tracee-reader.ts";

/**
 * What Tracee writes as JSON: events with `eventName` and `args`, and those of its newer protocol with `name`,
 * `workload` and `data`.
 *
 * Paths are the kernel's, in the container's own root; those of system calls are what the program gave. The interpreter
 * of a script is the program that `sched_process_exec` names, and the script counts as executed too. A process whose
 * exec is not in the log counts by the program that it runs, where its events name that. Processes outside of
 * containers count only with `imageRoot`. A log is `filtered` unless it has events of a policy that is named `coppice`,
 * as the one that this package ships is.
 *
 * @example
 * ```ts
 * import { tracee } from "@coppice/trace";
 *
 * const log = `{"timestamp":1795608000000000000,"hostProcessId":9,"processName":"id","container":{"id":"1fb931d2f6e5"},"eventName":"sched_process_exec","matchedPolicies":["coppice"],"args":[{"name":"pathname","type":"const char*","value":"/usr/bin/id"}]}`;
 * const paths: string[] = [];
 * for await (const batch of tracee.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "exec" && event.path.known) paths.push(event.path.path);
 *   }
 * }
 * paths; // => ["/usr/bin/id"]
 * ```
 */
export const tracee: LogFormat = {
  name: "tracee",
  title: "Tracee (JSON of 0.6 to 0.24)",
  shows: ["accept", "connect", "exec", "listen", "map", "open", "read", "remove", "stat", "write"],
  blindSpots: [
    "what the policies of the recording do not ask for",
    "how many events were lost, which Tracee says on its standard error only",
    "which folder a path starts from that a system call was given and that is relative",
    "which names are not UTF-8, in whose place it writes U+FFFD",
    "which functions of a file ran, and what was used of an archive",
  ],
  record: "tracee --policy hooks/tracee/coppice.yaml --output json:tracee.json",
  recognises: (head) =>
    anyRecord(
      head,
      (members) =>
        (members.has("eventName") && members.has("args")) ||
        (members.has("eventName") && members.has("processName")) ||
        (members.has("timestamp") && members.has("name") && members.has("workload.process")),
    ),
  read: (chunks, options = {}) =>
    readJsonRecords(chunks, options, "tracee", (sink) => createTraceeReader(sink, options)),
};
