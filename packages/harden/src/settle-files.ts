import { parentPath } from "@coppice/image";
import type { BomFile, FileDecision, Reason } from "@coppice/types";
import { detours } from "./detours.ts";
import { databaseFileDecision } from "./dpkg/database-file-decision.ts";
import type { KeepSet } from "./keep-set.ts";
import type { PlanContext } from "./plan-context.ts";
import { requirementsOf, satisfy } from "./requirement.ts";

/** The decisions on files, by path, in path order. */
export type FileDecisions = ReadonlyMap<string, FileDecision>;

/**
 * Decides on every file. What is not called for stays where its reason to be there stays too (its package, the file it
 * is made from), unless it could not work any more: then it goes, and what needs it in turn.
 */
export function settleFiles(context: PlanContext, keep: KeepSet): FileDecisions {
  const { model } = context;
  const decisions = new Map<string, FileDecision>();
  for (const { path } of model.index.entries()) {
    const file = model.files.get(path);
    if (file !== undefined) decisions.set(path, firstDecision(context, keep, file));
  }
  removeUnusable(context, keep, decisions);
  keepParents(context, decisions);
  return decisions;
}

function firstDecision(context: PlanContext, keep: KeepSet, file: BomFile): FileDecision {
  const { path, attribution } = file;
  const remove = (reason: Reason): FileDecision => ({
    path,
    decision: "remove",
    reasons: [reason],
  });
  const keepFor = (reason: Reason): FileDecision => ({ path, decision: "keep", reasons: [reason] });
  if (attribution.kind === "package-database") return databaseFileDecision(context, keep, file);
  const reasons = keep.paths.get(path);
  if (reasons !== undefined) return { path, decision: "keep", reasons };
  if (attribution.kind === "unowned" && context.policy.keepUnowned) {
    return keepFor({ rule: "unowned" });
  }
  if (context.policy.mode === "files") return remove({ rule: "not-needed" });
  const isKept = (id: string): boolean => keep.packages.has(id);
  switch (attribution.kind) {
    case "owned": {
      const owner = attribution.by.find(isKept);
      if (owner !== undefined) return keepFor({ rule: "package-files", because: owner });
      return remove({ rule: "package-removed", because: attribution.by.join(", ") });
    }
    case "derived": {
      const owner = attribution.by.find(isKept);
      if (owner !== undefined) return keepFor({ rule: "derived", because: owner });
      if (attribution.by.length === 0) return keepFor({ rule: "derived" });
      return remove({ rule: "package-removed", because: attribution.by.join(", ") });
    }
    case "configuration":
      if (attribution.by === undefined || isKept(attribution.by)) {
        return keepFor({ rule: "configuration" });
      }
      return remove({ rule: "package-removed", because: attribution.by });
    case "unowned":
      return remove({ rule: "not-needed" });
    default:
      return attribution satisfies never;
  }
}

/** Removes what was not called for and has lost what it requires, and whatever required that. */
function removeUnusable(
  context: PlanContext,
  keep: KeepSet,
  decisions: Map<string, FileDecision>,
): void {
  const dependents = new Map<string, string[]>();
  const lost: string[] = [];
  for (const { path, decision } of decisions.values()) {
    if (decision === "remove") lost.push(path);
    else if (!keep.paths.has(path)) {
      for (const required of requiredPaths(context, path)) {
        const list = dependents.get(required);
        if (list) list.push(path);
        else dependents.set(required, [path]);
      }
    }
  }
  for (let gone = lost.pop(); gone !== undefined; gone = lost.pop()) {
    for (const path of dependents.get(gone) ?? []) {
      if (decisions.get(path)?.decision !== "keep") continue;
      const reasons = [{ rule: "unusable", because: gone }];
      decisions.set(path, { path, decision: "remove", reasons });
      lost.push(path);
    }
  }
}

/** Paths that must stay for the file at `path` to work as it did. */
function requiredPaths({ model }: PlanContext, path: string): readonly string[] {
  const file = model.files.get(path);
  if (file === undefined) return [];
  const required: string[] = [];
  for (const requirement of requirementsOf(file)) {
    const found = satisfy(model, file, requirement);
    if (found) required.push(...found.links, found.path);
  }
  const { attribution } = file;
  const [source] = attribution.kind === "derived" ? attribution.from : [];
  if (source !== undefined && model.files.has(source)) required.push(source);
  return required.filter((other) => other !== path);
}

/** Keeps the folders that hold what stays, and those that the way from a link to its target leads through. */
function keepParents({ model }: PlanContext, decisions: Map<string, FileDecision>): void {
  const keepFolder = (folder: string, because: string): void => {
    for (let at = folder, below = because; ; below = at, at = parentPath(at)) {
      if (decisions.get(at)?.decision === "keep" || !decisions.has(at)) break;
      const reasons = [{ rule: "parent-folder", because: below }];
      decisions.set(at, { path: at, decision: "keep", reasons });
    }
  };
  for (const { path, decision } of [...decisions.values()]) {
    if (decision !== "keep") continue;
    keepFolder(parentPath(path), path);
    if (model.files.get(path)?.type !== "symlink") continue;
    for (const folder of detours(model.index, path)) {
      const { found, path: real, links } = model.index.resolve(folder);
      for (const way of found ? [...links, real] : []) keepFolder(way, path);
    }
  }
}
