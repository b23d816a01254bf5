import { compareGrades, type Evidence, type Grade, type PackageId } from "@coppice/types";

/** The strongest use of a package that was seen in each role. */
export interface PackageUse {
  readonly workload?: Grade;
  readonly client?: Grade;
}

/** The use of every package that `evidence` has seen. */
export function packageUses(evidence: Evidence): ReadonlyMap<PackageId, PackageUse> {
  const roles = new Map(evidence.units.map((unit) => [unit.id, unit.role]));
  const uses = new Map<PackageId, PackageUse>();
  for (const { id, seen } of evidence.packages) {
    const use: { workload?: Grade; client?: Grade } = {};
    for (const [unit, { grade }] of Object.entries(seen)) {
      const role = roles.get(unit);
      if (role === undefined) continue;
      const strongest = use[role];
      if (strongest === undefined || compareGrades(grade, strongest) > 0) use[role] = grade;
    }
    uses.set(id, use);
  }
  return uses;
}
