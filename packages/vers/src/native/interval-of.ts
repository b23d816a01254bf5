import type { Interval } from "../range/intervals.ts";

/** The versions that stand so to one. */
export function below(version: string): Interval {
  return { lower: undefined, upper: { version, inclusive: false } };
}

export function atMost(version: string): Interval {
  return { lower: undefined, upper: { version, inclusive: true } };
}

export function above(version: string): Interval {
  return { lower: { version, inclusive: false }, upper: undefined };
}

export function atLeast(version: string): Interval {
  return { lower: { version, inclusive: true }, upper: undefined };
}

export function exactly(version: string): Interval {
  return { lower: { version, inclusive: true }, upper: { version, inclusive: true } };
}

/** From the first version to before the second. */
export function between(first: string, second: string): Interval {
  return {
    lower: { version: first, inclusive: true },
    upper: { version: second, inclusive: false },
  };
}

/** All but one version. */
export function except(version: string): readonly Interval[] {
  return [below(version), above(version)];
}
