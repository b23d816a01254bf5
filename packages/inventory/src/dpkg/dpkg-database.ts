import { decodeName } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import type { ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type DpkgStanza, parseDpkgStatus } from "./parse-dpkg-status.ts";

/** Folder of dpkg's records. */
export const databaseFolder = "/var/lib/dpkg";
const statusFile = `${databaseFolder}/status`;
const distrolessFolder = `${databaseFolder}/status.d/`;

/** A package that dpkg knows, in whatever state. */
export interface DpkgRecord {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Whether its files are there. `config-files` leaves only conffiles. */
  readonly state: "installed" | "config-files";
  readonly fields: ReadonlyMap<string, string>;
  /** File that the record stands in. */
  readonly location: string;
}

/** Whether `entry` holds records: `status`, or a file of `status.d` as distroless images have it. */
export function holdsRecords(entry: FileEntry): boolean {
  const { path } = entry;
  return path === statusFile || (path.startsWith(distrolessFolder) && !path.endsWith(".md5sums"));
}

/** The records of every package with files or conffiles, by name and architecture. */
export async function readDpkgDatabase(context: ExtractorContext): Promise<DpkgRecord[]> {
  const records = new Map<string, DpkgRecord>();
  // A link is read as well; one that leads nowhere becomes a problem, not an image without packages.
  const files = context.wanted.filter((entry) => entry.type !== "directory" && holdsRecords(entry));
  const contents = await mapConcurrently(files, 8, ({ path }) => context.read(path));
  for (const [index, { path }] of files.entries()) {
    for (const stanza of parseDpkgStatus(contents[index] ?? new Uint8Array())) {
      const problem = (code: string, message: string) =>
        context.onProblem({ code, message, path, offset: stanza.start });
      const record = toRecord(stanza, path);
      if (record === "absent") continue;
      if (record === "invalid") {
        problem(
          "DPKG_STANZA_INVALID",
          "a stanza lacks Package or Version; its package is left out",
        );
        continue;
      }
      const key = `${record.name}:${record.architecture}`;
      if (stanza.unreadable > 0) {
        problem(
          "DPKG_STANZA_DAMAGED",
          `${key} has ${stanza.unreadable} unreadable or repeated lines; the others are used`,
        );
      }
      if (records.has(key)) {
        problem("DPKG_PACKAGE_REPEATED", `${key} comes again; its first stanza is used`);
      } else {
        records.set(key, record);
      }
    }
  }
  return [...records.keys()].sort().flatMap((key) => records.get(key) ?? []);
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

function toRecord({ fields }: DpkgStanza, location: string): DpkgRecord | "absent" | "invalid" {
  // Distroless stanzas have no Status: that they are there says it.
  const status = fields.get("status")?.split(/\s+/)[2] ?? "installed";
  const present = presentStates.has(status);
  const name = fields.get("package");
  if (name && !present && status !== "config-files") return "absent";
  const version = fields.get("version");
  if (!name || !version) return "invalid";
  return {
    name,
    version,
    architecture: fields.get("architecture") ?? "all",
    state: present ? "installed" : "config-files",
    fields,
    location,
  };
}

/** Text of a file of dpkg's folder `info`, named as dpkg does for one or for several architectures. */
export async function readInfo(
  context: ExtractorContext,
  record: DpkgRecord,
  kind: string,
): Promise<string | undefined> {
  const path = findInfo(context, record, kind);
  const bytes = path === undefined ? undefined : await context.read(path);
  return bytes && decodeName(bytes);
}

/** Path of a file of dpkg's folder `info`. */
export function findInfo(
  context: ExtractorContext,
  { name, architecture, location }: DpkgRecord,
  kind: string,
): string | undefined {
  const candidates = [
    `${databaseFolder}/info/${name}:${architecture}.${kind}`,
    `${databaseFolder}/info/${name}.${kind}`,
    `${location}.${kind}`,
  ];
  return candidates.find((path) => context.index.lookup(path)?.type === "file");
}
