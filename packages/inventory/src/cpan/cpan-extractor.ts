import { decodeName, joinPath, parentPath } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { elementsOf, membersOf, parseJson, textOf } from "../json.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { pathsBelow } from "../paths-below.ts";
import { parsePacklist } from "./parse-packlist.ts";
import { parsePerlVersion } from "./parse-perl-version.ts";

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
  wants: ({ path, type }) =>
    type === "file" &&
    (path.endsWith("/.packlist") || (path.endsWith("/install.json") && path.includes("/.meta/"))),
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const paths = context.wanted.map(({ path }) => path);
  const records = await mapConcurrently(
    paths.filter((path) => path.endsWith("/install.json")),
    8,
    (path) => readRecord(context, path),
  );
  const packages: Package[] = [];
  const dependencies: Dependency[] = [];
  const claims: Claim[] = [];
  /** Distributions by the name of their list, such as `DateTime-Locale`, and by the modules that they bring. */
  const byList = new Map<string, PackageId>();
  const byModule = new Map<string, PackageId>();
  for (const record of records) {
    if (record === undefined) continue;
    const found = toPackage(context, record);
    packages.push(found);
    byList.set(`${record.library}/${record.list.replaceAll("::", "/")}`, found.id);
    for (const module of record.modules) byModule.set(module, found.id);
    for (const path of pathsBelow(context.index, parentPath(record.file))) {
      claims.push({ path, package: found.id });
    }
  }
  for (const file of paths.filter((path) => path.endsWith("/.packlist"))) {
    const listed = await readPacklist(context, file);
    const [library = "", module = ""] = splitList(file);
    const known = byList.get(`${library}/${module}`) ?? byModule.get(module.replaceAll("/", "::"));
    const found = known === undefined ? await toListed(context, file, module, listed) : undefined;
    if (found) packages.push(found);
    const id = known ?? found?.id;
    if (id === undefined) continue;
    for (const path of [file, ...listed]) claims.push({ path, package: id });
  }
  for (const record of records) {
    const from = record && byModule.get(record.list);
    if (record === undefined || from === undefined) continue;
    for (const [module, version] of record.requires) {
      const satisfier = byModule.get(module);
      dependencies.push({
        from,
        kind: "runtime",
        requirement: version === "0" ? module : `${module} ${version}`,
        satisfiedBy: satisfier === undefined || satisfier === from ? [] : [satisfier],
        readFrom: record.metadata,
      });
    }
  }
  return { packages, dependencies, claims };
}

/** What cpanm records of a distribution. See Menlo's documentation of `install.json`, and CPAN::Meta::Spec. */
interface InstallRecord {
  readonly file: string;
  /** Folder of the architecture, which has `auto` as well. */
  readonly library: string;
  readonly name: string;
  readonly version?: string;
  readonly author?: string;
  /** The module that its list is named after. */
  readonly list: string;
  readonly modules: readonly string[];
  readonly licenses: readonly string[];
  readonly requires: readonly (readonly [module: string, version: string])[];
  readonly metadata: string;
}

async function readRecord(
  context: ExtractorContext,
  file: string,
): Promise<InstallRecord | undefined> {
  const fields = membersOf(parseJson((await context.read(file)) ?? new Uint8Array()));
  const dist = textOf(fields.get("dist"));
  const list = textOf(fields.get("name"));
  if (dist === undefined || list === undefined) {
    const message = "no name and distribution; the distribution is known by its list alone";
    context.onProblem({ code: "CPAN_RECORD_INVALID", message, path: file });
    return undefined;
  }
  const folder = parentPath(file);
  const metadata = joinPath(folder, "MYMETA.json");
  const bytes = context.index.lookup(metadata) && (await context.read(metadata));
  const meta = membersOf(parseJson(bytes ?? new Uint8Array()));
  const version = textOf(meta.get("version")) ?? textOf(fields.get("version"));
  const author = textOf(fields.get("pathname"))?.split("/").at(-2);
  const runtime = membersOf(
    membersOf(membersOf(meta.get("prereqs")).get("runtime")).get("requires"),
  );
  return {
    file,
    library: parentPath(parentPath(folder)),
    name: textOf(meta.get("name")) ?? dist.replace(/-v?\d[\w.]{0,30}$/, ""),
    ...(version !== undefined && { version }),
    ...(author !== undefined && { author }),
    list,
    modules: [list, ...membersOf(fields.get("provides")).keys()],
    licenses: elementsOf(meta.get("license")).flatMap((license) => textOf(license) ?? []),
    requires: [...runtime]
      .filter(([module]) => module !== "perl")
      .map(([module, wanted]) => [module, String(wanted)]),
    metadata,
  };
}

function toPackage(context: ExtractorContext, record: InstallRecord): Package {
  const { file, name, version, author, licenses } = record;
  const known = licenses.filter((license) => license !== "unknown");
  return createPackage(context, cpanExtractor, {
    name,
    location: parentPath(file),
    file,
    ...(author !== undefined && { purl: { namespace: author } }),
    ...(version !== undefined && { version }),
    ...(known.length > 0 && { licenses: known }),
  });
}

/** A distribution of which only the list is there. Perl's own, `auto/../.packlist`, names no module. */
async function toListed(
  context: ExtractorContext,
  file: string,
  module: string,
  listed: readonly string[],
): Promise<Package | undefined> {
  if (module === "") return undefined;
  const source = listed.find((path) => path.endsWith(`/${module}.pm`));
  const bytes = source === undefined ? undefined : await context.read(source);
  const version = bytes && parsePerlVersion(decodeName(bytes));
  return createPackage(context, cpanExtractor, {
    name: module.replaceAll("/", "-"),
    location: file,
    file,
    ...(version !== undefined && { version }),
  });
}

async function readPacklist(context: ExtractorContext, file: string): Promise<readonly string[]> {
  const bytes = await context.read(file);
  return parsePacklist(decodeName(bytes ?? new Uint8Array())).map((path) =>
    context.canonical(withoutStage(context, path)),
  );
}

/** The path of a file that was installed by way of another folder (`DESTDIR`), which MakeMaker's lists keep before it. */
function withoutStage({ index }: ExtractorContext, path: string): string {
  for (let at = 0; at >= 0; at = path.indexOf("/", at + 1)) {
    if (index.resolve(path.slice(at)).found) return path.slice(at);
  }
  return path;
}

/** The library and the module of a list at `LIBRARY/auto/MODULE/.packlist`. */
function splitList(file: string): readonly string[] {
  const folder = parentPath(file);
  const at = folder.lastIndexOf("/auto/");
  return at < 0 ? [] : [folder.slice(0, at), folder.slice(at + "/auto/".length)];
}
