import { commonScheme } from "./common-scheme.ts";
import { everyVersion, intervalsOfRange, noVersion, rangeOfIntervals } from "./range-intervals.ts";
import type { VersRange } from "./vers-range.ts";

/**
 * The versions that are in any of the canonical ranges, which are of one scheme; of no range, the range of no version.
 *
 * @throws A {@link VersError} with code `SCHEMES_DIFFER`, or `SCHEME_UNKNOWN` when the scheme has no order.
 *
 * @example
 * ```ts
 * import { mergeVers, parseVers, renderVers } from "@coppice/vers";
 *
 * const ranges = ["vers:gem/>=1.0|<2.0", "vers:gem/>=2.0|<3.0", "vers:gem/0.5"].map((text) => parseVers(text));
 * renderVers(mergeVers(ranges)); // => "vers:gem/0.5|>=1.0|<3.0"
 * ```
 */
export function mergeVers(ranges: readonly VersRange[]): VersRange {
  const common = commonScheme(ranges);
  if (ranges.some(({ scheme }) => scheme === "all")) return everyVersion;
  if (common === undefined) return noVersion;
  const { scheme, compare } = common;
  const intervals = ranges.flatMap((range) => intervalsOfRange(compare, range));
  return rangeOfIntervals(scheme, compare, intervals);
}
