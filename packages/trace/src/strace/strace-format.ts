import type { LogFormat } from "../log-format.ts";
import { readStrace } from "../read-strace.ts";
import { recogniseStrace } from "./recognise-strace.ts";

/**
 * Logs of strace 4 to 7 as they are written by `strace -f -o FILE` or to a terminal, with any of its options for what a line
 * shows. Events come in the order in which the log shows that the calls returned; those of a process that the log shows
 * before the fork that made it may come after that fork. The files of `strace -ff` are to be
 * merged first, by `mergeStraceLogs`.
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
 * import { strace } from "@coppice/trace";
 *
 * const log = `7 chdir("/etc") = 0
 * 7 openat(AT_FDCWD, "hostname", O_RDONLY) = 3
 * `;
 * const paths: string[] = [];
 * for await (const batch of strace.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "open" && event.path.known) paths.push(event.path.path);
 *   }
 * }
 * paths; // => ["/etc/hostname"]
 * ```
 * @throws Reading throws a `TraceError` with code `LOG_FORMAT` when no line of strace is in the first 64 KiB, `LOG_LINE` for
 * the first line that cannot be read when there is no `onProblem`, `LIMIT_EXCEEDED` when a limit is passed.
 */
export const strace: LogFormat = {
  name: "strace",
  title: "strace 4 to 7",
  shows: ["exec", "map", "read", "open", "stat", "write", "remove", "connect", "listen", "accept"],
  blindSpots: [
    "what a process did before strace attached to it, or after it let go",
    "what is done through io_uring",
    "which pages of a mapped file were read, and which functions of it were called",
    "whether a file that was mapped to be read was made executable later (mprotect), as no dynamic loader does",
    "what a filter (-e trace=…, -P) left out, of which the log says nothing",
  ],
  record: "strace -f -y -o FILE PROGRAM",
  recognises: recogniseStrace,
  read: readStrace,
};
