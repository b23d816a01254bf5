import type { OnProblem, PackageId } from "@coppice/types";
import { createProviders } from "./create-providers.ts";

/** Packages by name and by where they are installed together: a library of R, a release of Erlang. */
export interface Nearest {
  add(place: string, name: string, id: PackageId): void;
  /** Those of that name in the place; only where it has none, those of other places. */
  find(place: string, name: string): readonly PackageId[];
}

/** Makes {@link Nearest} without packages. */
export function createNearest(onProblem: OnProblem): Nearest {
  const providers = createProviders(onProblem);
  const all = () => true;
  return {
    add: (place, name, id) => {
      providers.add(`${place} ${name}`, { id });
      providers.add(name, { id });
    },
    find: (place, name) => {
      const near = providers.find(`${place} ${name}`, all);
      return near.length > 0 ? near : providers.find(name, all);
    },
  };
}
