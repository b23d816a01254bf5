import { renderBracketRange } from "./native/render-bracket-range.ts";
import { renderComparatorRange } from "./native/render-comparator-range.ts";
import { wordings } from "./native/wording.ts";
import { rulesOfRange } from "./range/common-scheme.ts";
import { areSameIntervals, type Interval, uniteIntervals } from "./range/intervals.ts";
import { intervalsOfRange } from "./range/range-intervals.ts";
import type { VersRange } from "./range/vers-range.ts";
import { rangeFromNative } from "./range-from-native.ts";
import type { VersionComparator } from "./schemes/scheme-rules.ts";
import { isVersError, VersError } from "./vers-error.ts";
import type { VersionScheme } from "./version-scheme.ts";
import { versionSchemeOf } from "./version-scheme-of.ts";

/**
 * Writes a canonical range in its ecosystem's own notation. {@link rangeFromNative} reads the same set of versions from it
 * (of every version, those of Conan, Perl and Ruby from 0 on); the ecosystem's tools may besides ask for pre-releases in
 * their own way. npm and Cargo have short versions written with three numbers, since they mean more by fewer.
 *
 * @throws A {@link VersError} with code `NATIVE_RANGE_UNSUPPORTED` where the notation has no words for the range, such as for
 * two separate intervals in Python's, for no version, or for a version that reads as something else; or with code
 * `SCHEME_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { nativeFromRange, parseVers } from "@coppice/vers";
 *
 * nativeFromRange(parseVers("vers:npm/>=1.0.0|<2.0.0|3.1.4")); // => ">=1.0.0 <2.0.0 || 3.1.4"
 * nativeFromRange(parseVers("vers:maven/<=1.0|>=1.2")); // => "(,1.0],[1.2,)"
 * nativeFromRange(parseVers("vers:deb/>=1.0-1|<2.0-1")); // => ">= 1.0-1, << 2.0-1"
 * ```
 */
export function nativeFromRange(range: VersRange): string {
  if (range.scheme !== "none" && range.scheme !== "all") {
    const { compare } = rulesOfRange(range);
    const scheme = versionSchemeOf(range.scheme);
    const intervals = uniteIntervals(compare, intervalsOfRange(compare, range));
    const text = scheme && write(scheme, compare, intervals);
    if (scheme && text !== undefined && readsAs(scheme, compare, text, intervals)) return text;
  }
  throw new VersError(
    "NATIVE_RANGE_UNSUPPORTED",
    `the notation of ${range.scheme} has no words for this range; keep it as a vers`,
  );
}

function write(
  scheme: VersionScheme,
  compare: VersionComparator,
  intervals: readonly Interval[],
): string | undefined {
  const isMaven = scheme === "maven";
  if (isMaven || scheme === "nuget") return renderBracketRange(compare, intervals, isMaven);
  const wording = wordings[scheme];
  return wording && renderComparatorRange(compare, intervals, wording);
}

/** Whether the text means the same set. A version may hold what the notation takes for a sign, a wildcard or a separator. */
function readsAs(
  scheme: VersionScheme,
  compare: VersionComparator,
  text: string,
  intervals: readonly Interval[],
): boolean {
  const [first] = intervals;
  // Some begin at 0 with every version, which is as much as they can say.
  if (first?.lower === undefined && first?.upper === undefined) return true;
  // What is left of a version that a separator cuts may compare as the same and still be another one.
  const bounds = intervals.flatMap(({ lower, upper }) => [lower, upper]);
  if (bounds.some((bound) => /[\s,]/.test(bound?.version ?? ""))) return false;
  try {
    const read = intervalsOfRange(compare, rangeFromNative(scheme, text));
    return areSameIntervals(compare, uniteIntervals(compare, read), intervals);
  } catch (error) {
    if (isVersError(error)) return false;
    throw error;
  }
}
