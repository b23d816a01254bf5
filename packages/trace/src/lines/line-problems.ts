import type { Problem } from "@coppice/types";
import type { ReadLogOptions } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";

/** Hands on lines that cannot be read, as soon as it is sure that the log is one of strace. */
export interface LineProblems {
  report(offset: number, message: string): void;
  /** Says that it is one, and hands on what was reported before. */
  confirm(): void;
}

/** Hands at most `limit` problems to the options' `onProblem`; without it the first one is thrown. */
export function createLineProblems(
  { onProblem, path }: Pick<ReadLogOptions, "onProblem" | "path">,
  limit: number,
): LineProblems {
  let waiting: Problem[] | undefined = [];
  let count = 0;
  function deliver(problem: Problem): void {
    if (!onProblem) {
      throw new TraceError(
        "LOG_LINE",
        `${path ?? "the log"} at byte ${problem.offset}: ${problem.message}; pass onProblem to read on`,
      );
    }
    if (++count > limit) {
      throw new TraceError(
        "LIMIT_EXCEEDED",
        `${path ?? "the log"} has more than ${limit} lines that cannot be read; record it with -o FILE, so that ` +
          "nothing else writes to it, or raise limits.problems",
      );
    }
    onProblem(problem);
  }
  return {
    report(offset, message) {
      const problem = {
        code: "LOG_LINE",
        message,
        offset,
        ...(path !== undefined && { path }),
      };
      if (waiting) waiting.push(problem);
      else deliver(problem);
    },
    confirm() {
      const problems = waiting ?? [];
      waiting = undefined;
      for (const problem of problems) deliver(problem);
    },
  };
}
