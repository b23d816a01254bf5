import { type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { FileEntry, PackageId } from "@coppice/types";
import type { Claim, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type NpmManifest, parseNpmManifest } from "./parse-npm-manifest.ts";

/** A package that Node can load by name. */
export interface NpmModule {
  /** Folder that holds its `package.json`. */
  readonly root: string;
  readonly manifest: NpmManifest;
}

/** The folders in which Debian's Node looks for modules besides `node_modules`, in its order. */
export function debianFolders(index: FileIndex): readonly string[] {
  const libraries = index.children("/usr/lib").filter(({ path }) => path.includes("-linux-"));
  const folders = [...libraries.map(({ path }) => path), "/usr/share", "/usr/lib"];
  return folders.map((path) => joinPath(path, "nodejs")).filter((path) => index.lookup(path));
}

/** Whether `entry` may be the manifest of an installed module: `node_modules/NAME/package.json`, or one with a scope. */
export function mayBeManifest({ path }: FileEntry): boolean {
  if (!path.endsWith("/package.json")) return false;
  const [name = "", above = "", holder] = path.split("/").slice(0, -1).reverse();
  if (name === "" || name.startsWith("@") || name.startsWith(".")) return false;
  const folder = above.startsWith("@") ? holder : above;
  return folder === "node_modules" || folder === "nodejs";
}

/**
 * The installed modules by root, in path order. A `node_modules` deep inside a module, where npm installs nothing, is
 * a fixture of that module.
 */
export async function findNpmModules(
  context: ExtractorContext,
): Promise<ReadonlyMap<string, NpmModule>> {
  const manifests = new Map<string, NpmManifest | undefined>();
  const files = context.wanted.filter((entry) => entry.type === "file");
  await mapConcurrently(files, 8, async ({ path }) => {
    const bytes = await context.read(path);
    if (bytes) manifests.set(parentPath(path), parseNpmManifest(bytes));
  });
  const modules = new Map<string, NpmModule>();
  const inside = new Set<string>();
  const holders = new Set(debianFolders(context.index));
  for (const { path, type } of context.index.entries()) {
    if (type !== "directory") continue;
    const parent = parentPath(path);
    const name = path.slice(path.lastIndexOf("/") + 1);
    const isHolder = name === "node_modules" && (!inside.has(parent) || modules.has(parent));
    const isScope = name.startsWith("@") && holders.has(parent);
    if (isHolder || isScope) holders.add(path);
    const manifest = holders.has(parent) && !isScope ? manifests.get(path) : undefined;
    if (manifest) modules.set(path, { root: path, manifest });
    else if (holders.has(parent) && manifests.has(path)) reportManifest(context, path);
    if (!isHolder && (manifest || inside.has(parent))) inside.add(path);
  }
  return modules;
}

function reportManifest(context: ExtractorContext, root: string): void {
  context.onProblem({
    code: "NPM_MANIFEST_INVALID",
    message: "no JSON object with name and version; the folder is not taken as a package",
    path: joinPath(root, "package.json"),
  });
}

/** What lies below each module, up to the `node_modules` in it. */
export function* claimModuleFiles(
  context: ExtractorContext,
  ids: ReadonlyMap<string, PackageId>,
): Generator<Claim> {
  const owners = new Map<string, PackageId>();
  for (const { path, type } of context.index.entries()) {
    const owner = ids.get(path) ?? owners.get(parentPath(path));
    if (owner === undefined) continue;
    const isHolder = path.endsWith("/node_modules") && ids.has(parentPath(path));
    if (isHolder) continue;
    if (type === "directory") owners.set(path, owner);
    yield { path, package: owner };
  }
}
