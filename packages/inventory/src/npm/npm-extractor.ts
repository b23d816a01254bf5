import { type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { Dependency, DependencyKind, Package, PackageId } from "@coppice/types";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { renderPurl } from "../render-purl.ts";
import {
  claimModuleFiles,
  debianFolders,
  findNpmModules,
  mayBeManifest,
  type NpmModule,
} from "./find-npm-modules.ts";

/** Finds the modules that Node can load by name: those in `node_modules`, and in the folders that Debian uses. */
export const npmExtractor: Extractor = {
  name: "npm",
  version: 1,
  ecosystem: "npm",
  wants: mayBeManifest,
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const modules = await findNpmModules(context);
  const packages: Package[] = [];
  const ids = new Map<string, PackageId>();
  for (const module of modules.values()) {
    const found = toPackage(context, module);
    packages.push(found);
    ids.set(module.root, found.id);
  }
  const common = ["/node_modules", ...debianFolders(context.index)];
  return {
    packages,
    dependencies: [...modules.values()].flatMap((module) =>
      toDependencies(context.index, module, ids, common),
    ),
    claims: claimModuleFiles(context, ids),
    databases: findRecords(context.index),
    configuration: [],
  };
}

function toPackage(context: ExtractorContext, { root, manifest }: NpmModule): Package {
  const slash = manifest.name.indexOf("/");
  const purl = renderPurl("npm", {
    namespace: slash < 0 ? undefined : manifest.name.slice(0, slash),
    name: manifest.name.slice(slash + 1),
    version: manifest.version,
  });
  const file = joinPath(root, "package.json");
  const [ownedBy] = context.ownersOf(file);
  const layer = context.index.lookup(file)?.layer;
  return {
    id: context.identify(purl ?? `npm:${manifest.name}@${manifest.version}`, root),
    ...(purl && { purl }),
    ecosystem: "npm",
    name: manifest.name,
    version: manifest.version,
    presence: "installed",
    location: root,
    ...(ownedBy && { ownedBy }),
    ...(layer && { layer }),
    ...(manifest.license && { licenses: [manifest.license] }),
    ...(manifest.description && { description: manifest.description }),
    foundBy: "npm",
  };
}

function toDependencies(
  index: FileIndex,
  { root, manifest }: NpmModule,
  ids: ReadonlyMap<string, PackageId>,
  common: readonly string[],
): Dependency[] {
  const edges = new Map<string, readonly [kind: DependencyKind, range: string]>();
  for (const [name, range] of manifest.peerDependencies) edges.set(name, ["peer", range]);
  for (const [name, range] of manifest.dependencies) edges.set(name, ["runtime", range]);
  // npm repeats an optional dependency among the others.
  for (const [name, range] of manifest.optionalDependencies) edges.set(name, ["optional", range]);
  const folders = [...foldersUpwards(root), ...common].filter((path) => index.lookup(path));
  return [...edges].map(([name, [kind, range]]) => {
    const satisfier = ids.get(resolveModule(index, folders, name) ?? "");
    return {
      from: ids.get(root) ?? root,
      kind,
      requirement: `${name}@${range}`,
      satisfiedBy: satisfier === undefined ? [] : [satisfier],
      readFrom: joinPath(root, "package.json"),
    };
  });
}

/** Where a module in `from` looks for others. See Node's documentation, "Loading from node_modules folders". */
function* foldersUpwards(from: string): Generator<string> {
  for (let at = from; at !== "/"; at = parentPath(at)) {
    if (!at.endsWith("/node_modules")) yield joinPath(at, "node_modules");
  }
}

/** The first folder of that name, as long as it is a name that stays in the folder. */
function resolveModule(
  index: FileIndex,
  folders: readonly string[],
  name: string,
): string | undefined {
  if (!/^(?:@[^/]+\/)?[^/.@][^/]*$/.test(name)) return undefined;
  for (const folder of folders) {
    const resolution = index.resolve(joinPath(folder, name));
    if (resolution.found && resolution.entry.type === "directory") return resolution.path;
  }
  return undefined;
}

const records =
  /\/node_modules\/\.(?:package-lock\.json|modules\.yaml|yarn-integrity|yarn-state\.yml)$/;

/** What package managers write about their own work. */
function findRecords(index: FileIndex): string[] {
  return [...index.entries()].flatMap(({ path }) =>
    path.includes("/node_modules/.") && records.test(path) ? [path] : [],
  );
}
