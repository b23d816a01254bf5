import type { FileEvent, RuntimeEvent } from "@coppice/types";
import { cachePaths } from "../containers/cache-paths.ts";
import type { DocumentNode } from "../documents/document-node.ts";
import { countOf, entriesOf, itemsOf, memberOf, textOf } from "../documents/read-node.ts";
import { createProcessCache } from "../lines/process-cache.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import type { LogLimits, ReadLogOptions } from "../read-log-options.ts";

/** The events of a report. */
export function* emitReport(
  report: DocumentNode,
  { imageRoot }: ReadLogOptions,
  limits: LogLimits,
): Generator<RuntimeEvent, void, undefined> {
  const place = cachePaths(createRecordedPlaces({ imageRoot, inside: true }));
  const processOf = createProcessCache(limits.processes);
  const monitors = memberOf(report, "monitors");
  const files = memberOf(monitors, "fan");

  function use(kind: FileEvent["kind"], node: DocumentNode, path: string, pid: number): FileEvent {
    return { kind, offset: node.at, process: processOf(pid), path: place(path, true) };
  }

  const executed = new Set<string>();
  for (const [, node] of entriesOf(memberOf(files, "processes"))) {
    const program = textOf(memberOf(node, "path"));
    if (program === undefined) continue;
    const pid = countOf(memberOf(node, "pid"));
    const parent = countOf(memberOf(node, "ppid"));
    processOf(pid, { parent: parent < 0 ? undefined : parent, program });
    executed.add(program);
    yield use("exec", node, program, pid);
  }
  for (const [pid, opened] of entriesOf(memberOf(files, "process_files"))) {
    for (const [path, node] of entriesOf(opened)) {
      const counted = (name: string): boolean => countOf(memberOf(node, name)) > 0;
      // The monitor counts each event on the file that the process is running.
      if (counted("execs") && !executed.has(path)) yield use("exec", node, path, Number(pid) || 0);
      for (const kind of kindsOf(counted("reads"), counted("writes"))) {
        yield use(kind, node, path, Number(pid) || 0);
      }
    }
  }
  const calls = memberOf(monitors, "pt");
  const opening = openCalls.get(textOf(memberOf(calls, "arch_name")) ?? "");
  for (const [path, node] of entriesOf(memberOf(calls, "fs_activity"))) {
    const numbers = Array.from(entriesOf(memberOf(node, "syscalls")), ([number]) => number);
    // A path's first call counts among those that only look, whatever it was.
    const looked = countOf(memberOf(node, "ops_checkfile"));
    const isOpened =
      countOf(memberOf(node, "ops_all")) > looked || numbers.some((one) => opening?.has(one));
    const kind = isOpened ? "open" : "stat";
    const [first = "0"] = Array.from(entriesOf(memberOf(node, "pids")), ([pid]) => pid);
    const process = processOf(Number(first) || 0);
    yield { kind, offset: node.at, process, path: place(path) };
  }
  // The monitor's counts make these flags, and other files are there since the user wants them in the image.
  if (memberOf(files, "process_files")) return;
  for (const node of itemsOf(memberOf(memberOf(report, "image"), "files"))) {
    const path = textOf(memberOf(node, "file_path"));
    const flags = memberOf(node, "flags");
    const has = (flag: string): boolean => textOf(memberOf(flags, flag)) === "true";
    if (path === undefined) continue;
    if (has("X")) yield use("exec", node, path, 0);
    if (has("R")) yield use("read", node, path, 0);
    if (has("W")) yield use("write", node, path, 0);
  }
}

/** Numbers of open, creat, openat and openat2, by what the monitor calls architectures. */
const openCalls: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["amd64", new Set(["2", "85", "257", "437"])],
  ["arm64", new Set(["56", "437"])],
  ["386", new Set(["5", "8", "295", "437"])],
  ["arm", new Set(["5", "8", "322", "437"])],
]);

function kindsOf(read: boolean, written: boolean): readonly FileEvent["kind"][] {
  if (!read && !written) return ["open"];
  return [...(read ? (["read"] as const) : []), ...(written ? (["write"] as const) : [])];
}
