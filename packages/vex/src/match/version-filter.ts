import {
  compareVersions,
  isVersError,
  parseVers,
  type VersionScheme,
  type VersRange,
  versContains,
  versionSchemeOf,
} from "@coppice/vers";
import type { VexComponent } from "../vex-product.ts";

/** Tells which versions a statement is about. */
export interface VersionFilter {
  /** How many comparisons one answer may take. */
  readonly cost: number;
  /** Nothing is said of a component without a version. `type` is that of its purl. */
  accepts(version: string | undefined, type: string | undefined): boolean;
}

/**
 * The versions that a component of a statement names beside its identifiers; `undefined` where it names none. Versions are
 * ordered by the range's own scheme, by the type of the component's purl where that is `generic` or unknown.
 */
export function versionFilter({
  versions,
  ranges,
}: Pick<VexComponent, "versions" | "ranges">): VersionFilter | undefined {
  if (versions.length + ranges.length === 0) return undefined;
  const exact = new Set(versions);
  const known = new Map<VersionScheme, readonly VersRange[]>();
  return {
    cost: ranges.reduce((sum, range) => sum + range.length, versions.length),
    accepts(version, type = "generic") {
      if (version === undefined) return false;
      if (exact.has(version)) return true;
      const scheme = versionSchemeOf(type) ?? "generic";
      if (versions.some((one) => compareVersions(scheme, one, version) === 0)) return true;
      const inScheme = known.get(scheme) ?? ranges.flatMap((text) => readRange(text, scheme));
      known.set(scheme, inScheme);
      return inScheme.some((range) => versContains(range, version));
    },
  };
}

/**
 * A range in its own scheme, or in `scheme` where it has none that orders versions: CSAF 2.0, 3.1.2.3.2 allows ranges that are
 * constraints alone. One that cannot be read has no versions in it.
 */
function readRange(text: string, scheme: VersionScheme): readonly VersRange[] {
  try {
    if (!text.startsWith("vers:")) return [parseVers(`vers:${scheme}/${text}`, tolerant)];
    const range = parseVers(text, tolerant);
    const own = versionSchemeOf(range.scheme);
    if ((own !== undefined && own !== "generic") || range.constraints[0]?.comparator === "*") {
      return [range];
    }
    return [parseVers(`vers:${scheme}/${text.slice(text.indexOf("/") + 1)}`, tolerant)];
  } catch (error) {
    if (isVersError(error)) return [];
    throw error;
  }
}

const tolerant = { onProblem: () => {} };
