import type { Bom, DependencyKind, PackageId } from "@coppice/types";

/** What a package works without; everything else is an edge of the graph. */
const dispensable: ReadonlySet<DependencyKind> = new Set([
  "recommended",
  "suggested",
  "development",
]);

/** The packages that each package requires, sorted: of alternatives the preferred one. Every package is a key. */
export function requiredPackages(
  bom: Pick<Bom, "packages" | "dependencies">,
): ReadonlyMap<PackageId, readonly PackageId[]> {
  const required = new Map(bom.packages.map(({ id }) => [id, new Set<PackageId>()]));
  for (const { from, kind, satisfiedBy } of bom.dependencies) {
    const [preferred] = satisfiedBy;
    if (preferred === undefined || !required.has(preferred) || dispensable.has(kind)) continue;
    if (preferred !== from) required.get(from)?.add(preferred);
  }
  return new Map([...required].map(([id, others]) => [id, [...others].sort()]));
}

/**
 * As few packages as reach all others through what they require: those that nothing requires, and the first one of each
 * circle that is left.
 */
export function topPackages(
  required: ReadonlyMap<PackageId, readonly PackageId[]>,
): readonly PackageId[] {
  const wanted = new Set([...required.values()].flat());
  const ids = [...required.keys()].sort();
  const reached = new Set<PackageId>();
  return [...ids.filter((id) => !wanted.has(id)), ...ids].filter((id) => {
    if (reached.has(id)) return false;
    const pending = [id];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      for (const id of required.get(next) ?? []) pending.push(id);
    }
    return true;
  });
}
