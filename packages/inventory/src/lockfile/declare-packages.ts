import { parentPath } from "@coppice/image";
import { bomOfLockfile, isLockfileError, type Lockfile } from "@coppice/lockfile";
import { parsePurl } from "@coppice/purl";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { tryLockfile } from "./try-lockfile.ts";

/** What lockfiles ask for, and which of them it was that could be read. */
interface DeclaredPackages
  extends Required<Pick<Extraction, "packages" | "dependencies" | "databases">> {}

/**
 * The packages that lockfiles pin and that are not there: left out for this platform, for production, or not yet
 * installed. Those that `findInstalled` knows, by the folder of the lockfile, are not told again. The projects
 * themselves are no packages of it.
 */
export async function declarePackages(
  context: ExtractorContext,
  extractor: Extractor,
  lockfiles: readonly string[],
  findInstalled: (folder: string, locked: Package) => PackageId | undefined,
): Promise<DeclaredPackages> {
  const packages: Package[] = [];
  const dependencies: Dependency[] = [];
  const databases: string[] = [];
  for (const path of lockfiles) {
    const bytes = await context.read(path);
    // An empty one is no lockfile yet: Yarn takes it for the mark of a project.
    const isEmpty = bytes?.length === 0;
    const lockfile = bytes && !isEmpty ? readLockfile(context, bytes, path) : undefined;
    if (lockfile || isEmpty) databases.push(path);
    if (lockfile === undefined) continue;
    const subject = { name: path, digest: "" };
    const bom = bomOfLockfile({ ...lockfile, importers: [] }, { subject });
    const ids = new Map<PackageId, PackageId>();
    const known = new Map<string, PackageId>();
    const own = new Set<PackageId>();
    for (const locked of bom.packages) {
      const key = locked.purl ?? `${locked.name}@${locked.version}`;
      let id = known.get(key) ?? findInstalled(parentPath(path), locked);
      if (id === undefined) {
        const found = toDeclared(context, extractor, path, locked);
        packages.push(found);
        id = found.id;
        own.add(id);
      }
      known.set(key, id);
      ids.set(locked.id, id);
    }
    const edges = new Set<string>();
    for (const edge of bom.dependencies) {
      const from = ids.get(edge.from) ?? edge.from;
      // Copies of a package that npm nests ask for the same.
      const key = `${from} ${edge.kind} ${edge.requirement}`;
      if (!own.has(from) || edges.has(key)) continue;
      edges.add(key);
      const satisfiedBy = new Set(edge.satisfiedBy.flatMap((id) => ids.get(id) ?? []));
      dependencies.push({ ...edge, from, satisfiedBy: [...satisfiedBy] });
    }
  }
  return { packages, dependencies, databases };
}

function readLockfile(
  { onProblem }: ExtractorContext,
  bytes: Uint8Array,
  path: string,
): Lockfile | undefined {
  const lockfile = tryLockfile(bytes, { name: path, onProblem });
  if (!isLockfileError(lockfile)) return lockfile;
  const message = `what it declares is left out: ${lockfile.message}`;
  onProblem({ code: "LOCKFILE_UNREADABLE", message, path });
  return undefined;
}

function toDeclared(
  context: ExtractorContext,
  extractor: Extractor,
  location: string,
  { name, version, ecosystem, purl, licenses, digests }: Package,
): Package {
  return createPackage(context, extractor, {
    name,
    ...(version !== undefined && { version }),
    location,
    ecosystem,
    presence: "declared",
    ...(purl !== undefined && { purl: parsePurl(purl) }),
    ...(licenses && { licenses }),
    ...(digests && { digests }),
  });
}
