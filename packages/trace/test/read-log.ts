import { createFileIndex, type FileIndex } from "@coppice/image";
import { type ReadLogOptions, strace } from "@coppice/trace";
import type { FileEntry, Problem, RuntimeEvent } from "@coppice/types";

/** The events of a log given as text; problems are collected unless the options take them. */
export async function readLog(
  log: string | Uint8Array,
  options: ReadLogOptions = {},
): Promise<{ readonly events: RuntimeEvent[]; readonly problems: Problem[] }> {
  const problems: Problem[] = [];
  const events: RuntimeEvent[] = [];
  const bytes = typeof log === "string" ? new TextEncoder().encode(log) : log;
  const batches = strace.read([bytes], { onProblem: (p) => problems.push(p), ...options });
  for await (const batch of batches) events.push(...batch);
  return { events, problems };
}

/** What events say, without offsets: `open /etc/hostname`, `stat ?no-directory hostname`, `connect 127.0.0.1:80`. */
export function describeEvents(events: readonly RuntimeEvent[]): string[] {
  return events.flatMap((event) => {
    switch (event.kind) {
      case "start":
      case "exit":
      case "lost":
        return [];
      case "image":
        return [];
      case "connect":
      case "listen":
      case "accept":
        return [`${event.kind} ${event.address}`];
      default: {
        const { path } = event;
        if (!path.known) return [`${event.kind} ?${path.reason} ${path.given}`];
        return [`${event.kind} ${path.path}${path.real === undefined ? "" : ` -> ${path.real}`}`];
      }
    }
  });
}

/** Reads a log and describes its events. */
export async function eventsOf(log: string, options?: ReadLogOptions): Promise<string[]> {
  return describeEvents((await readLog(log, options)).events);
}

/** Makes a tree of paths: `/usr/` is a folder, `/bin -> usr/bin` a link. */
export function treeOf(...lines: readonly string[]): FileIndex {
  return createFileIndex(entriesOf(...lines));
}

/** The entries of {@link treeOf}. */
export function entriesOf(...lines: readonly string[]): FileEntry[] {
  return lines.map((line) => {
    const [path = "", target] = line.split(" -> ");
    const facts = { mode: 0o755, uid: 0, gid: 0, size: 0 };
    if (target !== undefined) return { path, type: "symlink", target, ...facts };
    if (path.endsWith("/")) return { path: path.slice(0, -1) || "/", type: "directory", ...facts };
    return { path, type: "file", ...facts };
  });
}
