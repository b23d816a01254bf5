import type { VersionComparator } from "../schemes/scheme-rules.ts";

/** One end of an {@link Interval}. */
interface Bound {
  readonly version: string;
  readonly inclusive: boolean;
}

/** The versions between two bounds; an absent bound leaves that side open. */
export interface Interval {
  readonly lower: Bound | undefined;
  readonly upper: Bound | undefined;
}

/** Every version. */
export const everything: Interval = { lower: undefined, upper: undefined };

/** The versions of any of the intervals: sorted, apart from each other, and none empty. */
export function uniteIntervals(
  compare: VersionComparator,
  intervals: readonly Interval[],
): Interval[] {
  const sorted = intervals
    .filter((interval) => !isEmpty(compare, interval))
    .sort((a, b) => compareLowers(compare, a.lower, b.lower));
  const united: Interval[] = [];
  for (const next of sorted) {
    const last = united.at(-1);
    if (last === undefined || !touches(compare, last.upper, next.lower)) united.push(next);
    else if (compareUppers(compare, next.upper, last.upper) > 0) {
      united[united.length - 1] = { lower: last.lower, upper: next.upper };
    }
  }
  return united;
}

/** The versions of none of the intervals. */
export function complementIntervals(
  compare: VersionComparator,
  intervals: readonly Interval[],
): Interval[] {
  const gaps: Interval[] = [];
  let lower: Bound | undefined;
  for (const [index, interval] of uniteIntervals(compare, intervals).entries()) {
    if (index > 0 || interval.lower !== undefined) {
      gaps.push({ lower, upper: interval.lower && opposite(interval.lower) });
    }
    if (interval.upper === undefined) return gaps;
    lower = opposite(interval.upper);
  }
  gaps.push({ lower, upper: undefined });
  return gaps;
}

/** The versions that are in every one of the sets, each the union of intervals. */
export function intersectIntervals(
  compare: VersionComparator,
  sets: readonly (readonly Interval[])[],
): Interval[] {
  const [only] = sets;
  if (sets.length === 1 && only !== undefined) return uniteIntervals(compare, only);
  const outside = sets.flatMap((set) => complementIntervals(compare, set));
  return complementIntervals(compare, outside);
}

/** Whether two sets, both sorted and their intervals apart from each other, have the same bounds. */
export function areSameIntervals(
  compare: VersionComparator,
  a: readonly Interval[],
  b: readonly Interval[],
): boolean {
  return (
    a.length === b.length &&
    a.every(({ lower, upper }, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        compareLowers(compare, lower, other.lower) === 0 &&
        compareUppers(compare, upper, other.upper) === 0
      );
    })
  );
}

/** Whether an interval is that of one version. */
export function isPoint(compare: VersionComparator, { lower, upper }: Interval): boolean {
  return lower !== undefined && upper !== undefined && compare(lower.version, upper.version) === 0;
}

function opposite(bound: Bound): Bound {
  return { version: bound.version, inclusive: !bound.inclusive };
}

function isEmpty(compare: VersionComparator, { lower, upper }: Interval): boolean {
  if (lower === undefined || upper === undefined) return false;
  const order = compare(lower.version, upper.version);
  return order > 0 || (order === 0 && !(lower.inclusive && upper.inclusive));
}

function touches(
  compare: VersionComparator,
  upper: Bound | undefined,
  lower: Bound | undefined,
): boolean {
  if (upper === undefined || lower === undefined) return true;
  const order = compare(lower.version, upper.version);
  return order < 0 || (order === 0 && (lower.inclusive || upper.inclusive));
}

function compareLowers(
  compare: VersionComparator,
  a: Bound | undefined,
  b: Bound | undefined,
): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compare(a.version, b.version) || Number(b.inclusive) - Number(a.inclusive);
}

function compareUppers(
  compare: VersionComparator,
  a: Bound | undefined,
  b: Bound | undefined,
): number {
  if (a === undefined || b === undefined) return Number(b !== undefined) - Number(a !== undefined);
  return compare(a.version, b.version) || Number(a.inclusive) - Number(b.inclusive);
}
