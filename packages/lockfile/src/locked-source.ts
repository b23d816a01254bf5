/**
 * Where the lockfile says a package comes from. Addresses are as written, with the user and password or token that the
 * lockfile has in them; purls and {@link bomOfLockfile} leave those out.
 */
export type LockedSource =
  | RegistrySource
  | GitSource
  | ArchiveSource
  | FileSource
  | DirectorySource
  | BundledSource
  | UnknownSource;

/** A registry of the ecosystem. */
export interface RegistrySource {
  readonly kind: "registry";
  /** Its address without a slash at the end; absent where the lockfile leaves it to the package manager's settings. */
  readonly registry?: string;
}

/** A commit of a repository. */
export interface GitSource {
  readonly kind: "git";
  /** Address of the repository as written, without `git+` before and `#…` after it. */
  readonly url: string;
  /** The commit, in hexadecimal. */
  readonly commit?: string;
  /** The branch, tag or range that was asked for. */
  readonly ref?: string;
  /** Folder of the repository in which the package lies. */
  readonly directory?: string;
}

/** An archive at an address that is no registry's. */
export interface ArchiveSource {
  readonly kind: "archive";
  readonly url: string;
}

/** An archive beside the lockfile. */
export interface FileSource {
  readonly kind: "file";
  /** As written: relative to the lockfile in most formats. */
  readonly path: string;
}

/** A folder beside the lockfile. */
export interface DirectorySource {
  readonly kind: "directory";
  /** As written: relative to the lockfile in most formats. */
  readonly path: string;
  /** It is used in place (npm's `link:`, Python's editable install) instead of being copied. */
  readonly linked?: true;
}

/** It comes inside the archive of the package above it, so that nothing pins its content but that archive. */
export interface BundledSource {
  readonly kind: "bundled";
}

/** The lockfile does not say. */
export interface UnknownSource {
  readonly kind: "unknown";
}
