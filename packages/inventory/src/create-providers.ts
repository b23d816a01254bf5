import type { OnProblem, PackageId } from "@coppice/types";

/** A package under one of its names. */
export interface Provided {
  readonly id: PackageId;
  /** Absent where a name is provided without a version; no relation holds for it. */
  readonly version?: string | undefined;
}

/** Which packages there are under which names, their own and those that they provide. */
export interface Providers<Provision extends Provided> {
  add(name: string, provision: Provision): void;
  /** Those under a name for which `fits` holds, each once, in the order in which they were added. */
  find(name: string, fits: (provision: Provision) => boolean): readonly PackageId[];
}

/** Several times what any system needs: ten thousand packages with a hundred dependencies each look at a million. */
const maximumLooks = 5_000_000;
/** Characters of a version that are compared at one look; most real ones are shorter. */
const charactersOfLook = 32;

/**
 * Makes {@link Providers} without packages. Records in which everything provides what everything asks for would take
 * quadratic time: past a limit nothing more is found, after a problem.
 */
export function createProviders<Provision extends Provided = Provided>(
  onProblem: OnProblem,
  looks: number = maximumLooks,
): Providers<Provision> {
  const byName = new Map<string, { readonly provisions: Provision[]; looks: number }>();
  let left = looks;
  return {
    add: (name, provision) => {
      const cost = 1 + Math.floor((provision.version?.length ?? 0) / charactersOfLook);
      const others = byName.get(name);
      if (others) {
        others.provisions.push(provision);
        others.looks += cost;
      } else {
        byName.set(name, { provisions: [provision], looks: cost });
      }
    },
    find: (name, fits) => {
      const candidates = byName.get(name);
      if (candidates === undefined) return [];
      const enough = left >= candidates.looks;
      if (!enough && left >= 0) {
        const message = `more than ${looks} pairs of packages may depend on each other; the dependencies that are left count as unsatisfied`;
        onProblem({ code: "DEPENDENCIES_TOO_MANY", message });
      }
      left = enough ? left - candidates.looks : -1;
      if (left < 0) return [];
      return [...new Set(candidates.provisions.filter(fits).map(({ id }) => id))];
    },
  };
}
