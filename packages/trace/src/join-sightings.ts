import { compareGrades, type Sighting, type Sightings } from "@coppice/types";
import { compareText } from "./compare-text.ts";

/** The stronger of two sightings, and of two as strong the one earlier in the log. */
export function strongerSighting(a: Sighting, b: Sighting): Sighting {
  const order = compareGrades(a.grade, b.grade) || b.offset - a.offset;
  return order >= 0 ? a : b;
}

/** The strongest of each unit, ordered by unit. */
export function joinSightings(a: Sightings, b: Sightings): Sightings {
  const joined = new Map(Object.entries(a));
  for (const [unit, sighting] of Object.entries(b)) {
    const known = joined.get(unit);
    joined.set(unit, known ? strongerSighting(known, sighting) : sighting);
  }
  return Object.fromEntries([...joined].sort(([x], [y]) => compareText(x, y)));
}
