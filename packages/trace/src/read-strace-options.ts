import type { FileIndex } from "@coppice/image";
import type { OnProblem } from "@coppice/types";

/** Options of `readStrace`. */
export interface ReadStraceOptions {
  /** The subject's files, by which links in working directories are followed and the way into the image is found. */
  readonly files?: Pick<FileIndex, "resolve" | "stat">;
  /** Working directory of the first process, where the log does not show it: absolute, in the image. */
  readonly cwd?: string;
  /**
   * Folder outside that becomes the image's root by chroot(2) or pivot_root(2); what happens before is outside.
   * `/` when all of the log is inside. Default: found from the log's first 4 MiB, which are waited for.
   */
  readonly imageRoot?: string;
  /** Takes each line that cannot be read; without it the first one is thrown. */
  readonly onProblem?: OnProblem;
  /** Name of the log in problems. */
  readonly path?: string;
  readonly limits?: Partial<StraceLimits>;
  readonly signal?: AbortSignal;
}

/** How much of a log is kept. */
export interface StraceLimits {
  /** Bytes of a line; longer ones are problems. Default: 1 MiB. */
  readonly lineBytes: number;
  /** Processes at one time. Default: 262,144. */
  readonly processes: number;
  /** Open files of all processes at one time. Default: 4,194,304. */
  readonly openFiles: number;
  /** Bytes of calls that have begun and not returned. Default: 64 MiB. */
  readonly pendingBytes: number;
  /** Lines in the whole log that cannot be read, since whoever takes their problems keeps them. Default: 1,000,000. */
  readonly problems: number;
}

/** What holds where an option names no limit. */
export const defaultStraceLimits: StraceLimits = {
  lineBytes: 1 << 20,
  processes: 1 << 18,
  openFiles: 1 << 22,
  pendingBytes: 1 << 26,
  problems: 1_000_000,
};
