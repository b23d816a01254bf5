import type { Dependency, PackageId } from "@coppice/types";
import { isVersError, rangeFromNative, versContains } from "@coppice/vers";
import type { Gem } from "./find-gems.ts";

/** What gems require, and which of the installed ones it can be: those of the same home first. */
export function resolveGemDependencies(ids: ReadonlyMap<Gem, PackageId>): Dependency[] {
  const byName = new Map<string, Gem[]>();
  for (const gem of ids.keys()) {
    const others = byName.get(gem.spec.name);
    if (others) others.push(gem);
    else byName.set(gem.spec.name, [gem]);
  }
  const known = new Map<string, readonly Gem[]>();
  const findFitting = (name: string, requirements: readonly string[]) => {
    const key = `${name} ${requirements.join(",")}`;
    const fitting =
      known.get(key) ??
      (byName.get(name) ?? []).filter((other) =>
        requirements.every((requirement) => fulfils(other.spec.version, requirement)),
      );
    known.set(key, fitting);
    return fitting;
  };
  return [...ids].flatMap(([{ spec, file, home }, from]) =>
    spec.dependencies.map(({ name, requirements }): Dependency => {
      const fitting = findFitting(name, requirements);
      const near = fitting.filter((other) => other.home === home);
      const far = fitting.filter((other) => other.home !== home);
      return {
        from,
        kind: "runtime",
        requirement: [name, requirements.join(", ")].filter(Boolean).join(" "),
        satisfiedBy: [...near, ...far].flatMap((other) => ids.get(other) ?? []),
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
