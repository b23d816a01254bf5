import type { OnProblem } from "@coppice/types";
import type { ReadRange } from "../elf/elf-reader.ts";
import { isInventoryError } from "../inventory-error.ts";
import { readZipDirectory } from "../zip/read-zip-directory.ts";
import { locateStoredEntry, readZipEntry } from "../zip/read-zip-entry.ts";
import type { ZipEntry } from "../zip/zip-entry.ts";
import { zipTooLarge } from "../zip/zip-error.ts";
import { collectPoms, isPomPath, pomInvalid } from "./collect-poms.ts";
import { isArchiveName, type JarFile } from "./jar-file.ts";
import { defaultJavaLimits, type JavaLimits } from "./java-limits.ts";
import { parseJarManifest } from "./parse-jar-manifest.ts";
import { parseModuleInfo } from "./parse-module-info.ts";

/** A file to read as an archive. */
interface JarSource {
  readonly path: string;
  readonly size: number;
  readonly read: ReadRange;
}

/** What reading one file goes on with, at all depths. */
interface Reading {
  readonly path: string;
  readonly limits: JavaLimits;
  readonly onProblem: OnProblem;
  /** Taken out so far. */
  bytes: number;
  /** In memory. */
  held: number;
  archives: number;
  /** A limit of the whole file was passed, and told of. */
  ended: boolean;
}

interface Archive {
  readonly read: ReadRange;
  readonly size: number;
  readonly place: string;
  readonly depth: number;
}

/**
 * Reads what a Java archive says of itself, and of the archives in it. Only directories, manifests and Maven's files are read,
 * and archives that are compressed in another. What is damaged, or passes a limit, is left out after a problem
 * `JAR_INVALID` or `JAR_TOO_LARGE`.
 */
export async function readJar(
  { path, size, read }: JarSource,
  onProblem: OnProblem,
  limits: JavaLimits = defaultJavaLimits,
): Promise<JarFile | undefined> {
  const reading: Reading = {
    path,
    limits,
    onProblem,
    bytes: 0,
    held: 0,
    archives: 0,
    ended: false,
  };
  return readArchive(reading, { read, size, place: path, depth: 0 });
}

async function readArchive(reading: Reading, archive: Archive): Promise<JarFile | undefined> {
  const { place, read, size } = archive;
  const listing = await attempt(reading, place, async () =>
    sift(await readZipDirectory(read, size, reading.limits), place),
  );
  if (listing === undefined) return undefined;
  const contents = new Map<string, Uint8Array>();
  const nested: JarFile[] = [];
  let manifest: ReadonlyMap<string, string> = new Map();
  for (const entry of listing.records) {
    if (reading.ended) break;
    const { name } = entry;
    if (isArchiveName(name)) {
      const found = await readNested(reading, archive, entry);
      if (found) nested.push(found);
      continue;
    }
    const bytes = await take(reading, archive, entry);
    if (bytes === undefined) continue;
    if (isPomPath(name)) contents.set(name, bytes);
    else manifest = name === moduleInfo ? describeModule(bytes) : parseJarManifest(bytes);
  }
  return {
    file: reading.path,
    place,
    name: place.slice(place.lastIndexOf("/") + 1),
    manifest,
    poms: collectPoms(contents, (name) => {
      reading.onProblem(
        pomInvalid(reading.path, `${place}!/${name}`.slice(reading.path.length + 2)),
      );
    }),
    classFolders: listing.classFolders,
    nested,
  };
}

/** The members that are read, which are few: the others must not stay in memory while archives in this one are read. */
function sift(entries: readonly ZipEntry[], place: string) {
  // Of two members with one name the last counts, as it does for Java.
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const isModule = place.endsWith(".jmod");
  const records = [...byName.values()].filter(
    ({ name, size }) =>
      isPomPath(name) ||
      isManifest(name) ||
      (isModule && name === moduleInfo) ||
      (size > 0 && isArchiveName(name)),
  );
  return { records, classFolders: findClassFolders(byName.keys()) };
}

const moduleInfo = "classes/module-info.class";
const manifestName = "META-INF/MANIFEST.MF";

/** Java takes it in any case. */
function isManifest(name: string): boolean {
  return name.length === manifestName.length && name.toUpperCase() === manifestName;
}

/** A module in `jmod`'s form says in a class what others say in a manifest. */
function describeModule(bytes: Uint8Array): ReadonlyMap<string, string> {
  const module = parseModuleInfo(bytes);
  const attributes = new Map<string, string>();
  if (module) attributes.set("automatic-module-name", module.name);
  if (module?.version) attributes.set("implementation-version", module.version);
  return attributes;
}

async function readNested(
  reading: Reading,
  archive: Archive,
  entry: ZipEntry,
): Promise<JarFile | undefined> {
  const { limits } = reading;
  const place = `${archive.place}!/${entry.name}`;
  const source = await attempt(reading, place, async () => {
    if (archive.depth === limits.nesting) {
      throw zipTooLarge(`is ${archive.depth + 1} archives deep`, "limits.nesting");
    }
    reading.archives++;
    if (reading.archives > limits.archives) {
      reading.ended = true;
      throw zipTooLarge(`comes after ${limits.archives} others`, "limits.archives");
    }
    return openNested(reading, archive.read, entry);
  });
  if (source === undefined) return undefined;
  const found = await readArchive(reading, { ...source, place, depth: archive.depth + 1 });
  reading.held -= source.held;
  return found;
}

/** A stored archive is read where it stands, without taking it out. */
async function openNested(reading: Reading, read: ReadRange, entry: ZipEntry) {
  const { size, method } = entry;
  if (method === 0) {
    const offset = await locateStoredEntry(read, entry);
    const readWithin: ReadRange = ({ start, end }) =>
      read({ start: offset + Math.min(start, size), end: offset + Math.min(end, size) });
    return { size, read: readWithin, held: 0 };
  }
  if (reading.held + size > reading.limits.heldBytes) {
    throw zipTooLarge(`would take ${reading.held + size} bytes of memory`, "limits.heldBytes");
  }
  count(reading, entry);
  const bytes = await readZipEntry(read, entry, reading.limits);
  reading.held += size;
  const readBytes: ReadRange = async ({ start, end }) => bytes.subarray(start, end);
  return { size, read: readBytes, held: size };
}

async function take(
  reading: Reading,
  { read, place }: Archive,
  entry: ZipEntry,
): Promise<Uint8Array | undefined> {
  return attempt(reading, `${place}!/${entry.name}`, () => {
    count(reading, entry);
    return readZipEntry(read, entry, reading.limits);
  });
}

function count(reading: Reading, { size }: ZipEntry): void {
  reading.bytes += size;
  const { totalBytes } = reading.limits;
  if (reading.bytes > totalBytes) {
    reading.ended = true;
    throw zipTooLarge(`has more than ${totalBytes} bytes to take out`, "limits.totalBytes");
  }
}

async function attempt<Result>(
  { path, onProblem }: Reading,
  place: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isInventoryError(error)) throw error;
    const code = error.code === "CONTENT_TOO_LARGE" ? "JAR_TOO_LARGE" : "JAR_INVALID";
    const what = place === path ? "it" : place.slice(path.length + 2);
    const message = `${what} is left out, with what is in it: ${error.message}`;
    onProblem({ code, message, path });
    return undefined;
  }
}

function findClassFolders(names: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  let last = "";
  for (const name of names) {
    if (!name.endsWith(".class")) continue;
    const folder = name.slice(0, thirdSlash(name));
    if (folder !== last) folders.add(folder);
    last = folder;
  }
  return folders;
}

/** The place of the third slash, or of the last where there are fewer. */
function thirdSlash(name: string): number {
  let at = -1;
  for (let nth = 0; nth < 3; nth++) {
    const next = name.indexOf("/", at + 1);
    if (next < 0) break;
    at = next;
  }
  return Math.max(at, 0);
}
