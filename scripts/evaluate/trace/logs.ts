import { createReadStream } from "node:fs";
import { join } from "node:path";
import { openLog } from "@coppice/trace";
import { isCoppiceError, type Problem } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

/** The format of each folder of the corpus, and which of its files have it for sure. */
const folders: ReadonlyMap<string, readonly [format: string, sure: RegExp]> = new Map([
  ["strace", ["strace", /\.strace$/]],
  ["strace-recorded", ["strace", /\.strace$/]],
  ["strace-issues", ["strace", /\.strace$/]],
  ["strace-tests", ["strace", /^$/]],
  ["auditd", ["auditd", /\.(?:txt|log)$/]],
  ["tetragon", ["tetragon", /(?:process_|events|execution|access).*json$/]],
  ["tracee", ["tracee", /structure-1|golang|quickstart/]],
  ["falco", ["falco", /sidekick/]],
  ["inspektor-gadget", ["inspektor-gadget", /trace-(?:open|exec)/]],
  ["kubescape", ["kubescape", /(?:nginx-ap|\/p\d|activities)\.json$|\.yaml$/]],
  ["mint", ["container-report", /creport/]],
  ["bcc", ["bcc", /^$/]],
  ["bpftrace", ["bcc", /opensnoop/]],
  ["fatrace", ["fatrace", /fatrace/]],
  ["jvm", ["jvm-class-load", /jcl/]],
  ["python", ["python-", /py/]],
  ["ld-debug", ["ld-debug", /ldd/]],
  ["perf", ["perf-script", /perf/]],
  ["proc-maps", ["proc-maps", /maps/]],
  ["v8-coverage", ["v8-coverage", /coverage\.json$/]],
]);

/** Reads every file of the corpus to its end, or refuses it with a code; what is a log is never refused. */
export async function* logs(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "trace");
  for (const row of readManifest(folder)) {
    const path = row.get("path") ?? "";
    yield await readRow(folder, path);
  }
}

async function readRow(folder: string, path: string): Promise<Row> {
  const [expected, sure] = folders.get(path.slice(0, path.indexOf("/"))) ?? ["", /^$/];
  const problems: Problem[] = [];
  let [events, unplaced, missing] = [0, 0, 0];
  let [lines, bytes] = [0, 0];
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(join(folder, path))) {
      for (const byte of chunk) if (byte === 0x0a) lines += 1;
      bytes += chunk.length;
      yield chunk;
    }
  }
  let found = "";
  try {
    const log = await openLog(counted(), { onProblem: (problem) => problems.push(problem) });
    found = log.format.name;
    for await (const batch of log.events) {
      events += batch.length;
      for (const event of batch) {
        if ("path" in event && !event.path.known && event.path.reason !== "outside") unplaced += 1;
        if (event.kind === "lost") missing += 1;
      }
    }
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    found ||= error.code;
  }
  const isLaurel = expected === "auditd" && path.endsWith(".json");
  const isExpected =
    expected !== "" && (found.startsWith(expected) || (isLaurel && found === "laurel"));
  const placed = problems.every(({ offset }) => offset !== undefined && offset <= bytes);
  return {
    name: path,
    values: {
      format: found,
      lines,
      events,
      "not placed": unplaced,
      missing,
      unreadable: problems.length,
    },
    passed: placed && (isExpected || (found === "LOG_FORMAT" && !sure.test(path))),
  };
}
