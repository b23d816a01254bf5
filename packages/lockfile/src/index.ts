/**
 * Reads the lockfiles of package managers as one model.
 *
 * @module @coppice/lockfile
 */
export { attachGoSums } from "./attach-go-sums.ts";
export { type BomOfLockfileOptions, bomOfLockfile } from "./bom-of-lockfile.ts";
export { detectLockfile } from "./detect-lockfile.ts";
export type { LockedArtifact } from "./locked-artifact.ts";
export type { LockedDependency } from "./locked-dependency.ts";
export type { LockedPackage } from "./locked-package.ts";
export type {
  ArchiveSource,
  BundledSource,
  DirectorySource,
  FileSource,
  GitSource,
  LockedSource,
  RegistrySource,
  UnknownSource,
} from "./locked-source.ts";
export type { LockedImporter, LockedInclude, Lockfile, LockfileFormat } from "./lockfile.ts";
export { isLockfileError, LockfileError, type LockfileErrorCode } from "./lockfile-error.ts";
export { defaultLockfileLimits, type LockfileLimits } from "./lockfile-limits.ts";
export type { LockfileProblemCode } from "./lockfile-reader.ts";
export { type ParseLockfileOptions, parseLockfile } from "./parse-lockfile.ts";
