import { anyRecord } from "../json/any-record.ts";
import { readJsonRecords } from "../json/read-json-records.ts";
import type { LogFormat } from "../log-format.ts";
import { createTetragonReader } from "./create-tetragon-reader.ts";

/**
 * What Tetragon exports as JSON, also by `tetra getevents -o json`, and also when jq has printed it over many lines.
 *
 * A program counts as executed when the log shows that it runs, be it only as the parent of another one. Its path is
 * the one that was given to execve(2), made absolute, which for a script is the script's; those of files are the
 * kernel's, in the container's own root. Processes outside of containers count only with `imageRoot`. What files are
 * used is shown where a tracing policy asks for it: a log is `filtered` unless it has events of a policy that is named
 * `coppice`, as the one that this package ships is.
 *
 * @example
 * ```ts
 * import { tetragon } from "@coppice/trace";
 *
 * const log = `{"process_exec":{"process":{"exec_id":"bjE6MTo5","pid":9,"cwd":"/","binary":"/usr/bin/id","flags":"execve clone","docker":"1fb931d2f6e5e4cfdbaf30fdb8e2fdd"}},"node_name":"n1","time":"2026-11-25T12:00:00Z"}`;
 * const paths: string[] = [];
 * for await (const batch of tetragon.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "exec" && event.path.known) paths.push(event.path.path);
 *   }
 * }
 * paths; // => ["/usr/bin/id"]
 * ```
 */
export const tetragon: LogFormat = {
  name: "tetragon",
  title: "Tetragon (JSON export of 0.8 to 1.6)",
  shows: ["connect", "exec", "listen", "map", "open", "read", "stat"],
  blindSpots: [
    "which files are used, unless a tracing policy asks for it",
    "what the filters of the export left out, and what Tetragon lost before the export, which only its metrics count",
    "whether a call went well, where the policy does not ask for what it returned",
    "where a process went after its exec, so that a path that a system call was given is unknown when it is relative",
    "which names are not UTF-8, in whose place it writes U+FFFD",
    "which functions of a file ran, unless a policy asks for them, and what was used of an archive",
  ],
  record: "kubectl apply -f hooks/tetragon/coppice.yaml && tetra getevents -o json",
  recognises: (head) => anyRecord(head, isRecord),
  read: (chunks, options = {}) =>
    readJsonRecords(chunks, options, "tetragon", (sink) => createTetragonReader(sink, options)),
};

/** Whether an object has an event of a process, or a notice of what was dropped. */
function isRecord(members: ReadonlySet<string>): boolean {
  for (const name of members) {
    const [first = "", second, third] = name.split(".");
    const [outer, inner] = first === "result" ? [second ?? "", third] : [first, second];
    if (outer.startsWith("process_") && inner === "process") return true;
    if (outer === "process_throttle" && inner === "cgroup") return true;
    if (outer === "rate_limit_info" && inner === "number_of_dropped_process_events") return true;
  }
  return false;
}
