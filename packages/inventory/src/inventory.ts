import { createFileIndex, decodeName, type FileIndex } from "@coppice/image";
import {
  type Attribution,
  type Bom,
  type BomFile,
  type Dependency,
  type Distribution,
  type Ecosystem,
  type FileEntry,
  type FileTree,
  type ModifiedFile,
  type OnProblem,
  type Package,
  type PackageId,
  type Problem,
  type Subject,
  schemaVersion,
  type Tool,
} from "@coppice/types";
import manifest from "../package.json" with { type: "json" };
import { attributeFiles } from "./attribution/attribute-files.ts";
import { createOwnership } from "./attribution/ownership.ts";
import { createCanonicalPath } from "./canonical-path.ts";
import { createFileReader } from "./create-file-reader.ts";
import { defaultExtractors } from "./default-extractors.ts";
import type { Extractor, ExtractorContext } from "./extractor.ts";
import type { FileFormat } from "./file-format.ts";
import { findModifiedFiles } from "./find-modified-files.ts";
import { InventoryError } from "./inventory-error.ts";
import { defaultLimits, type InventoryLimits } from "./limits.ts";
import { parseOsRelease } from "./linux/parse-os-release.ts";
import { readLibraryPaths } from "./linux/read-library-paths.ts";
import { type FileFacts, readFileFacts } from "./read-file-facts.ts";
import { readFileFormats } from "./read-file-formats.ts";
import { extractorFailed, runExtractor } from "./run-extractor.ts";

/** Options of {@link inventory}. */
export interface InventoryOptions {
  /** What the tree is. Its distribution is read from the tree. */
  readonly subject: Omit<Subject, "distribution">;
  /** What the document says made it. Default: this package. */
  readonly tool?: Tool;
  /**
   * In order: packages made of files that an earlier one's packages own are owned by these. Default:
   * {@link defaultExtractors}.
   */
  readonly extractors?: readonly Extractor[];
  readonly limits?: Partial<InventoryLimits>;
  /** Told of each problem as it is met; all of them are in the answer too. */
  readonly onProblem?: OnProblem;
  readonly signal?: AbortSignal;
}

/**
 * What a root file system is made of: its packages, what they depend on, and of every path why it is there, with what
 * programs run and link to. The same tree gives the same answer; nothing of it is run.
 *
 * @example
 * ```ts
 * import { createFileIndex } from "@coppice/image";
 * import { inventory } from "@coppice/inventory";
 * import type { FileTree } from "@coppice/types";
 *
 * const status = new TextEncoder().encode(
 *   "Package: tree\nStatus: install ok installed\nVersion: 2.1.0-1\nArchitecture: amd64\n",
 * );
 * const facts = { mode: 0o644, uid: 0, gid: 0, size: status.length };
 * const tree: FileTree = {
 *   ...createFileIndex([{ path: "/var/lib/dpkg/status", type: "file", ...facts }]),
 *   read: async function* () {
 *     yield status;
 *   },
 * };
 * const bom = await inventory(tree, { subject: { name: "example", digest: "sha256:00" } });
 * bom.packages.map((found) => found.purl); // => ["pkg:deb/debian/tree@2.1.0-1?arch=amd64"]
 * bom.files?.[0]?.attribution; // => { kind: "package-database", ecosystem: "deb" }
 * ```
 * @throws An {@link InventoryError} with code `TOO_MANY_FILES` when the tree passes a limit, and what `signal` gives
 * as its reason.
 */
export async function inventory(tree: FileTree, options: InventoryOptions): Promise<Bom> {
  const { subject, tool = thisTool, extractors = defaultExtractors, signal } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const problems: Problem[] = [];
  const onProblem: OnProblem = (problem) => {
    problems.push(problem);
    options.onProblem?.(problem);
  };
  const index = indexOf(tree);
  const entries = [...upTo(limits.files, index.entries())];
  const formats = await readFileFormats(tree, entries, onProblem, signal);
  const reader = createFileReader(tree, limits.metadataBytes, onProblem);
  const distribution = await readDistribution(index, reader.read);
  const canonical = createCanonicalPath(index);
  const ownership = createOwnership();
  const context = {
    ...reader,
    index,
    distribution,
    onProblem,
    canonical,
    identify: createIdentifier(),
    ownersOf: ownership.ownersOf,
    format: (path: string) => formats.get(path),
  };
  const wanted = sortOut(extractors, entries, formats, onProblem);
  const packages: Package[] = [];
  const dependencies: Dependency[] = [];
  const databases = new Map<string, Ecosystem>();
  const configuration = new Map<string, PackageId | undefined>();
  for (const [extractor, own] of wanted) {
    signal?.throwIfAborted();
    const found = await runExtractor(extractor, { ...context, wanted: own });
    if (found === undefined) continue;
    for (const each of found.packages) packages.push(each);
    for (const each of found.dependencies) dependencies.push(each);
    ownership.add(found.claims);
    for (const path of found.databases) databases.set(path, extractor.ecosystem);
    for (const { path, by } of found.configuration) {
      if (!configuration.has(path)) configuration.set(path, by);
    }
  }
  const facts = await readFileFacts(tree, entries, formats, onProblem, signal);
  const modified = await findModifiedFiles(tree, index, ownership, onProblem, signal);
  const attributions = attributeFiles({ index, ownership, databases, configuration, canonical });
  const files = entries.map((entry) => {
    const attribution = attributions.get(entry.path) ?? unowned;
    return describeFile(entry, attribution, facts.get(entry.path));
  });
  return {
    kind: "bom",
    schemaVersion,
    subject: { ...subject, ...(distribution && { distribution }) },
    tool,
    packages: packages
      .map((found) => withModified(found, modified.get(found.id)))
      .sort((a, b) => compareText(a.id, b.id)),
    dependencies: dependencies.sort(compareDependencies),
    files,
    libraryPaths: await readLibraryPaths(index, reader.read),
    problems: problems.sort(compareProblems),
  };
}

/** One for all: an image may have millions. */
const unowned: Attribution = { kind: "unowned" };

/** A member that is added to a spread object makes V8 give it a table of its own, which takes four times the memory. */
function describeFile(
  entry: FileEntry,
  attribution: Attribution,
  facts: FileFacts | undefined,
): BomFile {
  return Object.assign({}, entry, { attribution }, facts);
}

const thisTool: Tool = { name: manifest.name, version: manifest.version };

/** A tree that is an index already, as those of images are, is not indexed again: there may be millions of files. */
function indexOf(tree: FileTree & Partial<FileIndex>): FileIndex {
  const { lookup, children } = tree;
  return lookup && children ? { ...tree, lookup, children } : createFileIndex(tree.entries());
}

function* upTo(limit: number, entries: Iterable<FileEntry>): Generator<FileEntry> {
  let count = 0;
  for (const entry of entries) {
    count++;
    if (count > limit) {
      const message = `the tree has more than ${limit} entries; raise limits.files to read it`;
      throw new InventoryError("TOO_MANY_FILES", message);
    }
    yield entry;
  }
}

/** The entries that each extractor wants, in one pass over all; one that fails at it is left out, and told of. */
function sortOut(
  extractors: readonly Extractor[],
  entries: readonly FileEntry[],
  formats: ReadonlyMap<string, FileFormat>,
  onProblem: OnProblem,
): ReadonlyMap<Extractor, readonly FileEntry[]> {
  const wanted = new Map<Extractor, FileEntry[]>(extractors.map((extractor) => [extractor, []]));
  for (const entry of entries) {
    const format = formats.get(entry.path);
    for (const [extractor, list] of wanted) {
      try {
        if (extractor.wants(entry, format)) list.push(entry);
      } catch (error) {
        wanted.delete(extractor);
        onProblem(extractorFailed(extractor, error));
      }
    }
  }
  return wanted;
}

function withModified(found: Package, files: readonly ModifiedFile[] | undefined): Package {
  return files === undefined ? found : { ...found, modifiedSinceInstall: files };
}

async function readDistribution(
  index: FileIndex,
  read: ExtractorContext["read"],
): Promise<Distribution | undefined> {
  // os-release(5) names both, in this order.
  for (const path of ["/etc/os-release", "/usr/lib/os-release"]) {
    const bytes = index.resolve(path).found ? await read(path) : undefined;
    const distribution = bytes && parseOsRelease(decodeName(bytes));
    if (distribution) return distribution;
  }
  return undefined;
}

/** Gives each package an id of its own, also where records differ only in what a purl leaves out. */
function createIdentifier(): ExtractorContext["identify"] {
  const times = new Map<string, number>();
  const count = (text: string) => {
    const nth = (times.get(text) ?? 0) + 1;
    times.set(text, nth);
    return nth;
  };
  return (purl, location) => {
    if (count(purl) === 1) return purl;
    const id = `${purl}#${location}`;
    const nth = count(id);
    return nth === 1 ? id : `${id}:${nth}`;
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareDependencies(a: Dependency, b: Dependency): number {
  return (
    compareText(a.from, b.from) ||
    compareText(a.kind, b.kind) ||
    compareText(a.requirement, b.requirement)
  );
}

function compareProblems(a: Problem, b: Problem): number {
  return (
    compareText(a.path ?? "", b.path ?? "") ||
    (a.offset ?? 0) - (b.offset ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}
