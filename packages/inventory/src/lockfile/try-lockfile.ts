import {
  isLockfileError,
  type Lockfile,
  type LockfileError,
  type ParseLockfileOptions,
  parseLockfile,
} from "@coppice/lockfile";

/** What a lockfile says, or why it cannot be read: what is wrong with one file of a system is no reason to stop. */
export function tryLockfile(
  bytes: Uint8Array,
  options: ParseLockfileOptions,
): Lockfile | LockfileError {
  try {
    return parseLockfile(bytes, options);
  } catch (error) {
    if (isLockfileError(error)) return error;
    throw error;
  }
}
