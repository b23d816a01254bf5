import type { Bom, BomFile, HardeningPlan, Subject } from "@coppice/types";

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
    ...(bom.files && { files: withCarriers(bom.files.filter(({ path }) => paths.has(path))) }),
  };
}

/** Of the names of one content whose first name is gone, the next one takes its place. */
function withCarriers(files: readonly BomFile[]): readonly BomFile[] {
  const carriers = new Map<string, string>();
  for (const { path, hardLink } of files) if (hardLink === undefined) carriers.set(path, path);
  return files.map((file) => {
    const { hardLink, ...rest } = file;
    if (hardLink === undefined) return file;
    const carrier = carriers.get(hardLink);
    if (carrier !== undefined) return carrier === hardLink ? file : { ...rest, hardLink: carrier };
    carriers.set(hardLink, file.path);
    return rest;
  });
}
