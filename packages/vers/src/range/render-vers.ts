import { VersError } from "../vers-error.ts";
import { canonicalizeVers } from "./canonicalize-vers.ts";
import { percentEncode } from "./percent-encoding.ts";
import type { VersRange } from "./vers-range.ts";

/**
 * Writes a range as a canonical version range specifier: sorted, each version once, nothing redundant, percent-encoded
 * where it must be. See clause 5 of the vers specification.
 *
 * @throws A {@link VersError} with code `VERS_INVALID` when the range cannot be written: its scheme is no name, it has no
 * constraints, or a version is empty.
 *
 * @example
 * ```ts
 * import { renderVers } from "@coppice/vers";
 *
 * const constraints = [
 *   { comparator: "<", version: "1!2.0" },
 *   { comparator: ">=", version: "1.0" },
 *   { comparator: ">", version: "1.5" },
 * ] as const;
 * renderVers({ scheme: "pypi", constraints }); // => "vers:pypi/>=1.0|<1%212.0"
 * ```
 */
export function renderVers(range: VersRange): string {
  const { scheme, constraints } = canonicalizeVers(range);
  const segments = constraints.map(({ comparator, version }) => {
    if (comparator === "*") return "*";
    return `${comparator === "=" ? "" : comparator}${percentEncode(version)}`;
  });
  return `vers:${scheme}/${segments.join("|")}`;
}
