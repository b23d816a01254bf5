import {
  compareGrades,
  type Evidence,
  type Grade,
  type ObservationUnit,
  type Stratum,
} from "@coppice/types";
import { compareText } from "../compare-text.ts";

/** How the units of one stratum discovered packages, in the order of their time. */
export interface Discovery {
  readonly stratum: Stratum | undefined;
  /** Their ids. */
  readonly units: readonly string[];
  /** For each unit, how many packages it used that none before it had. */
  readonly discovered: readonly number[];
  /** For each unit, how many packages it used that no other unit of the stratum did. */
  readonly alone: readonly number[];
  /** How many packages were used in one unit, in two, and in any. */
  readonly once: number;
  readonly twice: number;
  readonly seen: number;
}

/** The discoveries of each stratum that workload units name, in the order of a subject's life; unnamed ones last. */
export function discoveries(evidence: Evidence, minimumGrade: Grade): readonly Discovery[] {
  const workload = evidence.units.filter(({ role, events }) => role === "workload" && events > 0);
  return strata
    .map((stratum) => ofOneSource(workload.filter((unit) => unit.stratum === stratum)).sort(byTime))
    .filter((units) => units.length > 0)
    .map((units) => discover(evidence, units, minimumGrade));
}

const strata: readonly (Stratum | undefined)[] = [
  "startup",
  "traffic",
  "maintenance",
  "shutdown",
  undefined,
];

/** Those of the source that has the most, of equal ones the first by name; a hook's only when there are no others. */
function ofOneSource(units: readonly ObservationUnit[]): ObservationUnit[] {
  const system = units.filter(({ ecosystems }) => ecosystems === undefined);
  const bySource = new Map<string, ObservationUnit[]>();
  for (const unit of system.length > 0 ? system : units) {
    const others = bySource.get(unit.source);
    if (others) others.push(unit);
    else bySource.set(unit.source, [unit]);
  }
  const [first] = [...bySource].sort(([a, x], [b, y]) => y.length - x.length || compareText(a, b));
  return first?.[1] ?? [];
}

/** Units without a time come first, by id; windows of one log by their number. */
function byTime(a: ObservationUnit, b: ObservationUnit): number {
  const [x, y] = [splitId(a.id), splitId(b.id)];
  return (
    (a.start ?? 0) - (b.start ?? 0) ||
    compareText(x.log, y.log) ||
    x.window - y.window ||
    compareText(a.id, b.id)
  );
}

function splitId(id: string): { readonly log: string; readonly window: number } {
  const at = id.lastIndexOf("@");
  const window = at < 0 ? Number.NaN : Number(id.slice(at + 1));
  return Number.isInteger(window) ? { log: id.slice(0, at), window } : { log: id, window: 0 };
}

function discover(
  { packages }: Evidence,
  units: readonly ObservationUnit[],
  minimumGrade: Grade,
): Discovery {
  const placeOf = new Map(units.map(({ id }, place) => [id, place]));
  const discovered = units.map(() => 0);
  const alone = units.map(() => 0);
  let [once, twice, seen] = [0, 0, 0];
  for (const { seen: sightings } of packages) {
    const places: number[] = [];
    for (const [unit, { grade }] of Object.entries(sightings)) {
      const place = placeOf.get(unit);
      if (place !== undefined && compareGrades(grade, minimumGrade) >= 0) places.push(place);
    }
    const first = places.reduce((least, place) => Math.min(least, place), units.length);
    if (first === units.length) continue;
    discovered[first] = (discovered[first] ?? 0) + 1;
    seen += 1;
    if (places.length === 1) {
      once += 1;
      alone[first] = (alone[first] ?? 0) + 1;
    } else if (places.length === 2) twice += 1;
  }
  return {
    stratum: units[0]?.stratum,
    units: units.map(({ id }) => id),
    discovered,
    alone,
    once,
    twice,
    seen,
  };
}
