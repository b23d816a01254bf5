import type { FileIndex } from "@coppice/image";
import type {
  ByteRange,
  Dependency,
  Digest,
  Distribution,
  Ecosystem,
  FileEntry,
  OnProblem,
  Package,
  PackageId,
} from "@coppice/types";
import type { ElfSection } from "./elf/parse-elf-sections.ts";
import type { FileFormat } from "./file-format.ts";

/**
 * Finds the packages of one ecosystem. It opens no file itself: the inventory shows it the entries that it wants and
 * reads for it, within limits. What it throws becomes a problem `EXTRACTOR_FAILED`, and the others go on.
 */
export interface Extractor {
  /** Name, which {@link Package.foundBy} repeats. */
  readonly name: string;
  /** Grows when the same input gives another answer. */
  readonly version: number;
  readonly ecosystem: Ecosystem;
  /** What it needs and what it can say; the table of capabilities is made from it. */
  readonly capabilities: ExtractorCapabilities;
  /** Says from the entry and its content's format alone, without I/O, whether the extractor reads it. */
  wants(entry: FileEntry, format: FileFormat | undefined): boolean;
  /** Called once, also when nothing was wanted. */
  extract(context: ExtractorContext): Promise<Extraction>;
}

/** What an {@link Extractor} reads and can say. */
export interface ExtractorCapabilities {
  /** One line on what it reads, for people: paths or kinds of files. */
  readonly reads: readonly string[];
  /** Whether packages are there, or only asked for. */
  readonly presence: readonly Package["presence"][];
  /** It says whose files are whose. */
  readonly files: boolean;
  /** Its records give digests, so that changed files are seen. */
  readonly digests: boolean;
  readonly dependencies: boolean;
  readonly licenses: boolean;
}

/** What an {@link Extractor} works with. */
export interface ExtractorContext {
  /** The wanted entries, in path order. */
  readonly wanted: readonly FileEntry[];
  /** Names and facts of the whole tree. */
  readonly index: FileIndex;
  readonly distribution: Distribution | undefined;
  readonly onProblem: OnProblem;
  /** Content of a file; `undefined`, after a problem, where it is too large or cannot be read. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** A part of a file of any size, which ends early where the file does; `undefined`, after a problem, as for `read`. */
  readRange(path: string, range: ByteRange): Promise<Uint8Array | undefined>;
  /** What the beginning of a regular file, at a path without links, says that it is. */
  format(path: string): FileFormat | undefined;
  /** The sections of an ELF object; none where it has no section table or cannot be read. */
  elfSections(path: string): Promise<readonly ElfSection[]>;
  /** `path` with the links in its parents followed, and not one at its end. */
  canonical(path: string): string;
  /** The packages of earlier extractors that a path belongs to. */
  ownersOf(path: string): readonly PackageId[];
  /** The id of a package: its purl, with `#location` after it when that purl was given out before. */
  identify(purl: string, location: string): PackageId;
}

/** What an {@link Extractor} found. */
export interface Extraction {
  readonly packages: readonly Package[];
  readonly dependencies?: readonly Dependency[];
  /** Whose paths are whose. Paths that do not exist explain dangling links. */
  readonly claims?: Iterable<Claim>;
  /** Files and folders, with all below, that hold the package manager's records. */
  readonly databases?: readonly string[];
  /** Paths that set-up makes and no package lists. */
  readonly configuration?: Iterable<ConfiguredPath>;
}

/** A package says that a path is its own. */
export interface Claim {
  /** Without a link in its parents. */
  readonly path: string;
  readonly package: PackageId;
  /** The administrator may edit it. */
  readonly configuration?: boolean;
  /** Digest of the regular file that the package's record gives. */
  readonly digest?: Digest;
}

/** A path that is there for configuration. */
export interface ConfiguredPath {
  readonly path: string;
  /** The package that sets it up, where known. */
  readonly by?: PackageId;
}
