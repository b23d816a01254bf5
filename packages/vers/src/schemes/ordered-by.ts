import { compareGeneric } from "./compare-generic.ts";
import type { VersionComparator } from "./scheme-rules.ts";

/**
 * Makes an order over all texts from one over the versions of a scheme: what `parse` cannot read comes before all that it
 * can, in the order of {@link compareGeneric}.
 */
export function orderedBy<Version>(
  parse: (text: string) => Version | undefined,
  compare: (a: Version, b: Version) => number,
): VersionComparator {
  return (a, b) => {
    if (a === b) return 0;
    const x = parse(a);
    const y = parse(b);
    if (x !== undefined && y !== undefined) return compare(x, y);
    if (x === undefined && y === undefined) return compareGeneric(a, b);
    return x === undefined ? -1 : 1;
  };
}
