import { VexError } from "../vex-error.ts";

/** Takes note of comparisons, and throws past the limit. */
export type CountWork = (comparisons: number) => void;

/** Counts up to `limit`. */
export function createWorkCounter(limit: number): CountWork {
  let done = 0;
  return (comparisons) => {
    done += comparisons;
    if (done <= limit) return;
    throw new VexError(
      "TOO_MANY_COMPARISONS",
      `matching takes more than ${limit} comparisons; raise limits.comparisons or match fewer documents`,
    );
  };
}
