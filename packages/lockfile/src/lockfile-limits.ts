/** How much a lockfile may ask for before it is refused with a code that names the limit. */
export interface LockfileLimits {
  /** Bytes of the file, or UTF-16 units of a text (`LOCKFILE_TOO_LARGE`). */
  readonly bytes: number;
  /** Values inside one another, and folders of a path (`LOCKFILE_TOO_DEEP`). */
  readonly depth: number;
  /** Packages and importers together (`TOO_MANY_PACKAGES`). */
  readonly packages: number;
  /** Requirements of all packages together, where a format repeats them (`TOO_MANY_DEPENDENCIES`). */
  readonly dependencies: number;
}

/** What is allowed unless a caller says otherwise: 256 MiB, 200 levels, a million packages, ten million requirements. */
export const defaultLockfileLimits: LockfileLimits = {
  bytes: 256 * 1024 * 1024,
  depth: 200,
  packages: 1_000_000,
  dependencies: 10_000_000,
};
