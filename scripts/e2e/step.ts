/** One thing that a workload does, with what must come of it. */
export type Step = StartStep | StopStep | SignalStep | CommandStep;

/** Starts the image's own program as its configuration says; passes when it listens. */
interface StartStep {
  readonly kind: "start";
  readonly name: string;
}

/** Sends the image's stop signal; passes when the program ends with exit code 0. */
interface StopStep {
  readonly kind: "stop";
  readonly name: string;
}

/** Sends the program a signal; passes when it could be sent. */
interface SignalStep {
  readonly kind: "signal";
  readonly name: string;
  /** Such as `HUP`. */
  readonly signal: string;
}

/** Runs a command to its end; passes when it ends with exit code 0 and writes what is expected. */
export interface CommandStep {
  readonly kind: "command";
  readonly name: string;
  /**
   * Where it is run: in the image's root as its user, as `docker exec` would, or in the root of the original image as
   * root, for programs that only exercise the image and that hardening takes out.
   */
  readonly at: "image" | "client";
  readonly command: readonly string[];
  /** What stands on its standard input. */
  readonly input?: string;
  /** All that it writes but white space at the ends, or a part of it. */
  readonly expect: string | RegExp;
}
