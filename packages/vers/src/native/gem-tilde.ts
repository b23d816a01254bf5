import type { Interval } from "../range/intervals.ts";
import { between } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";
import { bumped, parsePartialVersion } from "./partial-version.ts";

/** `~> 2.0.8`: from this version to before 2.1, the next of the number before the last. See Gem::Version#bump. */
export function gemTilde(version: string): readonly Interval[] {
  const numbers = parsePartialVersion(version)?.numbers ?? [];
  if (numbers.length === 0) throw nativeRangeError(version, '"~>" takes numbers between dots');
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers;
  return [between(version, bumped(kept, kept.length - 1, 0))];
}
