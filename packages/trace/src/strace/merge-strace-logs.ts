import { TraceError } from "../trace-error.ts";
import { createLogSource, type LogSource } from "./log-source.ts";
import { createLogWriter } from "./log-writer.ts";
import { mergeByFork } from "./merge-by-fork.ts";
import { findStarts, mergeByTime } from "./merge-by-time.ts";
import type { OpenLogs, StraceLogFile } from "./open-logs.ts";

/** Options of {@link mergeStraceLogs}. */
export interface MergeStraceLogsOptions {
  readonly limits?: Partial<MergeStraceLogsLimits>;
  readonly signal?: AbortSignal;
}

/** How much is read at the same time. */
export interface MergeStraceLogsLimits {
  /** Files. Default: 65,536. */
  readonly files: number;
  /** Files that are open at one time. Default: 1024. */
  readonly openFiles: number;
  /** Bytes of a line; a longer one is replaced by one that cannot be read. Default: 1 MiB. */
  readonly lineBytes: number;
}

const defaultLimits: MergeStraceLogsLimits = { files: 65_536, openFiles: 1024, lineBytes: 1 << 20 };

/**
 * Makes one log, as `strace -f -o FILE` writes it, of the files of `strace -ff`, for `strace.read`: each line with its
 * pid in front. Lines are in the order of their times (`-t`, `-tt`, `-ttt`) where all files have them. Else what a process
 * did comes whole, where its parent's fork returns, which does not show who changed a folder or descriptors that threads
 * share first: record with `-ttt`, and with `-y`. Files that no fork led to come last, in the order given.
 *
 * @example
 * ```ts
 * import { mergeStraceLogs } from "@coppice/trace";
 *
 * const logs: Record<number, string> = {
 *   8: '1.250000 openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = 3\n',
 *   7: "1.000000 fork() = 8\n1.500000 exit_group(0) = ?\n",
 * };
 * const files = Object.entries(logs).map(([pid, log]) => ({
 *   pid: Number(pid),
 *   open: async function* () { yield new TextEncoder().encode(log); },
 * }));
 * let merged = "";
 * for await (const chunk of mergeStraceLogs(files)) merged += new TextDecoder().decode(chunk);
 * merged.split("\n").map((line) => line.slice(0, 15)); // => ["7 1.000000 fork", "8 1.250000 open", "7 1.500000 exit", ""]
 * ```
 * @throws A {@link TraceError} with code `LIMIT_EXCEEDED` when a limit is passed, and what the files throw.
 */
export async function* mergeStraceLogs(
  files: readonly StraceLogFile[],
  { limits, signal }: MergeStraceLogsOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const bounds = { ...defaultLimits, ...limits };
  if (files.length > bounds.files) throw tooMany("files", bounds.files, "files");
  const open = new Set<LogSource>();
  const logs: OpenLogs = {
    writer: createLogWriter(),
    signal,
    begin(file) {
      if (open.size >= bounds.openFiles) throw tooMany("open files", bounds.openFiles, "openFiles");
      const source = createLogSource(file.pid, file.open(), bounds.lineBytes);
      open.add(source);
      return source;
    },
    async end(source) {
      open.delete(source);
      await source.close();
    },
  };
  try {
    const starts = await findStarts(logs, files);
    yield* starts ? mergeByTime(logs, starts) : mergeByFork(logs, files);
  } finally {
    for (const source of open) await source.close();
  }
}

function tooMany(what: string, limit: number, name: string): TraceError {
  return new TraceError(
    "LIMIT_EXCEEDED",
    `the log is of more than ${limit} ${what}; raise limits.${name} to read it`,
  );
}
