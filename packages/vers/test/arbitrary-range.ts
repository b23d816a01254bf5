import type { VersComparator, VersConstraint, VersRange } from "@coppice/vers";
import fc from "fast-check";
import { plainVersion } from "./arbitrary-version.ts";

const comparator = fc.constantFrom<VersComparator>("=", "!=", "<", "<=", ">", ">=");
const constraint: fc.Arbitrary<VersConstraint> = fc.record({ comparator, version: plainVersion });

/** Ranges as made by hand: unsorted, with duplicates. None includes and excludes the same version. */
export const versRange: fc.Arbitrary<VersRange> = fc
  .tuple(
    fc.constantFrom("npm", "pypi", "deb", "maven", "gem", "rpm", "generic"),
    fc.array(constraint, { minLength: 1, maxLength: 6 }),
  )
  .map(([scheme, constraints]) => {
    const isMixed = constraints.some(({ comparator }) => comparator === "!=");
    const kept = constraints.map((one) =>
      isMixed && one.comparator === "=" ? ({ ...one, comparator: ">=" } as const) : one,
    );
    return { scheme, constraints: kept };
  });
