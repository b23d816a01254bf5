import { TraceError } from "../trace-error.ts";
import { poissonUpperBound } from "./poisson-bound.ts";

/** What bounding needs to know. */
export interface BoundOptions {
  /** How sure the bound is to be, between 0 and 1. */
  readonly confidence: number;
  /** Units over which it is taken, of the last ones; by default the later half of them. */
  readonly horizon?: number | undefined;
  /** As many of the last units must have discovered nothing, else nothing is said. Default: 3. */
  readonly quiet?: number | undefined;
}

/** An upper bound of the chance that the next unit brings something new, and what it was taken from. */
export interface NextUnitBound {
  readonly horizon: number;
  /** Units of the horizon that brought something new. */
  readonly clumps: number;
  readonly chance: number;
}

/**
 * Makes what bounds the chance that unit `count` + 1 brings a package that the first `count` did not, from how many each
 * unit discovered.
 *
 * While units are alike, that chance never grows: what one unit discovers can only be missing from the rest. So each unit of
 * the horizon discovered something with at least the chance that is left after the last one, and no fewer of them did
 * than of as many independent tries with that chance. Garwood's bound, by the number that did, holds for such tries. Discoveries
 * also come in bursts, in which the next one is much more likely than on average: until a few units in a row brought nothing,
 * the bound is 1.
 *
 * @throws A {@link TraceError} with code `OPTION_INVALID` when the confidence is no number between 0 and 1.
 */
export function createNextUnitBound(
  discovered: readonly number[],
  { confidence, horizon: wanted, quiet = 3 }: BoundOptions,
): (count: number) => NextUnitBound {
  if (!(confidence > 0 && confidence < 1)) {
    throw new TraceError(
      "OPTION_INVALID",
      `confidence is ${confidence}; give it a number between 0 and 1`,
    );
  }
  /** How many of the units before each place discovered something. */
  const before = [0];
  for (const [place, more] of discovered.entries()) {
    before.push((before[place] ?? 0) + (more > 0 ? 1 : 0));
  }
  const clumpsAmong = (units: number, count: number): number =>
    (before[count] ?? 0) - (before[Math.max(0, count - units)] ?? 0);
  const bounds = new Map<number, number>();
  function boundOf(clumps: number): number {
    const bound = bounds.get(clumps) ?? poissonUpperBound(clumps, confidence);
    bounds.set(clumps, bound);
    return bound;
  }
  return (count) => {
    const horizon = Math.min(wanted ?? Math.floor(count / 2), Math.max(0, count - 1));
    const clumps = clumpsAmong(horizon, count);
    const isSaid = horizon > 0 && clumpsAmong(quiet, count) === 0;
    return { horizon, clumps, chance: isSaid ? Math.min(1, boundOf(clumps) / horizon) : 1 };
  };
}
