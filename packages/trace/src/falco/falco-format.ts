import { anyRecord } from "../json/any-record.ts";
import { readJsonRecords } from "../json/read-json-records.ts";
import type { LogFormat } from "../log-format.ts";
import { createFalcoReader } from "./create-falco-reader.ts";

/**
 * Alerts of Falco as JSON lines, also as falcosidekick passes them on.
 *
 * An alert shows that the program which the process runs was executed, and the file or socket of its event, as far as
 * the output of its rule names their fields. Falco writes down only what its rules match, so that a log is `filtered`
 * and that something is not in it says nothing.
 *
 * @example
 * ```ts
 * import { falco } from "@coppice/trace";
 *
 * const log = `{"output":"Shell in container","output_fields":{"container.id":"16514a12c7ad","evt.type":"execve","proc.exepath":"/bin/busybox","proc.pid":9},"priority":"Notice","rule":"Terminal shell in container","time":"2026-11-25T12:00:00Z"}`;
 * const paths: string[] = [];
 * for await (const batch of falco.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "exec" && event.path.known) paths.push(event.path.path);
 *   }
 * }
 * paths; // => ["/bin/busybox"]
 * ```
 */
export const falco: LogFormat = {
  name: "falco",
  title: "Falco (JSON alerts of 0.20 to 0.44), falcosidekick",
  shows: [],
  blindSpots: [
    "what no rule matches, which is nearly all that happens",
    "which program, file or image an alert is about, unless the output of its rule names their fields",
    "whether the program of a script is the script or its interpreter, which depends on the version",
    "which functions of a file ran, and what was used of an archive",
  ],
  record:
    "falco -o json_output=true -o file_output.enabled=true -o file_output.filename=alerts.json",
  recognises: (head) =>
    anyRecord(
      head,
      (members) =>
        members.has("rule") &&
        members.has("priority") &&
        (members.has("output") || members.has("output_fields")),
    ),
  read: (chunks, options = {}) =>
    readJsonRecords(chunks, options, "falco", (sink) => createFalcoReader(sink, options)),
};
