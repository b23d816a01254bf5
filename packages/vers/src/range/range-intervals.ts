import type { VersionComparator } from "../schemes/scheme-rules.ts";
import {
  complementIntervals,
  everything,
  type Interval,
  intersectIntervals,
  isPoint,
  uniteIntervals,
} from "./intervals.ts";
import type { VersConstraint, VersRange } from "./vers-range.ts";

/** The range of every version of any scheme. */
export const everyVersion: VersRange = {
  scheme: "all",
  constraints: [{ comparator: "*", version: "" }],
};

/** The range of no version. */
export const noVersion: VersRange = {
  scheme: "none",
  constraints: [{ comparator: "*", version: "" }],
};

/** Writes a set of versions as a range, with `!=` for a version that alone is left out. */
export function rangeOfIntervals(
  scheme: string,
  compare: VersionComparator,
  intervals: readonly Interval[],
): VersRange {
  const united = uniteIntervals(compare, intervals);
  if (united.length === 0) return noVersion;
  const constraints: VersConstraint[] = [];
  for (const [index, interval] of united.entries()) {
    const { lower, upper } = interval;
    if (lower !== undefined && isPoint(compare, interval)) {
      constraints.push({ comparator: "=", version: lower.version });
      continue;
    }
    const before = united[index - 1]?.upper;
    if (lower !== undefined) {
      const isHole = before !== undefined && compare(before.version, lower.version) === 0;
      const comparator = isHole ? "!=" : lower.inclusive ? ">=" : ">";
      constraints.push({ comparator, version: lower.version });
    }
    const after = united[index + 1]?.lower;
    if (
      upper !== undefined &&
      !(after !== undefined && compare(after.version, upper.version) === 0)
    ) {
      constraints.push({ comparator: upper.inclusive ? "<=" : "<", version: upper.version });
    }
  }
  if (constraints.length === 0) constraints.push({ comparator: "*", version: "" });
  return { scheme, constraints };
}

/** The set of versions that a canonical range means. */
export function intervalsOfRange(compare: VersionComparator, range: VersRange): Interval[] {
  const found: Interval[] = [];
  const excluded: Interval[] = [];
  let lower: Interval["lower"];
  for (const { comparator, version } of range.constraints) {
    const point = { version, inclusive: true };
    if (comparator === "*") return range.scheme === "none" ? [] : [everything];
    if (comparator === "=") found.push({ lower: point, upper: point });
    else if (comparator === "!=") excluded.push({ lower: point, upper: point });
    else if (comparator === ">" || comparator === ">=") {
      lower = { version, inclusive: comparator === ">=" };
    } else {
      found.push({ lower, upper: { version, inclusive: comparator === "<=" } });
      lower = undefined;
    }
  }
  if (lower !== undefined) found.push({ lower, upper: undefined });
  if (excluded.length === 0) return found;
  const base = found.length === 0 ? [everything] : found;
  return intersectIntervals(compare, [base, complementIntervals(compare, excluded)]);
}
