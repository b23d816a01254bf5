import { renderBracketRange } from "./native/render-bracket-range.ts";
import { renderComparatorRange } from "./native/render-comparator-range.ts";
import { wordings } from "./native/wording.ts";
import { intervalsOfRange } from "./range/range-intervals.ts";
import type { VersRange } from "./range/vers-range.ts";
import { rulesOf } from "./schemes/schemes.ts";
import { VersError } from "./vers-error.ts";
import { versionSchemeOf } from "./version-scheme-of.ts";

/**
 * Writes a canonical range in its ecosystem's own notation. {@link rangeFromNative} reads the same set of versions from it;
 * the ecosystem's tools may besides ask for pre-releases in their own way.
 *
 * @throws A {@link VersError} with code `NATIVE_RANGE_UNSUPPORTED` where the notation has no words for the range, such as for
 * two separate intervals in Python's, or with code `SCHEME_UNKNOWN`.
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
  const scheme = versionSchemeOf(range.scheme);
  const { compare } = rulesOf(scheme ?? range.scheme);
  const intervals = intervalsOfRange(compare, range);
  const wording = scheme === undefined ? undefined : wordings[scheme];
  const isMaven = scheme === "maven";
  const written =
    isMaven || scheme === "nuget"
      ? renderBracketRange(compare, intervals, isMaven)
      : wording && renderComparatorRange(compare, intervals, wording);
  if (written !== undefined) return written;
  throw new VersError(
    "NATIVE_RANGE_UNSUPPORTED",
    `the notation of ${range.scheme} has no words for this range; keep it as a vers`,
  );
}
