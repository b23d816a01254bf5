import type { ObservationUnit, Sightings, UseReference } from "./evidence.ts";
import { compareGrades } from "./grade.ts";

/**
 * Finds the strongest use that the units of one role saw, and of those as strong the first by unit id; undefined when
 * none saw any.
 *
 * @example
 * ```ts
 * import { strongestSighting } from "@coppice/types";
 *
 * const facts = { role: "workload", source: "strace", events: 1, unreadable: 0, unplaced: 0, losses: [], shows: [] } as const;
 * const find = strongestSighting([{ id: "a", ...facts }, { id: "b", ...facts }], "workload");
 * find({ a: { grade: "opened", offset: 7 }, b: { grade: "read", offset: 9 } })?.unit; // => "b"
 * ```
 */
export function strongestSighting(
  units: readonly Pick<ObservationUnit, "id" | "role">[],
  role: ObservationUnit["role"],
): (seen: Sightings) => Omit<UseReference, "path"> | undefined {
  const ids = new Set(units.filter((unit) => unit.role === role).map(({ id }) => id));
  return (seen) => {
    let strongest: Omit<UseReference, "path"> | undefined;
    for (const [unit, { grade, offset }] of Object.entries(seen)) {
      if (!ids.has(unit)) continue;
      const order = strongest === undefined ? 1 : compareGrades(grade, strongest.grade);
      if (order > 0 || (order === 0 && strongest !== undefined && unit < strongest.unit)) {
        strongest = { unit, grade, offset };
      }
    }
    return strongest;
  };
}
