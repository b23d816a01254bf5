import { decodeName, parentPath } from "@coppice/image";
import type { PackageId } from "@coppice/types";
import { maximumPathLength } from "../canonical-path.ts";
import type { Claim, ConfiguredPath, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type DpkgRecord, databaseFolder, readInfo } from "./dpkg-database.ts";
import { type Diversions, parseDiversions } from "./parse-diversions.ts";

/** What dpkg says about files. */
export interface DpkgFiles {
  readonly claims: readonly Claim[];
  readonly configuration: readonly ConfiguredPath[];
}

/**
 * Whose files are whose, from `info/*.list`, or `*.md5sums` where that is absent, with diversions applied. Conffiles of
 * a removed package, and obsolete ones, are configuration.
 */
export async function readDpkgFiles(
  context: ExtractorContext,
  records: readonly DpkgRecord[],
  ids: ReadonlyMap<DpkgRecord, PackageId>,
): Promise<DpkgFiles> {
  const diversionsFile = `${databaseFolder}/diversions`;
  const diversionsBytes =
    context.index.lookup(diversionsFile) && (await context.read(diversionsFile));
  const diversions = parseDiversions(decodeName(diversionsBytes ?? new Uint8Array()));
  const found = await mapConcurrently(records, 8, async (record) => ({
    record,
    id: ids.get(record),
    paths: await listedPaths(context, record),
    conffiles: await conffiles(context, record),
  }));
  const claims: Claim[] = [];
  const configuration: ConfiguredPath[] = [];
  for (const { record, id, paths, conffiles } of found) {
    const place = (path: string) => context.canonical(divert(diversions, record.name, path));
    const editable = new Set(conffiles.map(place));
    if (id !== undefined) {
      for (const listed of paths) {
        const path = place(listed);
        claims.push({ path, package: id, configuration: editable.delete(path) });
      }
    }
    for (const path of editable) configuration.push({ path, ...(id !== undefined && { by: id }) });
  }
  return { claims, configuration };
}

/** Every path of a package; none for one of which only conffiles are left. */
async function listedPaths(
  context: ExtractorContext,
  record: DpkgRecord,
): Promise<Iterable<string>> {
  if (record.state !== "installed") return [];
  const list = await readInfo(context, record, "list");
  if (list !== undefined) return list.split("\n").filter((line) => line.startsWith("/"));
  const sums = await readInfo(context, record, "md5sums");
  if (sums !== undefined) return withParents(sums);
  const message = `no list of the files of ${record.name} is there; they count as unowned`;
  context.onProblem({ code: "DPKG_LIST_ABSENT", message, path: record.location });
  return [];
}

/** The files that md5sums names, which are regular, and the folders that hold them. */
function withParents(text: string): Set<string> {
  const paths = new Set<string>();
  for (const line of text.split("\n")) {
    const [, relative] = /^[0-9a-f]{32} [ *](.+)$/.exec(line) ?? [];
    let path = relative === undefined ? "/" : `/${relative.replace(/^(\.?\/)+/, "")}`;
    if (path.length > maximumPathLength) continue;
    for (; path !== "/" && !paths.has(path); path = parentPath(path)) paths.add(path);
  }
  return paths;
}

/** Conffiles as the status tells them, each with a digest after it, and as `info/*.conffiles` does. */
async function conffiles(context: ExtractorContext, record: DpkgRecord): Promise<string[]> {
  const field = record.fields.get("conffiles") ?? "";
  const stated = field.split("\n").flatMap((line) => line.trim().split(" ", 1));
  const file = await readInfo(context, record, "conffiles");
  // A flag such as `remove-on-upgrade` may stand before the path.
  const listed = file?.split("\n").map((line) => line.slice(Math.max(line.indexOf("/"), 0)));
  return [...stated, ...(listed ?? [])].filter((path) => path.startsWith("/"));
}

function divert(diversions: Diversions, name: string, path: string): string {
  const diversion = diversions.get(path);
  return diversion && diversion.by !== name ? diversion.to : path;
}
