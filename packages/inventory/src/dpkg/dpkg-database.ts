import { decodeName } from "@coppice/image";
import type { OnProblem } from "@coppice/types";
import type { ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type DpkgStanza, parseDpkgStatus } from "./parse-dpkg-status.ts";

/** Folder of dpkg's records. */
export const dpkgFolder = "/var/lib/dpkg";

/** A package that dpkg, or one that keeps records as it does, knows, in whatever state. */
export interface DpkgRecord {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Whether its files are there. `config-files` leaves only conffiles. */
  readonly state: "installed" | "config-files";
  readonly fields: ReadonlyMap<string, string>;
  /** File that the record stands in. */
  readonly location: string;
  /** Folder of the database that the file is in. */
  readonly folder: string;
}

/**
 * Whether a path is one of the records in the database `folder`: `status`, a file of `status.d` as distroless images
 * have it, or one of `updates`, which dpkg has not yet written to `status`.
 */
export function holdsRecords(path: string, folder: string): boolean {
  if (!path.startsWith(folder)) return false;
  if (path.startsWith("/status", folder.length)) {
    const rest = path.slice(folder.length + "/status".length);
    return rest === "" || (rest.startsWith(".d/") && !rest.endsWith(".md5sums"));
  }
  return isUpdate(path, folder);
}

/** Other files in the folder are half-written; see `modstatdb` in dpkg's source. */
function isUpdate(path: string, folder: string): boolean {
  return (
    path.startsWith("/updates/", folder.length) &&
    /^[0-9]+$/.test(path.slice(folder.length + "/updates/".length))
  );
}

/** The records of every package with files or conffiles, by name and architecture. */
export async function readDpkgDatabase(
  context: ExtractorContext,
  folder: string,
): Promise<DpkgRecord[]> {
  const records = new Map<string, DpkgRecord>();
  // A link is read as well; one that leads nowhere becomes a problem, not an image without packages.
  const files = context.wanted.filter(
    ({ type, path }) => type !== "directory" && holdsRecords(path, folder),
  );
  const contents = await mapConcurrently(files, 8, ({ path }) => context.read(path));
  // In path order, `updates` comes last.
  for (const [index, { path }] of files.entries()) {
    for (const stanza of parseDpkgStatus(contents[index] ?? new Uint8Array())) {
      addStanza(records, stanza, { path, folder, onProblem: context.onProblem });
    }
  }
  return [...records.keys()].sort().flatMap((key) => records.get(key) ?? []);
}

interface StanzaPlace {
  readonly path: string;
  readonly folder: string;
  readonly onProblem: OnProblem;
}

function addStanza(
  records: Map<string, DpkgRecord>,
  stanza: DpkgStanza,
  { path, folder, onProblem }: StanzaPlace,
): void {
  const { fields, start, unreadable } = stanza;
  const problem = (code: string, message: string) =>
    onProblem({ code, message, path, offset: start });
  const name = fields.get("package");
  const version = fields.get("version");
  const architecture = fields.get("architecture") ?? "all";
  const state = stateOf(fields);
  const key = `${name}:${architecture}`;
  const update = isUpdate(path, folder);
  if (name && state === "absent") {
    if (update) records.delete(key);
    return;
  }
  if (!name || !version || state === "absent") {
    const message = "a stanza lacks Package or Version; its package is left out";
    problem("DPKG_STANZA_INVALID", message);
    return;
  }
  if (unreadable > 0) {
    const message = `${key} has ${unreadable} unreadable or repeated lines; the others are used`;
    problem("DPKG_STANZA_DAMAGED", message);
  }
  if (records.has(key) && !update) {
    problem("DPKG_PACKAGE_REPEATED", `${key} comes again; its first stanza is used`);
    return;
  }
  records.set(key, { name, version, architecture, state, fields, location: path, folder });
}

/** States whose files are on the disk, at least in part. See dpkg(1), "Package states". */
const presentStates = new Set([
  "installed",
  "unpacked",
  "half-configured",
  "half-installed",
  "triggers-awaited",
  "triggers-pending",
]);

function stateOf(fields: ReadonlyMap<string, string>): DpkgRecord["state"] | "absent" {
  // Distroless stanzas have no Status: that they are there says it.
  const status = fields.get("status")?.split(/\s+/)[2] ?? "installed";
  if (presentStates.has(status)) return "installed";
  return status === "config-files" ? status : "absent";
}

/** Text of a file of the folder `info`, named as dpkg does for one or for several architectures. */
export async function readInfo(
  context: ExtractorContext,
  record: DpkgRecord,
  kind: string,
): Promise<string | undefined> {
  const path = findInfo(context, record, kind);
  const bytes = path === undefined ? undefined : await context.read(path);
  return bytes && decodeName(bytes);
}

/** Path of a file of the folder `info`, or of one beside a record of `status.d`. */
export function findInfo(
  context: ExtractorContext,
  { name, architecture, location, folder }: DpkgRecord,
  kind: string,
): string | undefined {
  const candidates = [
    `${folder}/info/${name}:${architecture}.${kind}`,
    `${folder}/info/${name}.${kind}`,
    `${location}.${kind}`,
  ];
  return candidates.find((path) => context.index.lookup(path)?.type === "file");
}
