import { parentPath } from "@coppice/image";
import type { BomFile, PackageId, Reason } from "@coppice/types";
import { detours } from "./detours.ts";
import { fileNeeds } from "./file-needs.ts";
import { packageNeeds } from "./package-needs.ts";
import type { Need, PlanContext } from "./plan-context.ts";
import { keepRules } from "./rules/index.ts";

/** What must stay, with the first reason of each rule that calls for it. */
export interface KeepSet {
  readonly paths: ReadonlyMap<string, readonly Reason[]>;
  readonly packages: ReadonlyMap<PackageId, readonly Reason[]>;
}

/** Everything that must stay: what the rules name, and what that needs in turn, until nothing is added. */
export function closeKeepSet(context: PlanContext): KeepSet {
  const { model } = context;
  const paths = new Map<string, Reason[]>();
  const packages = new Map<PackageId, Reason[]>();
  const pendingFiles: BomFile[] = [];
  const pendingPackages: PackageId[] = [];
  const entered = new Set<string>();

  const keepPath = (path: string, reason: Reason): void => {
    const file = model.files.get(path);
    if (file === undefined || !addReason(paths, path, reason)) return;
    pendingFiles.push(file);
  };
  const add = (need: Need): void => {
    if ("package" in need) {
      if (addReason(packages, need.package, need.reason)) pendingPackages.push(need.package);
      return;
    }
    const ways = [need.path];
    for (let path = ways.pop(); path !== undefined; path = ways.pop()) {
      const resolved = model.index.resolve(path);
      for (const link of resolved.links) keepPath(link, need.reason);
      keepPath(resolved.found ? resolved.path : path, need.reason);
      for (const folder of detours(model.index, path)) {
        if (!entered.has(folder)) ways.push(folder);
        entered.add(folder);
      }
    }
  };

  for (const rule of keepRules) for (const need of rule.needs(context)) add(need);
  // Files before packages, so that an alternative is chosen when all that is needed anyway is known.
  let done = 0;
  for (;;) {
    for (const file of pendingFiles.splice(0)) {
      if (file.path !== "/") {
        keepPath(parentPath(file.path), { rule: "parent-folder", because: file.path });
      }
      for (const need of fileNeeds(context, file)) add(need);
    }
    if (pendingFiles.length > 0) continue;
    const id = pendingPackages[done++];
    if (id === undefined) return { paths, packages };
    for (const need of packageNeeds(context, id, packages)) add(need);
  }
}

/** Adds a reason unless its rule gave one; whether it is the first of its key. */
function addReason<Key>(reasons: Map<Key, Reason[]>, key: Key, reason: Reason): boolean {
  const known = reasons.get(key);
  if (known === undefined) {
    reasons.set(key, [reason]);
    return true;
  }
  if (!known.some((other) => other.rule === reason.rule)) known.push(reason);
  return false;
}
