import { rulesOfRange } from "./common-scheme.ts";
import type { VersConstraint, VersRange } from "./vers-range.ts";

/**
 * Whether a version is in a canonical range. Where all constraints are `!=`, every other version is in it. Pre-releases are
 * in a range by their place in the order alone: `<2.0.0` has `2.0.0-rc.1`. A text that is no version is placed by
 * {@link compareVersions}; ask {@link isValidVersion} first where that would mislead.
 *
 * @throws A {@link VersError} with code `SCHEME_UNKNOWN` when the range's scheme has no order ({@link versionSchemeOf}).
 *
 * @example
 * ```ts
 * import { parseVers, versContains } from "@coppice/vers";
 *
 * const affected = parseVers("vers:pypi/>=1.0|!=1.4|<2.0|3.1");
 * versContains(affected, "1.3.post1"); // => true
 * versContains(affected, "1.4.0"); // => false
 * versContains(affected, "3.1"); // => true
 * ```
 */
export function versContains(range: VersRange, version: string): boolean {
  const { scheme, constraints } = range;
  if (constraints[0]?.comparator === "*") return scheme !== "none";
  const { compare } = rulesOfRange(range);
  let low = 0;
  let high = constraints.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const constraint = constraints[middle];
    const order = constraint === undefined ? 0 : compare(constraint.version, version);
    if (order === 0) return includesOwn(constraint);
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  for (let index = low - 1; index >= 0; index--) {
    const comparator = constraints[index]?.comparator;
    if (comparator === ">" || comparator === ">=") return true;
    if (comparator === "<" || comparator === "<=") return false;
  }
  for (let index = low; index < constraints.length; index++) {
    const comparator = constraints[index]?.comparator;
    if (comparator === "<" || comparator === "<=") return true;
    if (comparator === ">" || comparator === ">=") return false;
  }
  return constraints.every(({ comparator }) => comparator === "!=");
}

function includesOwn(constraint: VersConstraint | undefined): boolean {
  const comparator = constraint?.comparator;
  return comparator === "=" || comparator === "<=" || comparator === ">=";
}
