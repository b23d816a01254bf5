import type { Grade, ObservationUnit, Sightings } from "./evidence.ts";
import { compareGrades } from "./grade.ts";

/**
 * Tells the strongest use that the units of one role saw, of anything that has sightings; undefined when none saw any.
 *
 * @example
 * ```ts
 * import { type ObservationUnit, strongestUse } from "@coppice/types";
 *
 * const facts = { source: "strace", events: 1, unreadable: 0, unplaced: 0, lost: 0, strongest: "executed" } as const;
 * const units: ObservationUnit[] = [
 *   { id: "run", role: "workload", ...facts },
 *   { id: "run#client", role: "client", ...facts },
 * ];
 * const use = strongestUse(units, "workload");
 * use({ run: { grade: "opened", offset: 7 }, "run#client": { grade: "executed", offset: 9 } }); // => "opened"
 * use({ "run#client": { grade: "executed", offset: 9 } }); // => undefined
 * ```
 */
export function strongestUse(
  units: readonly ObservationUnit[],
  role: ObservationUnit["role"],
): (seen: Sightings) => Grade | undefined {
  const ids = units.filter((unit) => unit.role === role).map(({ id }) => id);
  return (seen) => {
    let strongest: Grade | undefined;
    for (const id of ids) {
      const grade = Object.hasOwn(seen, id) ? seen[id]?.grade : undefined;
      if (grade && (strongest === undefined || compareGrades(grade, strongest) > 0)) {
        strongest = grade;
      }
    }
    return strongest;
  };
}
