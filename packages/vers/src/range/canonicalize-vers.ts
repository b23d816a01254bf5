import { rulesOf } from "../schemes/schemes.ts";
import { VersError } from "../vers-error.ts";
import { versionSchemeOf } from "../version-scheme-of.ts";
import { canonicalConstraints } from "./canonical-constraints.ts";
import { isWritableVersion } from "./is-writable-version.ts";
import type { VersConstraint, VersRange } from "./vers-range.ts";

/**
 * Sorts the constraints of a range that was made by hand, names each version once, and leaves out what is redundant. A
 * scheme without an order ({@link versionSchemeOf}) keeps its constraints as they stand. Gives the same range back where
 * there is nothing to do.
 *
 * @throws A {@link VersError} with code `VERS_INVALID` when the scheme is no name, there are no constraints, a version is
 * empty or has control characters or half of a surrogate pair, or is both included and excluded.
 */
export function canonicalizeVers(range: VersRange): VersRange {
  const { scheme, constraints } = range;
  if (!/^[a-z][a-z0-9.-]*$/.test(scheme) || scheme === "invalid") {
    throw invalid(`"${scheme.slice(0, 40)}" names no scheme`);
  }
  if (constraints.length === 0) throw invalid("a range has no constraints");
  for (const { comparator, version } of constraints) {
    if (comparator !== "*" && !isWritableVersion(version)) {
      throw invalid("a version of a range cannot be written");
    }
    if (comparator !== "*" && (scheme === "all" || scheme === "none")) {
      throw invalid(`the range "${scheme}" has a constraint besides the asterisk`);
    }
  }
  const known = versionSchemeOf(scheme);
  if (known === undefined) return range;
  const spelt = known === "datetime" ? constraints.map(inUpperCase) : constraints;
  const canonical = canonicalConstraints(rulesOf(known).compare, spelt);
  return canonical === constraints ? range : { scheme, constraints: canonical };
}

/** Of RFC 3339's letters, vers takes the upper-case ones. */
function inUpperCase({ comparator, version }: VersConstraint): VersConstraint {
  return { comparator, version: version.toUpperCase() };
}

function invalid(what: string): VersError {
  return new VersError("VERS_INVALID", `${what}; see clause 5 of the vers specification`);
}
