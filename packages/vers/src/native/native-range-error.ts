import { VersError } from "../vers-error.ts";

/** What to throw for a range that breaks the rules of its ecosystem. */
export function nativeRangeError(range: string, what: string): VersError {
  const shown = range.length > 80 ? `${range.slice(0, 80)}…` : range;
  return new VersError(
    "NATIVE_RANGE_INVALID",
    `the range "${shown}" cannot be read, because ${what}; check it, and its scheme`,
  );
}
