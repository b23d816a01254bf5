/** Numbers between 0 and 1, the same for the same seed: Mulberry32. */
export type Chance = () => number;

export function chanceOf(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A subject whose windows are drawn by chance, so that the chance of something new is known and not only estimated. */
export interface World {
  readonly name: string;
  /** Begins a life of it. */
  begin(chance: Chance): Life;
}

/** A life of a world. */
interface Life {
  /** Packages, by number, that the next window uses. */
  next(): readonly number[];
  /** The chance that the window after that uses one that is not in `seen`, given all that happened. */
  chanceOfNew(seen: ReadonlySet<number>): number;
}

const packages = 200;

export const worlds: readonly World[] = [
  independent("Zipf", (rank) => Math.min(1, 2 / (rank + 1))),
  independent("bimodal", (rank) => (rank < 60 ? 0.9 : 0.004)),
  independent("long tail", (rank, chance) => (rank < 40 ? 1 : 0.2 * chance() ** 4)),
  bursts(),
];

/** Each package is used in a window with a chance of its own, whatever else is. */
function independent(name: string, chanceOfRank: (rank: number, chance: Chance) => number): World {
  return {
    name,
    begin(chance) {
      const chances = Array.from({ length: packages }, (_, rank) => chanceOfRank(rank, chance));
      return {
        next: () => chances.flatMap((likely, rank) => (chance() < likely ? [rank] : [])),
        chanceOfNew: (seen) =>
          1 -
          chances.reduce((none, likely, rank) => (seen.has(rank) ? none : none * (1 - likely)), 1),
      };
    },
  };
}

/**
 * 40 packages are always used. Sixteen jobs begin now and then and go on for three to eight windows; in each of these, each
 * of a job's ten packages is used with a chance of 0.3.
 */
function bursts(): World {
  const [always, jobs, perJob, begins, used] = [40, 16, 10, 0.02, 0.3];
  return {
    name: "bursts",
    begin(chance) {
      const left = Array.from({ length: jobs }, () => 0);
      const ofJob = (job: number): readonly number[] =>
        Array.from({ length: perJob }, (_, place) => always + job * perJob + place);
      return {
        next() {
          const uses = Array.from({ length: always }, (_, place) => place);
          for (let job = 0; job < jobs; job++) {
            const more = left[job] ?? 0;
            if (more > 0) left[job] = more - 1;
            else if (chance() < begins) left[job] = 3 + Math.floor(chance() * 6);
            if ((left[job] ?? 0) > 0) uses.push(...ofJob(job).filter(() => chance() < used));
          }
          return uses;
        },
        chanceOfNew(seen) {
          let none = 1;
          for (let job = 0; job < jobs; job++) {
            const unseen = ofJob(job).filter((place) => !seen.has(place)).length;
            const more = left[job] ?? 0;
            const works = more > 1 ? 1 : more === 1 ? 0 : begins;
            none *= 1 - works * (1 - (1 - used) ** unseen);
          }
          return 1 - none;
        },
      };
    },
  };
}
