import { commonScheme } from "./common-scheme.ts";
import { intersectIntervals } from "./intervals.ts";
import { everyVersion, intervalsOfRange, noVersion, rangeOfIntervals } from "./range-intervals.ts";
import type { VersRange } from "./vers-range.ts";

/**
 * The versions that are in every one of the canonical ranges, which are of one scheme; of no range, the range of every version.
 *
 * @throws A {@link VersError} with code `SCHEMES_DIFFER`, or `SCHEME_UNKNOWN` when the scheme has no order.
 *
 * @example
 * ```ts
 * import { intersectVers, parseVers, renderVers } from "@coppice/vers";
 *
 * const ranges = ["vers:deb/>=1.0-1", "vers:deb/!=1.2-1|<2.0-1"].map((text) => parseVers(text));
 * renderVers(intersectVers(ranges)); // => "vers:deb/>=1.0-1|!=1.2-1|<2.0-1"
 * ```
 */
export function intersectVers(ranges: readonly VersRange[]): VersRange {
  const common = commonScheme(ranges);
  if (ranges.some(({ scheme }) => scheme === "none")) return noVersion;
  if (common === undefined) return everyVersion;
  const { scheme, compare } = common;
  const sets = ranges.map((range) => intervalsOfRange(compare, range));
  return rangeOfIntervals(scheme, compare, intersectIntervals(compare, sets));
}
