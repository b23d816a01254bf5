import type { Digest } from "./digest.ts";
import type { FileEntry } from "./file-entry.ts";

/** A root file system that can be looked at: a directory, an image, or the files of a {@link Bom}. */
export interface FileTree {
  /** Every entry, a directory before what is in it, names of a directory in code unit order. */
  entries(): Iterable<FileEntry>;
  /** The entry at `path` itself: links in its parents are followed, a link at its end is not. */
  stat(path: string): FileEntry | undefined;
  /** What the kernel would open for `path`: all links followed, never out of the root. */
  resolve(path: string): Resolution;
  /**
   * The content of the regular file that `path` resolves to, or the part of it that `range` names.
   *
   * @throws A {@link CoppiceError} when there is no such regular file or it cannot be read.
   */
  read(path: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /**
   * The first eight bytes, or all of a shorter one, of the regular file at `path`, which has no link in it, as far as
   * the tree has them at hand; a tree without this function has none.
   */
  head?(path: string): Uint8Array | undefined;
  /**
   * Digest of the content of the regular file at `path`, which has no link in it. A tree without this function cannot
   * compute digests, beyond those in its entries.
   *
   * @throws A `CoppiceError` when it cannot be read.
   */
  digest?(path: string, algorithm: DigestAlgorithm): Promise<Digest>;
}

/** How a digest is computed. Package databases use the old ones to find damage; against an attacker only the others help. */
export type DigestAlgorithm = "md5" | "sha1" | "sha256" | "sha384" | "sha512";

/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where a path leads. `links` are the symlinks that were followed on the way, in order. */
export type Resolution = FoundPath | LostPath;

/** A path that leads to an entry. */
export interface FoundPath {
  readonly found: true;
  /** Path of the entry with no link in it. */
  readonly path: string;
  readonly entry: FileEntry;
  readonly links: readonly string[];
}

/** A path that leads nowhere. */
export interface LostPath {
  readonly found: false;
  /** `absent`: ENOENT; `not-a-directory`: ENOTDIR; `loop`: ELOOP. */
  readonly reason: "absent" | "not-a-directory" | "loop";
  /** How far it came: the path that is absent, no directory, or the link that was one too many. */
  readonly path: string;
  readonly links: readonly string[];
}
