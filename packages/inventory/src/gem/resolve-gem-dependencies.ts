import type { Dependency, OnProblem, PackageId } from "@coppice/types";
import { isVersError, rangeFromNative, versContains } from "@coppice/vers";
import { createProviders } from "../create-providers.ts";
import type { Gem } from "./find-gems.ts";

interface Provision {
  readonly gem: Gem;
  readonly id: PackageId;
}

/** What gems require, and which of the installed ones it can be: those of the same home first. */
export function resolveGemDependencies(
  ids: ReadonlyMap<Gem, PackageId>,
  onProblem: OnProblem,
): Dependency[] {
  const providers = createProviders<Provision>(onProblem);
  const byName = new Map<string, Gem[]>();
  for (const [gem, id] of ids) {
    const { name } = gem.spec;
    providers.add(name, { gem, id });
    const others = byName.get(name);
    if (others) others.push(gem);
    else byName.set(name, [gem]);
  }
  const known = new Map<string, ReadonlySet<Gem>>();
  const findFitting = (name: string, requirements: readonly string[]) => {
    const key = `${name} ${requirements.join(",")}`;
    const fitting =
      known.get(key) ??
      new Set(
        (byName.get(name) ?? []).filter(({ spec }) =>
          requirements.every((requirement) => fulfils(spec.version, requirement)),
        ),
      );
    known.set(key, fitting);
    return fitting;
  };
  return [...ids].flatMap(([{ spec, file, home }, from]) =>
    spec.dependencies.map(({ name, requirements }): Dependency => {
      const fitting = findFitting(name, requirements);
      const near = new Set<PackageId>();
      const found = providers.find(name, ({ gem, id }) => {
        if (!fitting.has(gem)) return false;
        if (gem.home === home) near.add(id);
        return true;
      });
      return {
        from,
        kind: "runtime",
        requirement: [name, requirements.join(", ")].filter(Boolean).join(" "),
        satisfiedBy: [...near, ...found.filter((id) => !near.has(id))],
        readFrom: file,
      };
    }),
  );
}

/** A requirement that cannot be read is not held against a gem of that name. */
function fulfils(version: string, requirement: string): boolean {
  try {
    return versContains(rangeFromNative("gem", requirement), version);
  } catch (error) {
    if (isVersError(error)) return true;
    throw error;
  }
}
