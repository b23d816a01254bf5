import { comparePaths, type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { holderOf } from "./npm-file-kind.ts";
import { type NpmManifest, parseNpmManifest } from "./parse-npm-manifest.ts";

/** A package that Node can load by name. */
export interface NpmModule {
  /** Folder that holds its `package.json`, without a link in it. */
  readonly root: string;
  readonly manifest: NpmManifest;
  /** It lies outside of any `node_modules`, and a link in one leads to it: a workspace, or what `npm link` linked. */
  readonly linked: boolean;
}

/** The folders in which Debian's Node looks for modules besides `node_modules`, in its order. */
export function debianFolders(index: FileIndex): readonly string[] {
  const libraries = index.children("/usr/lib").filter(({ path }) => path.includes("-linux-"));
  const folders = [...libraries.map(({ path }) => path), "/usr/share", "/usr/lib"];
  return folders.map((path) => joinPath(path, "nodejs")).filter((path) => index.lookup(path));
}

/**
 * The installed modules by root, in path order: of `roots`, which have a `package.json` where one of a module is, and
 * of what `links` lead to. A `node_modules` deep inside a module, where npm installs nothing, is a fixture of that
 * module.
 */
export async function findNpmModules(
  context: ExtractorContext,
  roots: readonly string[],
  links: readonly string[],
): Promise<ReadonlyMap<string, NpmModule>> {
  const { index } = context;
  const held = new Set(roots);
  const linked = new Set(links.flatMap((link) => targetOf(index, link)));
  const candidates = [...held, ...[...linked].filter((path) => !held.has(path))];
  const modules = new Map<string, NpmModule>();
  const read = await mapConcurrently(candidates.sort(comparePaths), 8, async (root) => {
    const bytes = await context.read(joinPath(root, "package.json"));
    return [root, bytes && parseNpmManifest(bytes)] as const;
  });
  const debian = new Set(debianFolders(index));
  // A folder comes before what is in it.
  for (const [root, manifest] of read) {
    const holder = held.has(root) ? (holderOf(root) ?? root) : root;
    const isPlace = holder.endsWith("/nodejs") ? debian.has(holder) : !isInside(modules, holder);
    if (!isPlace) continue;
    if (manifest) modules.set(root, { root, manifest, linked: !held.has(root) });
    else reportManifest(context, root);
  }
  return modules;
}

/** Where a link to a module leads, if there is one; never around the link itself. */
function targetOf(index: FileIndex, link: string): string[] {
  const resolution = index.resolve(link);
  if (!resolution.found || resolution.entry.type !== "directory") return [];
  const { path } = resolution;
  const isAround = path === "/" || link.startsWith(`${path}/`);
  const isModule = index.lookup(joinPath(path, "package.json"))?.type === "file";
  return isModule && !isAround ? [path] : [];
}

/** Whether a folder is below a module, other than in its own `node_modules`. */
function isInside(modules: ReadonlyMap<string, NpmModule>, folder: string): boolean {
  let below = folder;
  for (let at = parentPath(below); below !== "/"; at = parentPath(at)) {
    if (modules.has(at) && below !== joinPath(at, "node_modules")) return true;
    below = at;
  }
  return false;
}

function reportManifest(context: ExtractorContext, root: string): void {
  context.onProblem({
    code: "NPM_MANIFEST_INVALID",
    message: "it is no JSON object; the folder is not taken as a package",
    path: joinPath(root, "package.json"),
  });
}
