import { rulesOfRange } from "./common-scheme.ts";
import { complementIntervals } from "./intervals.ts";
import { everyVersion, intervalsOfRange, noVersion, rangeOfIntervals } from "./range-intervals.ts";
import type { VersRange } from "./vers-range.ts";

/**
 * The versions that are not in a canonical range.
 *
 * @throws A {@link VersError} with code `SCHEME_UNKNOWN` when the scheme has no order.
 *
 * @example
 * ```ts
 * import { invertVers, parseVers, renderVers } from "@coppice/vers";
 *
 * renderVers(invertVers(parseVers("vers:npm/>=1.0.0|<2.0.0"))); // => "vers:npm/<1.0.0|>=2.0.0"
 * renderVers(invertVers(parseVers("vers:npm/*"))); // => "vers:none/*"
 * ```
 */
export function invertVers(range: VersRange): VersRange {
  if (range.scheme === "none") return everyVersion;
  if (range.constraints[0]?.comparator === "*") return noVersion;
  const { compare } = rulesOfRange(range);
  const outside = complementIntervals(compare, intervalsOfRange(compare, range));
  return rangeOfIntervals(range.scheme, compare, outside);
}
