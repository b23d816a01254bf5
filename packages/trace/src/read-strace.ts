import type { RuntimeEvent } from "@coppice/types";
import { collectHead } from "./lines/collect-head.ts";
import type { ReadLogOptions } from "./read-log-options.ts";
import { createStraceReader, type StraceReader } from "./strace/create-strace-reader.ts";

/** How far the way into the image is looked for, and how many bytes show that a log is compressed. */
const lookAhead = 1 << 22;
const magicBytes = 4;

/**
 * Reads a log of strace 4 to 7 as it was written by `strace -f -o FILE` or to a terminal, with any of its options for what
 * a line shows, and gives its events in batches, in the order in which the log shows that the calls returned; those of a
 * process that the log shows before the fork that made it may come after that fork. The files of `strace -ff` are to be
 * merged first, by {@link mergeStraceLogs}.
 *
 * Paths are made absolute as the kernel did: by the working directory, descriptors and root of the process, followed
 * from fork to fork. Where the log does not show the folder that a path starts from, the path is unknown and not
 * guessed; record with `-y` to avoid that. Where a call looks at a link itself, `real` is the path of the link. Calls
 * that failed give no event. A process that the log does not name has pid 0.
 *
 * What the log lacks gives a `lost` event: `late-start` when its first call does not begin a program, and then for each
 * process that no fork brought; `unseen-exec` for such a process where the log has other forks, and when nothing is
 * executed in the image though processes came in; `dropped` for a call with no beginning or no end, `io-uring`,
 * `detached` for each process that strace let go of, `cut` when the log ends within a line, `filtered` when it shows
 * addresses instead of paths (`-e raw`).
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
 * @throws A {@link TraceError} with code `LOG_FORMAT` when no line of strace is in the first 64 KiB, `LOG_LINE` for
 * the first line that cannot be read when there is no `onProblem`, `LIMIT_EXCEEDED` when a limit is passed.
 */
export async function* readStrace(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadLogOptions = {},
): AsyncGenerator<readonly RuntimeEvent[], void, undefined> {
  const { imageRoot, signal } = options;
  const head = collectHead(imageRoot === undefined ? lookAhead : magicBytes);
  let reader: StraceReader | undefined;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    if (reader) yield* reader.read(chunk);
    else if (head.append(chunk)) {
      reader = createStraceReader(head.bytes(), options);
      yield* reader.read(head.bytes());
    }
  }
  if (!reader) {
    reader = createStraceReader(head.bytes(), options);
    yield* reader.read(head.bytes());
  }
  yield* reader.end();
}
