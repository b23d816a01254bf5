import type { Bom, HardeningPlan, Subject } from "@coppice/types";

/** The Bom of what a plan leaves: its packages, the edges between them and its files, described as `subject`. */
export function remainingBom(bom: Bom, plan: HardeningPlan, subject: Subject): Bom {
  const packages = new Set<string>();
  for (const { id, decision } of plan.packages) if (decision !== "remove") packages.add(id);
  const paths = new Set<string>();
  for (const { path, decision } of plan.files) if (decision === "keep") paths.add(path);
  return {
    ...bom,
    subject,
    packages: bom.packages.filter(({ id }) => packages.has(id)),
    dependencies: bom.dependencies
      .filter(({ from }) => packages.has(from))
      .map((dependency) => ({
        ...dependency,
        satisfiedBy: dependency.satisfiedBy.filter((id) => packages.has(id)),
      })),
    ...(bom.files && { files: bom.files.filter(({ path }) => paths.has(path)) }),
  };
}
