import type { ImageConfig } from "@coppice/types";

/** What can record: each is the name of a log format as well. */
export type RecordSource = "strace" | "bpftrace" | "fanotify";

/** Runtimes that can be made to say themselves what they load. */
export type RuntimeHook = "node" | "php" | "python" | "ruby";

/** Options of {@link record}. */
export interface RecordOptions {
  /** Existing folder that the logs go to. */
  readonly folder: string;
  /** How the image is run. Default: nothing is known, so that `command` must say it. */
  readonly config?: ImageConfig;
  /** What is run, in place of the image's Entrypoint and Cmd. */
  readonly command?: readonly string[];
  /** What records, several at once if wanted; none runs the workload bare. Default: `findRecordSources()`. */
  readonly sources?: readonly RecordSource[];
  /**
   * Runtimes that say themselves what they load, in logs of their own, by way of the workload's environment. One whose
   * processes do not get that leaves no log, such as PHP-FPM without `clear_env = no`.
   */
  readonly hooks?: readonly RuntimeHook[];
  /**
   * Script for `sh` that exercises the workload, run beside it with this system's programs and the workload's network, in
   * which loopback is all there is. `COPPICE_ROOT` names the image's root. When it ends the workload is stopped.
   */
  readonly exercise?: string;
  /** Seconds after which the workload is stopped. Default: 60. */
  readonly seconds?: number;
  /** Seconds that it is given to stop before it is killed. Default: 10. */
  readonly stopSeconds?: number;
  /** Ends the run and all its processes. */
  readonly signal?: AbortSignal;
}

/** A log that was recorded. */
export interface RecordedLog {
  /** Name of its format. */
  readonly source: string;
  readonly path: string;
  /** Where it sees the image's root: an option of every reader. */
  readonly imageRoot: string;
}

/** What became of a run. */
export interface Recording {
  readonly logs: readonly RecordedLog[];
  /** Exit code of the workload, 128 and the number of the signal that ended it. */
  readonly status: number;
  /** Whether it was still running and had to be stopped. */
  readonly stopped: boolean;
  /** Exit code of the exercise, where there was one. */
  readonly exercised?: number;
  /** The end of what the workload wrote. */
  readonly output: string;
  /** The end of what the exercise wrote. */
  readonly exerciseOutput: string;
  /** Seconds from the start of the workload to its end, to within a tenth. Other work on the system makes them more. */
  readonly seconds: number;
  /** Seconds of processors that the workload took, with strace and fanotify and without bpftrace and the exercise. */
  readonly cpuSeconds: number;
}
