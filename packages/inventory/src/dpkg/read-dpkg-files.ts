import { decodeName, parentPath } from "@coppice/image";
import type { Digest, PackageId } from "@coppice/types";
import { maximumPathLength } from "../canonical-path.ts";
import type { Claim, ConfiguredPath, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type DpkgRecord, readInfo } from "./dpkg-database.ts";
import { type Diversions, parseDiversions } from "./parse-diversions.ts";

/** What dpkg says about files. */
export interface DpkgFiles {
  readonly claims: readonly Claim[];
  readonly configuration: readonly ConfiguredPath[];
}

/**
 * Whose files are whose, from `info/*.list`, or `*.md5sums` where that is absent, with diversions applied, and what
 * their digests were. Conffiles of a removed package, and obsolete ones, are configuration.
 */
export async function readDpkgFiles(
  context: ExtractorContext,
  folder: string,
  records: readonly DpkgRecord[],
  ids: ReadonlyMap<DpkgRecord, PackageId>,
): Promise<DpkgFiles> {
  const diversions = await readDiversions(context, folder);
  const found = await mapConcurrently(records, 8, async (record) => {
    const sums = parseSums(await readInfo(context, record, "md5sums"));
    const paths = await listedPaths(context, record, sums);
    return {
      record,
      id: ids.get(record),
      sums,
      paths,
      conffiles: await conffiles(context, record),
    };
  });
  const claims: Claim[] = [];
  const configuration: ConfiguredPath[] = [];
  for (const { record, id, sums, paths, conffiles } of found) {
    const place = (path: string) => context.canonical(divert(diversions, record.name, path));
    const editable = new Map([...conffiles].map(([path, digest]) => [place(path), digest]));
    if (id !== undefined) {
      for (const listed of paths) {
        const path = place(listed);
        const digest = sums?.get(listed) ?? editable.get(path);
        const configuration = editable.delete(path);
        claims.push({
          path,
          package: id,
          ...(configuration && { configuration }),
          ...(digest !== undefined && { digest }),
        });
      }
    }
    for (const path of editable.keys()) {
      configuration.push({ path, ...(id !== undefined && { by: id }) });
    }
  }
  return { claims, configuration };
}

async function readDiversions(context: ExtractorContext, folder: string): Promise<Diversions> {
  const path = `${folder}/diversions`;
  const bytes = context.index.lookup(path) && (await context.read(path));
  return parseDiversions(decodeName(bytes ?? new Uint8Array()));
}

/** Every path of a package; none for one of which only conffiles are left. */
async function listedPaths(
  context: ExtractorContext,
  record: DpkgRecord,
  sums: ReadonlyMap<string, Digest> | undefined,
): Promise<Iterable<string>> {
  if (record.state !== "installed") return [];
  const list = await readInfo(context, record, "list");
  if (list !== undefined) {
    // opkg writes the mode and what a link leads to after a tab.
    const paths = list.split("\n").map((line) => line.split("\t", 1)[0] ?? "");
    return paths.filter((path) => path.startsWith("/"));
  }
  if (sums !== undefined) return withParents(sums.keys());
  const message = `no list of the files of ${record.name} is there; they count as unowned`;
  context.onProblem({ code: "DPKG_LIST_ABSENT", message, path: record.location });
  return [];
}

/** The digests of regular files by path, as md5sum(1) prints them, with paths from the root. */
function parseSums(text: string | undefined): ReadonlyMap<string, Digest> | undefined {
  if (text === undefined) return undefined;
  const sums = new Map<string, Digest>();
  for (const line of text.split("\n")) {
    const [, sum, relative] = /^([0-9a-f]{32}) [ *](.+)$/.exec(line) ?? [];
    if (relative === undefined) continue;
    const path = `/${relative.replace(/^(\.?\/)+/, "")}`;
    if (path !== "/" && path.length <= maximumPathLength) sums.set(path, `md5:${sum}`);
  }
  return sums;
}

/** Files, and the folders that hold them. */
function withParents(files: Iterable<string>): Set<string> {
  const paths = new Set<string>();
  for (const file of files) {
    let path = file;
    for (; path !== "/" && !paths.has(path); path = parentPath(path)) paths.add(path);
  }
  return paths;
}

/** Words that may stand after the digest of a conffile. */
const conffileFlags: ReadonlySet<string> = new Set(["obsolete", "remove-on-upgrade"]);

/** Conffiles as the status tells them, each with a digest after it, and as `info/*.conffiles` does. */
async function conffiles(
  context: ExtractorContext,
  record: DpkgRecord,
): Promise<ReadonlyMap<string, Digest | undefined>> {
  const found = new Map<string, Digest | undefined>();
  const file = await readInfo(context, record, "conffiles");
  for (const line of file?.split("\n") ?? []) {
    // A flag such as `remove-on-upgrade` may stand before the path.
    const start = line.indexOf("/");
    if (start >= 0) found.set(line.slice(start), undefined);
  }
  for (const line of record.fields.get("conffiles")?.split("\n") ?? []) {
    const words = line.trim().split(" ");
    while (conffileFlags.has(words.at(-1) ?? "")) words.pop();
    const digest = words.pop() ?? "";
    const path = words.join(" ");
    if (path.startsWith("/")) found.set(path, toDigest(digest));
  }
  return found;
}

/** OpenWrt's opkg writes SHA-256; `newconffile` stands there until a package is configured for the first time. */
function toDigest(text: string): Digest | undefined {
  if (!/^[0-9a-f]{32,64}$/.test(text)) return undefined;
  return text.length === 32 ? `md5:${text}` : text.length === 64 ? `sha256:${text}` : undefined;
}

function divert(diversions: Diversions, name: string, path: string): string {
  const diversion = diversions.get(path);
  return diversion && diversion.by !== name ? diversion.to : path;
}
