import type { Dependency, PackageId } from "@coppice/types";
import type { PlacedPackage } from "./find-composer-packages.ts";

/**
 * What packages require of others of the same project, by name or by what stands in for it. Requirements of PHP itself,
 * its extensions and libraries, which have no vendor, are none of packages.
 */
export function resolveComposerDependencies(
  ids: ReadonlyMap<PlacedPackage, PackageId>,
): Dependency[] {
  const providers = new Map<string, Set<PackageId>>();
  const add = (record: string, name: string, id: PackageId) => {
    const key = `${record} ${name.toLowerCase()}`;
    const others = providers.get(key);
    if (others) others.add(id);
    else providers.set(key, new Set([id]));
  };
  // The package of that name comes before its stand-ins.
  for (const [{ name, record }, id] of ids) add(record, name, id);
  for (const [{ provides, record }, id] of ids) for (const name of provides) add(record, name, id);
  return [...ids].flatMap(([{ record, requires }, from]) =>
    [...requires]
      .filter(([name]) => name.includes("/"))
      .map(
        ([name, range]): Dependency => ({
          from,
          kind: "runtime",
          requirement: `${name} ${range}`,
          satisfiedBy: [...(providers.get(`${record} ${name.toLowerCase()}`) ?? [])],
          readFrom: record,
        }),
      ),
  );
}
