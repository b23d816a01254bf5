import { type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { PackageId } from "@coppice/types";
import type { Claim } from "../extractor.ts";
import type { ResolveModule } from "./create-resolve-module.ts";
import type { NpmModule } from "./find-npm-modules.ts";
import { moduleFolders } from "./resolve-npm-dependencies.ts";

/** What lies below each module, up to the `node_modules` in it and the modules that are linked from elsewhere. */
export function* claimModuleFiles(
  index: FileIndex,
  ids: ReadonlyMap<string, PackageId>,
): Generator<Claim> {
  for (const [root, id] of ids) {
    const holder = joinPath(root, "node_modules");
    const pending = [root];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      yield { path, package: id };
      for (const child of index.children(path)) {
        if (child.path === holder || ids.has(child.path)) continue;
        if (child.type === "directory") pending.push(child.path);
        else yield { path: child.path, package: id };
      }
    }
  }
}

/** Of more modules than these that bring a command of one name, the others are not looked at. */
const maximumNames = 64;

/**
 * The files in `node_modules/.bin`, which pnpm and others write where npm makes links: each belongs to the module whose
 * command it starts.
 */
export function* claimCommands(
  index: FileIndex,
  folders: readonly string[],
  modules: ReadonlyMap<string, NpmModule>,
  ids: ReadonlyMap<string, PackageId>,
  resolveModule: ResolveModule,
): Generator<Claim> {
  const byCommand = new Map<string, Set<string>>();
  for (const { manifest } of modules.values()) {
    for (const command of manifest.commands) {
      const names = byCommand.get(command) ?? new Set();
      if (manifest.name !== undefined && names.size < maximumNames) names.add(manifest.name);
      byCommand.set(command, names);
    }
  }
  for (const folder of folders) {
    const holder = parentPath(folder);
    const places = [holder, ...moduleFolders(parentPath(holder))];
    for (const { path, type } of index.children(folder)) {
      const command = path.slice(folder.length + 1);
      if (type !== "file") continue;
      for (const name of byCommand.get(command) ?? []) {
        const root = resolveModule(places, name) ?? "";
        const id = modules.get(root)?.manifest.commands.has(command) ? ids.get(root) : undefined;
        if (id !== undefined) yield { path, package: id };
      }
    }
  }
}
