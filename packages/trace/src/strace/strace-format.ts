import type { LogFormat } from "../log-format.ts";
import { readStrace } from "../read-strace.ts";
import { recogniseStrace } from "./recognise-strace.ts";

/**
 * Logs of strace 4 to 7, as {@link readStrace} reads them.
 *
 * @example
 * ```ts
 * import { strace } from "@coppice/trace";
 *
 * const head = new TextEncoder().encode('7 openat(AT_FDCWD, "/etc/hostname", O_RDONLY) = 3\n');
 * strace.recognises(head); // => true
 * ```
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
