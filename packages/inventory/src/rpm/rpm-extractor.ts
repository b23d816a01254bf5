import { decodeName } from "@coppice/image";
import type { FileEntry, Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { isInventoryError } from "../inventory-error.ts";
import { problemsIn } from "../sqlite/problems-in.ts";
import { parseRpmDatabase } from "./parse-rpm-database.ts";
import { parseRpmManifest } from "./parse-rpm-manifest.ts";
import { type InstalledRpm, resolveRpmDependencies } from "./resolve-rpm-dependencies.ts";
import type { RpmFile } from "./rpm-files-of.ts";
import type { RpmPackage } from "./rpm-package.ts";

/** Where the distributions have the database, and its names, in the order in which rpm looks for them. */
const folders: readonly string[] = ["/usr/lib/sysimage/rpm", "/var/lib/rpm", "/usr/share/rpm"];
const names: readonly string[] = ["rpmdb.sqlite", "Packages.db", "Packages"];
const manifest = "/var/lib/rpmmanifest/container-manifest-2";
const places: ReadonlySet<string> = new Set([
  manifest,
  ...folders.flatMap((folder) => names.map((name) => `${folder}/${name}`)),
]);

/** Records of rpm and of the tools that install with it. */
const records: readonly string[] = [
  ...folders,
  "/var/lib/rpmmanifest",
  "/var/lib/rpm-state",
  "/var/lib/dnf",
  "/var/lib/yum",
  "/var/lib/zypp",
  "/var/lib/tdnf",
  "/usr/lib/sysimage/libdnf5",
  "/usr/lib/sysimage/tdnf",
  "/var/cache/dnf",
  "/var/cache/libdnf5",
  "/var/cache/yum",
  "/var/cache/zypp",
  "/var/cache/tdnf",
];

/** Finds the packages of rpm's databases, of every format, and of the list that distroless images have in their place. */
export const rpmExtractor: Extractor = {
  name: "rpm",
  version: 1,
  ecosystem: "rpm",
  capabilities: {
    reads: [
      "{var/lib,usr/lib/sysimage,usr/share}/rpm/{rpmdb.sqlite,Packages.db,Packages}",
      "var/lib/rpmmanifest/container-manifest-2",
    ],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants: (entry) => places.has(entry.path),
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const packages: Package[] = [];
  const installed: InstalledRpm[] = [];
  for (const { rpm, location } of await readPackages(context)) {
    const found = toPackage(context, rpm, location);
    packages.push(found);
    installed.push({ id: found.id, rpm, location });
  }
  const claims = installed.flatMap(({ id, rpm }) => claimsOf(context, id, rpm.files));
  return {
    packages,
    dependencies: resolveRpmDependencies(installed, claims, context),
    claims,
    databases: records,
  };
}

/** The packages of all databases; those that two list are of the first. */
async function readPackages(
  context: ExtractorContext,
): Promise<Iterable<Omit<InstalledRpm, "id">>> {
  const found = new Map<string, Omit<InstalledRpm, "id">>();
  const wanted = new Set(context.wanted.filter(isNoFolder).map(({ path }) => path));
  const add = (location: string, list: readonly RpmPackage[]) => {
    for (const rpm of list) {
      // The keys that were imported are no software.
      if (rpm.name === "gpg-pubkey") continue;
      const key = `${rpm.name}-${evrOf(rpm)}.${rpm.arch}`;
      if (!found.has(key)) found.set(key, { rpm, location });
    }
    return list.length > 0;
  };
  for (const folder of folders) {
    // One that rpm left when it moved to another format is old.
    for (const location of names.map((name) => `${folder}/${name}`)) {
      if (wanted.has(location) && add(location, await readDatabase(context, location))) break;
    }
  }
  if (wanted.has(manifest)) {
    const bytes = (await context.read(manifest)) ?? new Uint8Array();
    add(manifest, parseRpmManifest(decodeName(bytes), problemsIn(manifest, context.onProblem)));
  }
  return found.values();
}

function isNoFolder(entry: FileEntry): boolean {
  return entry.type !== "directory";
}

async function readDatabase(
  context: ExtractorContext,
  path: string,
): Promise<readonly RpmPackage[]> {
  const onProblem = problemsIn(path, context.onProblem);
  const database = await context.read(path);
  if (database === undefined) return [];
  const hasLog = context.index.resolve(`${path}-wal`).found;
  const wal = hasLog ? await context.read(`${path}-wal`) : undefined;
  try {
    return [...parseRpmDatabase(database, { wal, onProblem })];
  } catch (error) {
    if (!isInventoryError(error)) throw error;
    onProblem({ code: "RPM_DATABASE_DAMAGED", message: error.message });
    return [];
  }
}

function toPackage(context: ExtractorContext, rpm: RpmPackage, location: string): Package {
  const { name, epoch, version, release, arch, sourceRpm, license, summary } = rpm;
  const { modularityLabel, vendor, packager } = rpm;
  const { id, version: distributionVersion } = context.distribution ?? {};
  const source = sourceRpm === undefined ? undefined : parseSourceRpm(sourceRpm);
  const supplier = vendor ?? packager;
  const distro = id && distributionVersion ? `${id}-${distributionVersion}` : id;
  return createPackage(context, rpmExtractor, {
    name,
    version: evrOf(rpm),
    location,
    file: firstFile(context, rpm.files) ?? location,
    purl: {
      namespace: id && vendorOf(id),
      version: `${version}-${release}`,
      qualifiers: {
        ...(arch && { arch }),
        ...(epoch && { epoch: String(epoch) }),
        ...(sourceRpm && { upstream: sourceRpm }),
        ...(distro && { distro }),
        ...(modularityLabel && { rpmmod: modularityLabel }),
      },
    },
    ...(arch && { architecture: arch }),
    ...(source && { source }),
    ...(license && { licenses: [license] }),
    ...(summary && { description: summary }),
    ...(supplier && { supplier }),
  });
}

/** The database is of the last layer that touched any package; a file that nobody edits is of this package's own. */
function firstFile(context: ExtractorContext, files: readonly RpmFile[]): string | undefined {
  for (const file of files) {
    if (!isOnDisk(file) || file.configuration || file.ghost) continue;
    const path = context.canonical(file.path);
    if (context.index.lookup(path)?.type === "file") return path;
  }
  return undefined;
}

/** Vendors by how `ID` of os-release begins, where that is not their name: each has several products. */
const vendors: readonly (readonly [beginning: string, vendor: string])[] = [
  ["rhel", "redhat"],
  ["sle", "suse"],
  ["sl-micro", "suse"],
  ["opensuse-", "opensuse"],
];

/** A purl's namespace is the vendor (purl-spec, "rpm"). */
function vendorOf(id: string): string {
  return vendors.find(([beginning]) => id.startsWith(beginning))?.[1] ?? id;
}

/** Epoch, where there is one, version and release, as rpm writes and orders them. */
function evrOf({ epoch, version, release }: RpmPackage): string {
  return `${epoch ? `${epoch}:` : ""}${version}-${release}`;
}

const sourceEndings: readonly string[] = [".src.rpm", ".nosrc.rpm"];

/** Splits `name-version-release.src.rpm`; `nosrc` is one whose sources may not be passed on. */
function parseSourceRpm(file: string): Package["source"] {
  const ending = sourceEndings.find((text) => file.endsWith(text));
  if (ending === undefined) return undefined;
  const stem = file.slice(0, -ending.length);
  const hyphen = stem.lastIndexOf("-", stem.lastIndexOf("-") - 1);
  return hyphen <= 0 ? undefined : { name: stem.slice(0, hyphen), version: stem.slice(hyphen + 1) };
}

function claimsOf(context: ExtractorContext, id: PackageId, files: readonly RpmFile[]): Claim[] {
  const claims: Claim[] = [];
  for (const file of files) {
    if (!isOnDisk(file)) continue;
    const { path, configuration, ghost, verified, digest } = file;
    claims.push({
      path: context.canonical(path),
      package: id,
      configuration,
      ...(digest !== undefined && verified && !ghost && { digest }),
    });
  }
  return claims;
}

function isOnDisk({ path, state }: RpmFile): boolean {
  return (state === "normal" || state === "net-shared") && path.startsWith("/");
}
