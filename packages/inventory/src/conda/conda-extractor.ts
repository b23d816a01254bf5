import { joinPath, parentPath } from "@coppice/image";
import type { Dependency, FileEntry, Package, PackageId } from "@coppice/types";
import { bytecodeSource } from "../attribution/bytecode-source.ts";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type CondaRecord, parseCondaRecord } from "./parse-conda-record.ts";

/** Finds the packages of conda's environments. */
export const condaExtractor: Extractor = {
  name: "conda",
  version: 1,
  ecosystem: "conda",
  capabilities: {
    reads: ["conda-meta/*.json"],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants,
  extract,
};

function wants({ path, type }: FileEntry): boolean {
  return (
    path.endsWith(".json") && path.endsWith("/conda-meta", path.lastIndexOf("/")) && type === "file"
  );
}

interface PlacedRecord {
  readonly record: CondaRecord;
  readonly file: string;
  /** Folder of the environment. */
  readonly root: string;
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const { index } = context;
  const read = await mapConcurrently(context.wanted, 8, ({ path }) => readRecord(context, path));
  const ids = new Map<PlacedRecord, PackageId>();
  const packages: Package[] = [];
  for (const placed of read) {
    if (placed === undefined) continue;
    const found = toPackage(context, placed);
    packages.push(found);
    ids.set(placed, found.id);
  }
  const roots = new Set([...ids.keys()].map(({ root }) => root));
  return {
    packages,
    dependencies: resolveDependencies(ids),
    claims: claimFiles(context, ids),
    databases: [...roots]
      .flatMap((root) => ["conda-meta", "pkgs", ".condarc"].map((name) => joinPath(root, name)))
      .filter((path) => index.lookup(path)),
  };
}

async function readRecord(
  { read, onProblem }: ExtractorContext,
  file: string,
): Promise<PlacedRecord | undefined> {
  const bytes = await read(file);
  const record = bytes && parseCondaRecord(bytes);
  if (bytes && !record) {
    const message = "it is no record with a name and a version; its package is left out";
    onProblem({ code: "CONDA_RECORD_INVALID", message, path: file });
  }
  return record && { record, file, root: parentPath(parentPath(file)) };
}

function toPackage(context: ExtractorContext, { record, file }: PlacedRecord): Package {
  const { name, version, build, channel, subdir, archive, license, digests } = record;
  return createPackage(context, condaExtractor, {
    name,
    version,
    ...(subdir && { architecture: subdir }),
    location: file,
    purl: { name, qualifiers: { build, channel, subdir, type: archive } },
    ...(license && { licenses: [license] }),
    ...(digests.length > 0 && { digests }),
  });
}

/** Within an environment a name is there once. What begins with `__` is of the machine, and no package. */
function resolveDependencies(ids: ReadonlyMap<PlacedRecord, PackageId>): Dependency[] {
  const byName = new Map<string, PackageId>();
  for (const [{ record, root }, id] of ids) byName.set(`${root}\0${record.name}`, id);
  return [...ids].flatMap(([{ record, file, root }, from]) =>
    record.depends
      .filter((requirement) => !requirement.startsWith("__"))
      .map((requirement): Dependency => {
        const satisfier = byName.get(`${root}\0${nameIn(requirement)}`);
        return {
          from,
          kind: "runtime",
          requirement,
          satisfiedBy: satisfier === undefined ? [] : [satisfier],
          readFrom: file,
        };
      }),
  );
}

/** The name in `channel::name >=1,<2`. See conda's documentation, "Package match specifications". */
function nameIn(requirement: string): string {
  const [plain = ""] = requirement.split(/[\s=<>!~[]/, 1);
  return plain.slice(plain.lastIndexOf(":") + 1);
}

function* claimFiles(
  { index, canonical }: ExtractorContext,
  ids: ReadonlyMap<PlacedRecord, PackageId>,
): Generator<Claim> {
  for (const [{ record, file, root }, id] of ids) {
    yield { path: file, package: id };
    for (const { path: relative, digest } of record.files) {
      const path = canonical(joinPath(root, relative));
      // A long root with many short names would take hundreds of times the memory of the record.
      if (index.lookup(path) === undefined) continue;
      // Bytecode that can be made again is told by what it is made from.
      if (bytecodeSource(index, path) !== undefined) continue;
      yield { path, package: id, ...(digest && { digest }) };
    }
  }
}
