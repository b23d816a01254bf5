import type { OnProblem, PackageId } from "@coppice/types";

/** Which packages there are under which names, their own and those that they provide. */
export interface Providers<Provision extends { readonly id: PackageId }> {
  add(name: string, provision: Provision): void;
  /** Those under a name for which `fits` holds, each once, in the order in which they were added. */
  find(name: string, fits: (provision: Provision) => boolean): readonly PackageId[];
}

/** Far more than any system needs: ten thousand packages with a hundred dependencies each look at a million. */
const maximumLooks = 20_000_000;

/**
 * Makes {@link Providers} without packages. Records in which everything provides what everything asks for would take
 * quadratic time: past a limit nothing more is found, after a problem.
 */
export function createProviders<Provision extends { readonly id: PackageId }>(
  onProblem: OnProblem,
  looks: number = maximumLooks,
): Providers<Provision> {
  const byName = new Map<string, Provision[]>();
  let left = looks;
  return {
    add: (name, provision) => {
      const others = byName.get(name);
      if (others) others.push(provision);
      else byName.set(name, [provision]);
    },
    find: (name, fits) => {
      const candidates = byName.get(name) ?? [];
      const enough = left >= candidates.length;
      if (!enough && left >= 0) {
        const message = `more than ${looks} pairs of packages may depend on each other; the dependencies that are left count as unsatisfied`;
        onProblem({ code: "DEPENDENCIES_TOO_MANY", message });
      }
      left = enough ? left - candidates.length : -1;
      if (left < 0) return [];
      return [...new Set(candidates.filter(fits).map(({ id }) => id))];
    },
  };
}
