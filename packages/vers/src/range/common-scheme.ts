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
  return rulesOf(orderOf(scheme));
}

/** The scheme whose order a scheme keeps, such as that of `apk` for `alpine`; its own name where none is known. */
function orderOf(scheme: string): string {
  return versionSchemeOf(scheme) ?? scheme;
}

/**
 * The scheme of all the ranges but those of every or of no version, which fit any; undefined where there is no other.
 * Schemes that keep one order, such as `alpine` and `apk`, go together, by the name of the first.
 *
 * @throws A {@link VersError} with code `SCHEMES_DIFFER` or `SCHEME_UNKNOWN`.
 */
export function commonScheme(
  ranges: readonly VersRange[],
): { readonly scheme: string; readonly compare: VersionComparator } | undefined {
  const [first, ...others] = ranges.filter(({ scheme }) => scheme !== "all" && scheme !== "none");
  if (first === undefined) return undefined;
  const other = others.find(({ scheme }) => orderOf(scheme) !== orderOf(first.scheme));
  if (other !== undefined) {
    const both = `"${first.scheme.slice(0, 40)}" and "${other.scheme.slice(0, 40)}"`;
    throw new VersError(
      "SCHEMES_DIFFER",
      `versions of ${both} have no order in common; combine ranges of one scheme`,
    );
  }
  return { scheme: first.scheme, compare: rulesOfRange(first).compare };
}
