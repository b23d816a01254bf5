import { type Interval, isPoint } from "../range/intervals.ts";
import type { VersionComparator } from "../schemes/scheme-rules.ts";

/** Writes intervals in brackets; undefined where there is none, or more than one and `many` is not allowed. */
export function renderBracketRange(
  compare: VersionComparator,
  intervals: readonly Interval[],
  many: boolean,
): string | undefined {
  if (intervals.length === 0 || (intervals.length > 1 && !many)) return undefined;
  const written = intervals.map((interval) => {
    const { lower, upper } = interval;
    if (isPoint(compare, interval)) return `[${lower?.version}]`;
    const open = lower?.inclusive === true ? "[" : "(";
    const close = upper?.inclusive === true ? "]" : ")";
    return `${open}${lower?.version ?? ""},${upper?.version ?? ""}${close}`;
  });
  return written.join(",");
}
