import type { FileIndex } from "@coppice/image";
import type { OnProblem, RuntimeEvent } from "@coppice/types";
import { findImageEntry } from "./strace/find-image-root.ts";
import { beginLog, endLine, followLine } from "./strace/follow-line.ts";
import type { Place } from "./strace/place.ts";
import { splitLines } from "./strace/split-lines.ts";
import { TraceError } from "./trace-error.ts";

/** Options of {@link readStrace}. */
export interface ReadStraceOptions {
  /** The subject's files, by which links in working directories are followed and the way into the image is found. */
  readonly files?: Pick<FileIndex, "resolve" | "stat">;
  /** Working directory of the first process, where the log does not show it: absolute, in the image. */
  readonly cwd?: string;
  /**
   * Folder outside that becomes the image's root by chroot(2) or pivot_root(2); what happens before is outside.
   * Default: found from the log's first 4 MiB.
   */
  readonly imageRoot?: string;
  /** Takes each line that cannot be read; without it the first one is thrown. */
  readonly onProblem?: OnProblem;
  /** Name of the log in problems. */
  readonly path?: string;
  readonly limits?: Partial<StraceLimits>;
  readonly signal?: AbortSignal;
}

/** How much of a log is kept at one time. */
export interface StraceLimits {
  /** Bytes of a line; longer ones are problems. Default: 1 MiB. */
  readonly lineBytes: number;
  /** Processes. Default: 262,144. */
  readonly processes: number;
  /** Open files of all processes. Default: 4,194,304. */
  readonly openFiles: number;
  /** Bytes of calls that have begun and not returned. Default: 64 MiB. */
  readonly pendingBytes: number;
}

const defaultLimits: StraceLimits = {
  lineBytes: 1 << 20,
  processes: 1 << 18,
  openFiles: 1 << 22,
  pendingBytes: 1 << 26,
};

/** How far the way into the image is looked for. */
const lookAhead = 1 << 22;

/** How far the first line of strace is looked for. */
const recogniseWithin = 1 << 16;

/** As many events as are handed on at once, however large a chunk is. */
const batchSize = 4096;

/**
 * Reads a log of strace 4 to 6 as it was written by `strace -f -o FILE` or to a terminal, with any of `-y`, `-yy`,
 * `-t`, `-tt`, `-ttt`, `-r`, `-T`, `-i`, `-k`, `-x` and `-s`, and gives its events in batches, in the order in which
 * the log shows that the calls returned.
 *
 * Paths are made absolute as the kernel did: by the working directory, descriptors and root of the process, followed
 * from fork to fork. Where the log does not show the folder that a path starts from, the path is unknown and not
 * guessed; record with `-y` to avoid that. Calls that failed give no event. A log that the first process does not
 * name has pid 0 for it.
 *
 * @example
 * ```ts
 * import { readStrace } from "@coppice/trace";
 *
 * const log = `7 chdir("/etc") = 0
 * 7 openat(AT_FDCWD, "hostname", O_RDONLY) = 3
 * `;
 * const paths: string[] = [];
 * for await (const batch of readStrace([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "open" && event.path.known) paths.push(event.path.path);
 *   }
 * }
 * paths; // => ["/etc/hostname"]
 * ```
 * @throws A {@link TraceError} with code `NOT_STRACE` when no line of strace is in the first 64 KiB, `STRACE_LINE` for
 * the first line that cannot be read when there is no `onProblem`, `LIMIT_EXCEEDED` when a limit is passed.
 */
export async function* readStrace(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadStraceOptions = {},
): AsyncGenerator<readonly RuntimeEvent[], void, undefined> {
}
