import type { BomFile, Dependency, DependencyKind, PackageId } from "@coppice/types";
import { metadataPaths } from "./file-needs.ts";
import type { Need, PlanContext } from "./plan-context.ts";

/** Kinds of dependency without which a package does not work. */
const requiredKinds: ReadonlySet<DependencyKind> = new Set(["runtime", "pre-dependency"]);

/** What a package that stays calls for in turn: its files and dependencies, or in mode `files` its folders and records. */
export function* packageNeeds(
  context: PlanContext,
  id: PackageId,
  kept: { has(id: PackageId): boolean },
): Generator<Need, void, undefined> {
  const { model, policy } = context;
  const files = model.filesOf.get(id) ?? [];
  const subject = model.packages.get(id);
  if (policy.mode === "closure") {
    for (const file of files) {
      yield { path: file.path, reason: { rule: "package-files", because: id } };
    }
    for (const dependency of dependenciesOf(context, id)) {
      const chosen = chooseAlternative(dependency, kept);
      if (chosen === undefined) continue;
      const reason = { rule: "dependency", because: id, detail: dependency.requirement };
      yield { package: chosen, reason };
    }
  }
  if (policy.mode === "files") yield* foldersAndLicences(id, files);
  if (subject?.location !== undefined && subject.ecosystem !== "deb") {
    for (const path of metadataPaths(context, subject.location)) {
      yield { path, reason: { rule: "package-metadata", because: id } };
    }
  }
}

/** The dependencies of a package without which it does not work. */
export function dependenciesOf({ model }: PlanContext, id: PackageId): readonly Dependency[] {
  return (model.dependenciesOf.get(id) ?? []).filter(({ kind }) => requiredKinds.has(kind));
}

/** Of what satisfies a dependency: what is kept already, as all that was used is, else the preferred one. */
function chooseAlternative(
  { satisfiedBy }: Dependency,
  kept: { has(id: PackageId): boolean },
): PackageId | undefined {
  return satisfiedBy.find((id) => kept.has(id)) ?? satisfiedBy[0];
}

/** Folders cost nothing and may be written to; a licence asks to stay with what it covers. */
function* foldersAndLicences(
  id: PackageId,
  files: readonly BomFile[],
): Generator<Need, void, undefined> {
  for (const { path, type } of files) {
    if (type === "directory") yield { path, reason: { rule: "package-folders", because: id } };
    else if (/^\/usr\/share\/doc\/[^/]+\/copyright$/.test(path)) {
      yield { path, reason: { rule: "licence", because: id } };
    }
  }
}
