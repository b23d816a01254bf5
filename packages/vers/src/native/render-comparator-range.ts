import { type Interval, isPoint } from "../range/intervals.ts";
import type { VersionComparator } from "../schemes/scheme-rules.ts";
import { padded, parsePartialVersion } from "./partial-version.ts";
import type { Wording } from "./wording.ts";

/** Writes sorted, separate intervals with operators; undefined where the wording cannot say them. */
export function renderComparatorRange(
  compare: VersionComparator,
  intervals: readonly Interval[],
  wording: Wording,
): string | undefined {
  const groups = groupByHoles(compare, intervals, wording);
  if (groups.length === 0 || (groups.length > 1 && wording.or === undefined)) return undefined;
  const written = groups.map((group) => renderGroup(compare, group, wording));
  return written.includes(undefined) ? undefined : written.join(wording.or);
}

/** Intervals with one version between them, which `!=` can say in one. */
function groupByHoles(
  compare: VersionComparator,
  intervals: readonly Interval[],
  wording: Wording,
): readonly (readonly Interval[])[] {
  const groups: Interval[][] = [];
  for (const interval of intervals) {
    const group = groups.at(-1);
    const before = group?.at(-1)?.upper;
    const { lower } = interval;
    const isHole =
      before !== undefined &&
      lower !== undefined &&
      wording.notEqual !== undefined &&
      compare(before.version, lower.version) === 0;
    if (group !== undefined && isHole) group.push(interval);
    else groups.push([interval]);
  }
  return groups;
}

function renderGroup(
  compare: VersionComparator,
  group: readonly Interval[],
  wording: Wording,
): string | undefined {
  const [first] = group;
  const write = (version = ""): string => writeVersion(version, wording);
  const lower = first?.lower;
  const upper = group.at(-1)?.upper;
  if (first !== undefined && group.length === 1 && isPoint(compare, first)) {
    return wording.equal + write(lower?.version);
  }
  const terms: string[] = [];
  if (lower !== undefined) {
    terms.push((lower.inclusive ? wording.atLeast : wording.more) + write(lower.version));
  }
  for (const { upper: hole } of group.slice(0, -1)) {
    terms.push(`${wording.notEqual}${write(hole?.version)}`);
  }
  if (upper !== undefined) {
    terms.push((upper.inclusive ? wording.atMost : wording.less) + write(upper.version));
  }
  return terms.length === 0 ? wording.any : terms.join(wording.and);
}

function writeVersion(version: string, { numbers: count }: Wording): string {
  const partial = count === undefined ? undefined : parsePartialVersion(version);
  if (count === undefined || partial === undefined || partial.wild) return version;
  return padded(partial.numbers, count) + partial.suffix;
}
