import type { Dependency, OnProblem, PackageId } from "@coppice/types";
import { createProviders } from "../create-providers.ts";
import type { PlacedPackage } from "./find-composer-packages.ts";

/**
 * What packages require of others of the same project, by name or by what stands in for it. Requirements of PHP itself,
 * its extensions and libraries, which have no vendor, are none of packages.
 */
export function resolveComposerDependencies(
  ids: ReadonlyMap<PlacedPackage, PackageId>,
  onProblem: OnProblem,
): Dependency[] {
  const providers = createProviders(onProblem);
  const keyOf = (record: string, name: string) => `${record} ${name.toLowerCase()}`;
  // The package of that name comes before its stand-ins.
  for (const [{ name, record }, id] of ids) providers.add(keyOf(record, name), { id });
  for (const [{ provides, record }, id] of ids)
    for (const name of provides) providers.add(keyOf(record, name), { id });
  return [...ids].flatMap(([{ record, requires }, from]) =>
    [...requires]
      .filter(([name]) => name.includes("/"))
      .map(
        ([name, range]): Dependency => ({
          from,
          kind: "runtime",
          requirement: `${name} ${range}`,
          satisfiedBy: providers.find(keyOf(record, name), () => true),
          readFrom: record,
        }),
      ),
  );
}
