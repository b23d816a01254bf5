import { compareGrades, type Sighting, type Sightings } from "@coppice/types";
import { compareText } from "./compare-text.ts";

/** The strongest of each unit, ordered by unit. */
export function joinSightings(all: readonly Sightings[]): Sightings {
  return joinByUnit(all, strongerSighting);
}

/** What all say of each unit, ordered by unit. */
export function joinByUnit<Value>(
  all: readonly { readonly [unit: string]: Value }[],
  join: (a: Value, b: Value) => Value,
): { readonly [unit: string]: Value } {
  const joined = new Map<string, Value>();
  for (const one of all) {
    for (const [unit, value] of Object.entries(one)) {
      const known = joined.get(unit);
      joined.set(unit, known === undefined ? value : join(known, value));
    }
  }
  return Object.fromEntries([...joined].sort(([x], [y]) => compareText(x, y)));
}

/** The stronger of two sightings, and of two as strong the one earlier in the log. */
function strongerSighting(a: Sighting, b: Sighting): Sighting {
  const order = compareGrades(a.grade, b.grade) || b.offset - a.offset;
  return order >= 0 ? a : b;
}
