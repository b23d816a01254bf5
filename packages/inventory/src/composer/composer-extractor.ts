import { joinPath, parentPath } from "@coppice/image";
import type { FileEntry, Package, PackageId } from "@coppice/types";
import { claimFolders } from "../claim-folders.ts";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { declarePackages } from "../lockfile/declare-packages.ts";
import { isOfPackage } from "../lockfile/is-of-package.ts";
import { findComposerPackages, type PlacedPackage } from "./find-composer-packages.ts";
import { resolveComposerDependencies } from "./resolve-composer-dependencies.ts";

/** Finds the packages that Composer installed, and what its lockfiles ask for beside them. */
export const composerExtractor: Extractor = {
  name: "composer",
  version: 1,
  ecosystem: "composer",
  capabilities: {
    reads: ["vendor/composer/installed.json", "composer.lock"],
    presence: ["installed", "declared"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: true,
  },
  wants: (entry) => isRecord(entry) || isLockfile(entry),
  extract,
};

function isRecord({ path, type }: FileEntry): boolean {
  return type === "file" && path.endsWith("/composer/installed.json");
}

function isLockfile({ path, type }: FileEntry): boolean {
  return type === "file" && path.endsWith("/composer.lock");
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const { index, wanted } = context;
  const paths = wanted.filter(isRecord).map(({ path }) => path);
  const placed = await findComposerPackages(context, paths);
  const ids = new Map<PlacedPackage, PackageId>();
  const byFolder = new Map<string, PackageId>();
  const packages = placed.map((each) => {
    const found = toPackage(context, each);
    ids.set(each, found.id);
    if (each.folder !== undefined && !byFolder.has(each.folder))
      byFolder.set(each.folder, found.id);
    return found;
  });
  const installed = createFindInstalled(ids);
  const lockfiles = wanted
    .filter(isLockfile)
    .map(({ path }) => path)
    .filter((path) => !isOfPackage(path) && context.ownersOf(path).length === 0)
    .filter((path) => !byFolder.has(parentPath(path)));
  const declared = await declarePackages(context, composerExtractor, lockfiles, installed);
  const records = [...new Set(placed.map(({ record }) => record))];
  const vendors = records.map((record) => parentPath(parentPath(record)));
  const projects = new Set([...vendors, ...declared.databases].map(parentPath));
  const manifests = [...projects]
    .flatMap((project) => ["composer.json", "composer.lock"].map((name) => joinPath(project, name)))
    .filter((path) => index.lookup(path) && !byFolder.has(parentPath(path)));
  // The programs by which PHP finds the packages: Composer makes them for this project.
  const programs = vendors.flatMap((vendor) => [
    joinPath(vendor, "autoload.php"),
    ...index.children(joinPath(vendor, "composer")).map(({ path }) => path),
  ]);
  return {
    packages: [...packages, ...declared.packages],
    dependencies: [
      ...resolveComposerDependencies(ids, context.onProblem),
      ...declared.dependencies,
    ],
    claims: claimFiles(context, ids, byFolder),
    databases: [...records, ...declared.databases, ...manifests],
    configuration: programs
      .filter((path) => index.lookup(path)?.type === "file" && !records.includes(path))
      .map((path) => ({ path })),
  };
}

function toPackage(context: ExtractorContext, placed: PlacedPackage): Package {
  const { name, version, description, licenses, author, digest, path, folder, record } = placed;
  const slash = name.indexOf("/");
  return createPackage(context, composerExtractor, {
    name,
    version,
    location: folder ?? record,
    file: record,
    // Its folder may have been left out of the system.
    presence: path !== undefined && folder === undefined ? "declared" : "installed",
    purl: { ...(slash > 0 && { namespace: name.slice(0, slash) }), name: name.slice(slash + 1) },
    ...(licenses.length > 0 && { licenses }),
    ...(digest && { digests: [digest] }),
    ...(description && { description }),
    ...(author && { supplier: author }),
  });
}

/** Finds a package of the project in a folder by name and version. */
function createFindInstalled(
  ids: ReadonlyMap<PlacedPackage, PackageId>,
): (folder: string, locked: Package) => PackageId | undefined {
  const byKey = new Map<string, [record: string, id: PackageId][]>();
  for (const [{ name, version, record }, id] of ids) {
    const key = `${name.toLowerCase()}@${version}`;
    const others = byKey.get(key);
    if (others) others.push([record, id]);
    else byKey.set(key, [[record, id]]);
  }
  return (folder, { name, version = "" }) => {
    const within = folder === "/" ? "/" : `${folder}/`;
    const named = byKey.get(`${name.toLowerCase()}@${version}`) ?? [];
    return named.find(([record]) => record.startsWith(within))?.[1];
  };
}

/** What lies below the folder of each package, up to those of others, and what starts its programs. */
function* claimFiles(
  { index }: ExtractorContext,
  ids: ReadonlyMap<PlacedPackage, PackageId>,
  byFolder: ReadonlyMap<string, PackageId>,
): Generator<Claim> {
  yield* claimFolders(index, byFolder);
  for (const [{ folder, record, programs }, id] of ids) {
    // A folder has the files of one package, however many say that it is theirs.
    if (folder === undefined || byFolder.get(folder) !== id) continue;
    const bin = joinPath(parentPath(parentPath(record)), "bin");
    for (const program of programs) {
      const path = joinPath(bin, program.slice(program.lastIndexOf("/") + 1));
      if (index.lookup(path)?.type === "file") yield { path, package: id };
    }
  }
}
