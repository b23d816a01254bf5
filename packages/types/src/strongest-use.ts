import type { Grade, ObservationUnit, Sightings } from "./evidence.ts";
import { strongestSighting } from "./strongest-sighting.ts";

/**
 * Tells the strongest use that the units of one role saw, of anything that has sightings; undefined when none saw any.
 *
 * @example
 * ```ts
 * import { type ObservationUnit, strongestUse } from "@coppice/types";
 *
 * const facts = { source: "strace", events: 1, unreadable: 0, unplaced: 0, losses: [], shows: ["exec"] } as const;
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
  const find = strongestSighting(units, role);
  return (seen) => find(seen)?.grade;
}
