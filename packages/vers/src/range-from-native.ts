import { nativeRangeError } from "./native/native-range-error.ts";
import { notations } from "./native/notations.ts";
import { isWritableVersion } from "./range/is-writable-version.ts";
import { rangeOfIntervals } from "./range/range-intervals.ts";
import type { VersRange } from "./range/vers-range.ts";
import { rulesOf } from "./schemes/schemes.ts";
import type { VersionScheme } from "./version-scheme.ts";

/**
 * Reads a version range in its ecosystem's own notation: of npm, Cargo, Composer, Python, RubyGems, Maven, NuGet and so on; the
 * README has a table of them. Ranges that overlap or touch are joined; one that no version can fulfil gives the range of
 * `vers:none/*`. What an ecosystem asks of pre-releases beside their order cannot be said in a vers and is left out.
 *
 * @throws A {@link VersError} with code `NATIVE_RANGE_INVALID` for a range that breaks the notation, or with code
 * `SCHEME_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { rangeFromNative, renderVers } from "@coppice/vers";
 *
 * renderVers(rangeFromNative("npm", "^1.2.3 || 3.x")); // => "vers:npm/>=1.2.3|<2.0.0|>=3.0.0|<4.0.0"
 * renderVers(rangeFromNative("pypi", "~=1.4.2, !=1.4.5")); // => "vers:pypi/>=1.4.2|!=1.4.5|<1.5.dev0"
 * renderVers(rangeFromNative("maven", "(,1.0],[1.2,)")); // => "vers:maven/<=1.0|>=1.2"
 * ```
 */
export function rangeFromNative(scheme: VersionScheme, range: string): VersRange {
  const { compare } = rulesOf(scheme);
  const intervals = notations[scheme](range);
  for (const { lower, upper } of intervals) {
    for (const bound of [lower, upper]) {
      if (bound !== undefined && !isWritableVersion(bound.version)) {
        throw nativeRangeError(range, "a version is empty or has a control character");
      }
    }
  }
  return rangeOfIntervals(scheme, compare, intervals);
}
