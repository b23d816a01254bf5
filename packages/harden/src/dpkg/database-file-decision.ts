import type { BomFile, FileDecision, Package } from "@coppice/types";
import type { KeepSet } from "../keep-set.ts";
import type { PlanContext } from "../plan-context.ts";
import { databasePath } from "./database-path.ts";

/** Keeps of the package database what speaks of packages that stay. */
export function databaseFileDecision(
  { model }: PlanContext,
  keep: KeepSet,
  { path, type }: BomFile,
): FileDecision {
  const decide = (owner: Package | undefined): FileDecision =>
    owner === undefined || keep.packages.has(owner.id)
      ? { path, decision: "keep", reasons: [{ rule: "package-database" }] }
      : { path, decision: "remove", reasons: [{ rule: "package-removed", because: owner.id }] };
  const debian = (name: string, architecture?: string): Package | undefined =>
    model.packagesNamed
      .get(name)
      ?.find(
        (found) =>
          found.ecosystem === "deb" &&
          (architecture === undefined || found.architecture === architecture),
      );
  const place = databasePath(path);
  // Outside dpkg's own folder these are lists and caches of apt, which serve nothing without it or another reader.
  if (place === undefined) {
    const reasons = keep.paths.get(path);
    return reasons === undefined ? decide(debian("apt")) : { path, decision: "keep", reasons };
  }
  if (place.kind === "stale") {
    return { path, decision: "remove", reasons: [{ rule: "stale-database-copy" }] };
  }
  if (place.kind === "shared" || type === "directory") return decide(undefined);
  return decide(debian(place.name, place.architecture));
}
