import type { Digest } from "@coppice/types";

/** Something that can be fetched for a package, with what the lockfile pins of it. */
export interface LockedArtifact {
  /**
   * What the digests are of. `archive`: the bytes that are fetched; `tree`: the files in them (Go's `h1`, a dirhash);
   * `manifest`: only the file that names the dependencies (`go.mod`, a `.pom`); `cache`: the archive as the package
   * manager packs it anew (Yarn 2 and later).
   */
  readonly of: "archive" | "tree" | "manifest" | "cache";
  /** As written, with the user and password or token that the lockfile has in it. */
  readonly url?: string;
  /** Name of the file, where the lockfile gives no address. */
  readonly file?: string;
  /** Several are of different algorithms. Go's are `h1:` with its SHA-256 in hexadecimal. */
  readonly digests: readonly Digest[];
  /** Bytes. */
  readonly size?: number;
}
