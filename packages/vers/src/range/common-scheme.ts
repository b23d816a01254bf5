import type { SchemeRules, VersionComparator } from "../schemes/scheme-rules.ts";
import { rulesOf } from "../schemes/schemes.ts";
import { VersError } from "../vers-error.ts";
import { versionSchemeOf } from "../version-scheme-of.ts";
import type { VersRange } from "./vers-range.ts";

/**
 * What is known of a range's scheme.
 *
 * @throws A {@link VersError} with code `SCHEME_UNKNOWN`.
 */
export function rulesOfRange({ scheme }: VersRange): SchemeRules {
  return rulesOf(versionSchemeOf(scheme) ?? scheme);
}

/**
 * The scheme of all the ranges but those of every or of no version, which fit any; undefined where there is no other.
 *
 * @throws A {@link VersError} with code `SCHEMES_DIFFER` or `SCHEME_UNKNOWN`.
 */
export function commonScheme(
  ranges: readonly VersRange[],
): { readonly scheme: string; readonly compare: VersionComparator } | undefined {
  const [first, ...others] = ranges.filter(({ scheme }) => scheme !== "all" && scheme !== "none");
  if (first === undefined) return undefined;
  const other = others.find(({ scheme }) => scheme !== first.scheme);
  if (other !== undefined) {
    const both = `"${first.scheme.slice(0, 40)}" and "${other.scheme.slice(0, 40)}"`;
    throw new VersError(
      "SCHEMES_DIFFER",
      `versions of ${both} have no order in common; combine ranges of one scheme`,
    );
  }
  return { scheme: first.scheme, compare: rulesOfRange(first).compare };
}
