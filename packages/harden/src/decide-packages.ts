import type {
  BomFile,
  Package,
  PackageDecision,
  PackageId,
  Reason,
  WaivedDependency,
} from "@coppice/types";
import { metadataPaths } from "./file-needs.ts";
import type { KeepSet } from "./keep-set.ts";
import { dependenciesOf } from "./package-needs.ts";
import type { PlanContext } from "./plan-context.ts";
import type { FileDecisions } from "./settle-files.ts";
import { isFolder } from "./subject-model.ts";

/** Decides on every package by what was decided on its files and records, in the order of the Bom. */
export function decidePackages(
  context: PlanContext,
  keep: KeepSet,
  files: FileDecisions,
): readonly PackageDecision[] {
  const { model } = context;
  return model.bom.packages.map((found) => {
    const own = (model.filesOf.get(found.id) ?? []).filter((file) => !isFolder(model, file));
    const left = own.filter(({ path }) => files.get(path)?.decision === "keep");
    const reasons = stayReasons(context, keep, files, found);
    return {
      id: found.id,
      name: found.name,
      decision: reasons.length === 0 ? "remove" : left.length === own.length ? "keep" : "trim",
      reasons: reasons.length === 0 ? [{ rule: "not-used" }] : reasons,
      files: { before: own.length, after: left.length },
      bytes: { before: totalBytes(own), after: totalBytes(left) },
    };
  });
}

/** Bytes of content, each hard-linked content once. */
export function totalBytes(files: Iterable<BomFile>): number {
  const sizes = new Map<string, number>();
  for (const { path, size, hardLink } of files) sizes.set(hardLink ?? path, size);
  let total = 0;
  for (const size of sizes.values()) total += size;
  return total;
}

function stayReasons(
  context: PlanContext,
  keep: KeepSet,
  files: FileDecisions,
  found: Package,
): readonly Reason[] {
  const reasons = keep.packages.get(found.id) ?? [];
  if (found.ecosystem === "deb" || found.location === undefined) return reasons;
  const isThere = metadataPaths(context, found.location).some(
    (path) => files.get(path)?.decision === "keep",
  );
  if (!isThere) return [];
  return reasons.length > 0
    ? reasons
    : [{ rule: "owned-by", ...(found.ownedBy === undefined ? {} : { because: found.ownedBy }) }];
}

/** Dependencies of packages that stay which nothing satisfies any more. */
export function waivedDependencies(
  context: PlanContext,
  kept: ReadonlySet<PackageId>,
): readonly WaivedDependency[] {
  return [...kept].flatMap((id) =>
    dependenciesOf(context, id)
      .filter(
        ({ satisfiedBy }) =>
          satisfiedBy.length > 0 && !satisfiedBy.some((other) => kept.has(other)),
      )
      .map(({ from, requirement, satisfiedBy }) => ({ from, requirement, satisfiedBy })),
  );
}
