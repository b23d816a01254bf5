import { type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { NpmModule } from "./find-npm-modules.ts";

const records = new Set([
  ".package-lock.json",
  ".modules.yaml",
  ".pnpm-workspace-state.json",
  ".pnpm-workspace-state-v1.json",
  ".yarn-integrity",
  ".yarn-state.yml",
]);

const projectFiles = [
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "bun.lock",
  "bun.lockb",
  ".npmrc",
  ".yarnrc",
  ".yarnrc.yml",
  ".yarn",
];

/**
 * What package managers write of their work, in each of the `node_modules` and in the folders of the projects that they
 * work for: manifests, lockfiles, settings, and Yarn's folder.
 */
export function findNpmDatabases(
  index: FileIndex,
  holders: Iterable<string>,
  projects: Iterable<string>,
  modules: ReadonlyMap<string, NpmModule>,
): string[] {
  const found: string[] = [];
  const folders = new Set(projects);
  for (const holder of new Set(holders)) {
    if (!holder.endsWith("/node_modules")) continue;
    folders.add(parentPath(holder));
    const store = joinPath(holder, ".pnpm/lock.yaml");
    if (index.lookup(store)) found.push(store);
    for (const { path } of index.children(holder)) {
      if (records.has(path.slice(holder.length + 1))) found.push(path);
    }
  }
  for (const folder of folders) {
    if (modules.has(folder)) continue;
    for (const name of projectFiles) {
      const path = joinPath(folder, name);
      if (index.lookup(path)) found.push(path);
    }
  }
  return found;
}
