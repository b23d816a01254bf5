import { type Evidence, type Grade, type PackageId, strongestUse } from "@coppice/types";

/** The strongest use of a package that was seen in each role. */
export interface PackageUse {
  readonly workload?: Grade | undefined;
  readonly client?: Grade | undefined;
}

/** The use of every package that `evidence` has seen. */
export function packageUses({ units, packages }: Evidence): ReadonlyMap<PackageId, PackageUse> {
  const workload = strongestUse(units, "workload");
  const client = strongestUse(units, "client");
  return new Map(
    packages.map(({ id, seen }) => [id, { workload: workload(seen), client: client(seen) }]),
  );
}
