import type { FileIndex } from "@coppice/image";
import type {
  Dependency,
  Distribution,
  Ecosystem,
  FileEntry,
  OnProblem,
  Package,
  PackageId,
} from "@coppice/types";

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
  /** Says from the entry alone, without I/O, whether the extractor reads it. */
  wants(entry: FileEntry): boolean;
  /** Called once, also when nothing was wanted. */
  extract(context: ExtractorContext): Promise<Extraction>;
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
  readonly dependencies: readonly Dependency[];
  /** Whose paths are whose. Paths that do not exist explain dangling links. */
  readonly claims: Iterable<Claim>;
  /** Files and folders, with all below, that hold the package manager's records. */
  readonly databases: readonly string[];
  /** Paths that set-up makes and no package lists. */
  readonly configuration: Iterable<ConfiguredPath>;
}

/** A package says that a path is its own. */
export interface Claim {
  /** Without a link in its parents. */
  readonly path: string;
  readonly package: PackageId;
  /** The administrator may edit it. */
  readonly configuration?: boolean;
}

/** A path that is there for configuration. */
export interface ConfiguredPath {
  readonly path: string;
  /** The package that sets it up, where known. */
  readonly by?: PackageId;
}
