import { joinPath, parentPath } from "@coppice/image";
import type { LockedPackage } from "@coppice/lockfile";
import { parsePurl } from "@coppice/purl";
import type { Dependency, FileEntry, Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { declarePackages } from "../lockfile/declare-packages.ts";
import { isOfPackage } from "../lockfile/is-of-package.ts";
import { claimCommands, claimModuleFiles } from "./claim-npm-files.ts";
import { createResolveModule } from "./create-resolve-module.ts";
import { findNpmDatabases } from "./find-npm-databases.ts";
import { findNpmModules, type NpmModule } from "./find-npm-modules.ts";
import { findPnpPackages, type PnpArchive, pnpPrograms } from "./find-pnp-packages.ts";
import { holderOf, type NpmFileKind, npmFileKind } from "./npm-file-kind.ts";
import { readArchiveDigests } from "./read-archive-digests.ts";
import { readNpmRecords } from "./read-npm-records.ts";
import { resolveNpmDependencies } from "./resolve-npm-dependencies.ts";
import { resolvePnpDependencies } from "./resolve-pnp-dependencies.ts";

/**
 * Finds the modules that Node can load by name: those in `node_modules`, in the folders that Debian uses, and in the
 * archives of Yarn's Plug'n'Play; and what lockfiles ask for beside them.
 */
export const npmExtractor: Extractor = {
  name: "npm",
  version: 2,
  ecosystem: "npm",
  capabilities: {
    reads: [
      "node_modules/NAME/package.json (npm, pnpm, Yarn, Bun)",
      "usr/share/nodejs, usr/lib/nodejs (Debian)",
      "node_modules/.package-lock.json, node_modules/.pnpm/lock.yaml",
      ".pnp.cjs, .pnp.data.json (Yarn Plug'n'Play)",
      "package-lock.json, npm-shrinkwrap.json, yarn.lock, pnpm-lock.yaml, bun.lock",
    ],
    presence: ["installed", "declared"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants: (entry) => npmFileKind(entry) !== undefined,
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const { index } = context;
  const wanted = sortByKind(context.wanted);
  const of = (kind: NpmFileKind) => wanted.get(kind) ?? [];
  const roots = of("manifest").map(parentPath);
  const modules = await findNpmModules(context, roots, of("link"));
  const recordOf = await readNpmRecords(context, of("record"));
  const ids = new Map<string, PackageId>();
  const packages = [...modules.values()].map((module) => {
    const found = toPackage(context, module, recordOf(module));
    ids.set(module.root, found.id);
    return found;
  });
  const isOwn = (path: string) => !isOfPackage(path) && context.ownersOf(path).length === 0;
  const maps = of("pnp").filter(isOwn);
  const pnp = await findPnpPackages(context, maps);
  const digestOf = await readArchiveDigests(context, maps);
  const archives = new Map<string, PackageId>();
  for (const archive of pnp.archives) {
    const found = archiveToPackage(context, archive);
    archives.set(archive.path, found.id);
    packages.push(found);
  }
  const declared = await declarePackages(
    context,
    npmExtractor,
    of("lockfile").filter(isOwn),
    createFindInstalled(packages),
  );
  const holders = [...modules.keys(), ...of("link")].flatMap((path) => holderOf(path) ?? []);
  const projects = [...declared.databases, ...maps].map(parentPath);
  const resolveModule = createResolveModule(index);
  const dependencies: Dependency[] = [
    ...resolveNpmDependencies(index, modules.values(), ids, resolveModule),
    ...resolvePnpDependencies(pnp, archives),
    ...declared.dependencies,
  ];
  return {
    packages: [...packages, ...declared.packages],
    dependencies,
    claims: claimAll(),
    databases: findNpmDatabases(index, holders, projects, modules),
    configuration: pnpPrograms(context, maps).map((path) => ({ path })),
  };

  function* claimAll(): Generator<Claim> {
    yield* claimModuleFiles(index, ids);
    yield* claimCommands(index, of("commands"), modules, ids, resolveModule);
    for (const [path, id] of archives) {
      const digest = digestOf(path);
      yield { path, package: id, ...(digest && { digest }) };
    }
  }
}

function sortByKind(entries: readonly FileEntry[]): ReadonlyMap<NpmFileKind, readonly string[]> {
  const byKind = new Map<NpmFileKind, string[]>();
  for (const entry of entries) {
    const kind = npmFileKind(entry);
    if (kind === undefined) continue;
    const paths = byKind.get(kind);
    if (paths) paths.push(entry.path);
    else byKind.set(kind, [entry.path]);
  }
  return byKind;
}

function toPackage(
  context: ExtractorContext,
  { root, manifest }: NpmModule,
  record: LockedPackage | undefined,
): Package {
  const { version, license, description, author } = manifest;
  const name = manifest.name ?? root.slice((holderOf(root) ?? parentPath(root)).length + 1);
  const digests = record?.artifacts.flatMap((artifact) => artifact.digests) ?? [];
  const qualifiers = record?.purl === undefined ? undefined : parsePurl(record.purl).qualifiers;
  return createPackage(context, npmExtractor, {
    name,
    ...(version && { version }),
    location: root,
    file: joinPath(root, "package.json"),
    purl: { ...purlName(name), ...(qualifiers && { qualifiers }) },
    ...(license && { licenses: [license] }),
    ...(digests.length > 0 && { digests }),
    ...(description && { description }),
    ...(author && { supplier: author }),
  });
}

function archiveToPackage(context: ExtractorContext, { name, version, path }: PnpArchive): Package {
  return createPackage(context, npmExtractor, {
    name,
    ...(version && { version }),
    location: path,
    purl: purlName(name),
  });
}

function purlName(name: string): { readonly namespace?: string; readonly name: string } {
  const slash = name.indexOf("/");
  return slash > 0 ? { namespace: name.slice(0, slash), name: name.slice(slash + 1) } : { name };
}

/**
 * Finds an installed package by name and version that a project can load: below its folder, in a `node_modules` above
 * it, or in an archive wherever Yarn keeps them.
 */
function createFindInstalled(
  packages: readonly Package[],
): (folder: string, locked: Package) => PackageId | undefined {
  const byKey = new Map<string, Package[]>();
  for (const found of packages) {
    const key = `${found.name}@${found.version ?? ""}`;
    const others = byKey.get(key);
    if (others) others.push(found);
    else byKey.set(key, [found]);
  }
  return (folder, { name, version = "" }) => {
    const within = folder === "/" ? "/" : `${folder}/`;
    const named = byKey.get(`${name}@${version}`) ?? [];
    return named.find(({ location = "" }) => {
      const holder = location.lastIndexOf("/node_modules/");
      const isAbove = holder >= 0 && within.startsWith(`${location.slice(0, holder)}/`);
      return isAbove || location.startsWith(within) || location.endsWith(".zip");
    })?.id;
  };
}
