import type { FileIndex } from "@coppice/image";
import type { OnProblem } from "@coppice/types";

/** Options of every reader of logs. */
export interface ReadLogOptions {
  /** The subject's files, by which links in working directories are followed and the way into the image is found. */
  readonly files?: Pick<FileIndex, "resolve" | "stat">;
  /** Working directory of the first process, where the log does not show it: absolute, in the image. */
  readonly cwd?: string;
  /**
   * Folder in which the recording system sees the image's root. What lies elsewhere is outside. `/` when the log names
   * paths as the container sees them. Default: found from the log itself.
   */
  readonly imageRoot?: string;
  /**
   * Container whose events count: its id, the beginning of that, or its name. Events of others are left out. Without it
   * all events count that are not known to be outside of every container.
   */
  readonly container?: string;
  /** Takes each record that cannot be read; without it the first one is thrown. */
  readonly onProblem?: OnProblem;
  /** Name of the log in problems. */
  readonly path?: string;
  readonly limits?: Partial<LogLimits>;
  readonly signal?: AbortSignal;
}

/** How much of a log is kept. */
export interface LogLimits {
  /** Bytes of a line; longer ones are problems. Default: 1 MiB. */
  readonly lineBytes: number;
  /** Bytes of a log that is one document, such as a profile. Default: 256 MiB. */
  readonly documentBytes: number;
  /** Processes at one time. Default: 262,144. */
  readonly processes: number;
  /** Open files of all processes at one time. Default: 4,194,304. */
  readonly openFiles: number;
  /** Bytes of records that have begun and are not complete. Default: 64 MiB. */
  readonly pendingBytes: number;
  /** Records in the whole log that cannot be read, since whoever takes their problems keeps them. Default: 1,000,000. */
  readonly problems: number;
}

/** What holds where an option names no limit. */
export const defaultLogLimits: LogLimits = {
  lineBytes: 1 << 20,
  documentBytes: 1 << 28,
  processes: 1 << 18,
  openFiles: 1 << 22,
  pendingBytes: 1 << 26,
  problems: 1_000_000,
};
