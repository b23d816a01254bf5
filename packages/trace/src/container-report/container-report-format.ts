import type { RuntimeEvent } from "@coppice/types";
import { readJsonDocument } from "../documents/read-json-document.ts";
import { anyRecord } from "../json/any-record.ts";
import { readWhole } from "../lines/read-whole.ts";
import type { LogFormat } from "../log-format.ts";
import { defaultLogLimits } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";
import { emitReport } from "./emit-report.ts";

/**
 * Reads the container report (`creport.json`) of mint, formerly slim and docker-slim: which files each process opened,
 * read, wrote and ran. The offset of an event is that of the file's entry.
 *
 * @example
 * ```ts
 * import { containerReport } from "@coppice/trace";
 *
 * const report = JSON.stringify({
 *   monitors: { fan: { process_files: { 16: { "/etc/hostname": { event_count: 2, reads: 1 } } } } },
 * });
 * const uses: string[] = [];
 * for await (const batch of containerReport.read([new TextEncoder().encode(report)])) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["read /etc/hostname"]
 * ```
 */
export const containerReport: LogFormat = {
  name: "container-report",
  title: "Container report (creport.json) of mint, slim and docker-slim",
  shows: ["exec", "open", "read", "write"],
  blindSpots: [
    "when anything happened, and in which order",
    "which files were mapped as code: that looks like opening or reading them",
    "which program a process became when it executed another: the one that it ran first is shown",
    "which files were opened before the sensor began or after it ended",
    "which events came while its queue was full",
    "which files that are not the image's own were used, unless it ran with --include-new",
  ],
  record: "mint build --copy-meta-artifacts . IMAGE",
  recognises: (head) =>
    anyRecord(head, (members) => members.has("monitors.fan") || members.has("monitors.pt")),
  async *read(chunks, options = {}) {
    const report = readJsonDocument(await readWhole(chunks, options));
    if (report?.kind !== "map" || !report.members.has("monitors")) {
      throw new TraceError(
        "LOG_FORMAT",
        `${options.path ?? "the log"} is no container report; give the creport.json that mint wrote, all of it`,
      );
    }
    const limits = { ...defaultLogLimits, ...options.limits };
    const events: RuntimeEvent[] = [...emitReport(report, options, limits)];
    if (events.length > 0) yield events;
  },
};
