import type { LogSource } from "./log-source.ts";
import { nextLine, type OpenLogs, type StraceLogFile } from "./open-logs.ts";
import { readSeparateLine } from "./separate-line.ts";

/** Merges logs without times: what a process did comes whole behind the fork that made it. */
export async function* mergeByFork(
  logs: OpenLogs,
  files: readonly StraceLogFile[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const { writer } = logs;
  const byPid = new Map(files.map((file) => [file.pid, file]));
  const children = await findChildren(logs, files);
  const begun = new Set<number>();
  let endedInLine = false;
  for (const first of [...files.filter(({ pid }) => !children.has(pid)), ...files]) {
    const stack: LogSource[] = [];
    const begin = (pid: number): boolean => {
      const file = byPid.get(pid);
      if (!file || begun.has(pid)) return false;
      begun.add(pid);
      stack.push(logs.begin(file));
      return true;
    };
    begin(first.pid);
    for (let source = stack.at(-1); source; source = stack.at(-1)) {
      const line = source.isReady() ? source.next() : await nextLine(logs, source);
      if (line === undefined) {
        endedInLine = source.endedInLine();
        await logs.end(source);
        stack.pop();
        continue;
      }
      const { child, successor } = readSeparateLine(line);
      if (begin(successor)) continue;
      writer.write(source.pid, line);
      source.advance();
      begin(child);
      if (writer.isFull()) yield writer.take();
    }
  }
  yield writer.take(endedInLine);
}

/** The processes that forks returned. */
async function findChildren(
  logs: OpenLogs,
  files: readonly StraceLogFile[],
): Promise<ReadonlySet<number>> {
  const children = new Set<number>();
  for (const file of files) {
    const source = logs.begin(file);
    for (;;) {
      const line = source.isReady() ? source.next() : await nextLine(logs, source);
      if (line === undefined) break;
      const { child } = readSeparateLine(line);
      if (child > 0 && child !== file.pid) children.add(child);
      source.advance();
    }
    await logs.end(source);
  }
  return children;
}
