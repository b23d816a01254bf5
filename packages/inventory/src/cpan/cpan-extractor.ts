import { decodeName } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { claimFolders } from "../claim-folders.ts";
import { createNearest } from "../create-nearest.ts";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { parsePerlVersion } from "./parse-perl-version.ts";
import { type CpanRecord, isCpanRecord, readCpanRecord } from "./read-cpan-record.ts";
import { type CpanList, readPacklist } from "./read-packlist.ts";

/**
 * Finds Perl's distributions: by the records that cpanm leaves in `.meta`, which give name, version and author, and else by the
 * list of files that every installer writes, with the version of the module that it is named after.
 */
export const cpanExtractor: Extractor = {
  name: "cpan",
  version: 1,
  ecosystem: "cpan",
  capabilities: {
    reads: ["auto/MODULE/.packlist", ".meta/DISTRIBUTION/install.json, MYMETA.json"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path, type }) => type === "file" && (path.endsWith("/.packlist") || isCpanRecord(path)),
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const paths = context.wanted.map(({ path }) => path);
  const [records, lists] = [
    paths.filter(isCpanRecord),
    paths.filter((path) => !isCpanRecord(path)),
  ];
  const packages: Package[] = [];
  const claims: Claim[] = [];
  const found = new Map<CpanRecord, PackageId>();
  const folders = new Map<string, PackageId>();
  /** By library and the module that the list of its files is named after, or one that it brings. */
  const recorded = new Map<string, PackageId>();
  const nearest = createNearest(context.onProblem);
  for (const record of await mapConcurrently(records, 8, (path) => readCpanRecord(context, path))) {
    if (record === undefined) continue;
    const { id, ...others } = toPackage(context, record);
    packages.push({ id, ...others });
    found.set(record, id);
    folders.set(record.folder, id);
    for (const module of record.modules) {
      recorded.set(`${record.library} ${module}`, id);
      nearest.add(record.library, module, id);
    }
    recorded.set(`${record.library} ${record.module}`, id);
  }
  for (const list of await mapConcurrently(lists, 8, (path) => readPacklist(context, path))) {
    if (list === undefined) continue;
    let id = recorded.get(`${list.library} ${list.module}`);
    if (id === undefined) {
      const listed = await toListed(context, list);
      packages.push(listed);
      id = listed.id;
      nearest.add(list.library, list.module, id);
    }
    for (const path of [list.file, ...list.paths]) claims.push({ path, package: id });
  }
  const dependencies = [...found].flatMap(([{ library, requires, metadata }, from]) =>
    [...requires].map(
      ([module, version]): Dependency => ({
        from,
        kind: "runtime",
        requirement: version === "0" ? module : `${module} ${version}`,
        satisfiedBy: nearest.find(library, module).filter((id) => id !== from),
        readFrom: metadata,
      }),
    ),
  );
  for (const claim of claimFolders(context.index, folders)) claims.push(claim);
  return { packages, dependencies, claims };
}

function toPackage(context: ExtractorContext, record: CpanRecord): Package {
  const { file, folder, name, version, author, licenses } = record;
  return createPackage(context, cpanExtractor, {
    name,
    location: folder,
    file,
    ...(author !== undefined && { purl: { namespace: author } }),
    ...(version !== undefined && { version }),
    ...(licenses.length > 0 && { licenses }),
  });
}

/** A distribution of which only the list is there. */
async function toListed(
  context: ExtractorContext,
  { file, module, paths }: CpanList,
): Promise<Package> {
  const end = `/${module.replaceAll("::", "/")}.pm`;
  const source = paths.find(
    (path) => path.endsWith(end) && context.index.lookup(path)?.type === "file",
  );
  const bytes = source === undefined ? undefined : await context.read(source);
  const version = bytes && parsePerlVersion(decodeName(bytes));
  return createPackage(context, cpanExtractor, {
    name: module.replaceAll("::", "-"),
    location: file,
    file,
    ...(version !== undefined && { version }),
  });
}
