import { estimateCompleteness } from "@coppice/trace";
import type { Evidence, ObservationUnit, Sighting } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { chanceOf, type World, worlds } from "./worlds.ts";

const windowCounts = [12, 24, 48, 96, 168];
const lives = 500;
const confidence = 0.95;

/** In how many lives of simulated worlds the bound holds for the chance that is known there. */
export async function* completeness(): AsyncIterable<Row> {
  for (const world of worlds) {
    for (const windows of windowCounts) yield coverage(world, windows);
  }
}

function coverage(world: World, windows: number): Row {
  let [held, said, bounds, truths] = [0, 0, 0, 0];
  for (let seed = 1; seed <= lives; seed++) {
    const life = world.begin(chanceOf(seed * 1000 + windows));
    const used = Array.from({ length: windows }, () => life.next());
    const truth = life.chanceOfNew(new Set(used.flat()));
    const [found] = estimateCompleteness(evidenceOf(used), { confidence });
    const bound = found?.chanceOfNew ?? 0;
    if (bound >= truth) held += 1;
    if (bound < 1) said += 1;
    bounds += bound;
    truths += truth;
  }
  return {
    name: `completeness: ${world.name}, ${windows} windows`,
    values: {
      coverage: (held / lives).toFixed(3),
      "said something": (said / lives).toFixed(2),
      "mean bound": (bounds / lives).toFixed(3),
      "mean truth": (truths / lives).toFixed(3),
    },
    passed: held / lives >= confidence,
  };
}

const executed: Sighting = { grade: "executed", offset: 0 };

/** Evidence of windows, each the packages that it used. */
function evidenceOf(windows: readonly (readonly number[])[]): Evidence {
  const seen = new Map<number, Record<string, Sighting>>();
  for (const [window, used] of windows.entries()) {
    for (const id of used) {
      const sightings = seen.get(id) ?? {};
      sightings[`w${window}`] = executed;
      seen.set(id, sightings);
    }
  }
  return {
    kind: "evidence",
    schemaVersion: "1.0",
    subject: { name: "world", digest: "sha256:00" },
    units: windows.map((_, window) => unitOf(window)),
    files: [],
    packages: [...seen].map(([id, sightings]) => ({ id: `p${id}`, seen: sightings })),
    unattributed: [],
    unplaced: [],
    network: [],
    problems: [],
  };
}

function unitOf(window: number): ObservationUnit {
  return {
    id: `w${window}`,
    role: "workload",
    source: "simulation",
    start: window,
    events: 1,
    unreadable: 0,
    unplaced: 0,
    losses: [],
    shows: ["exec"],
  };
}
