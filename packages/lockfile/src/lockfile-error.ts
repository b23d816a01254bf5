import { CoppiceError, isCoppiceError } from "@coppice/types";

/**
 * Why there is no lockfile. `FORMAT_UNKNOWN`: neither name nor content tell the format; `FORMAT_BINARY`: it is Bun's
 * binary lockfile; `VERSION_UNSUPPORTED`: the file states a version of its format that is not read;
 * `TEXT_INVALID`: the bytes are no UTF-8; `SYNTAX_INVALID`: it is not the JSON, YAML, TOML or XML that it should be, or
 * ends early; `LOCKFILE_INVALID`: it is, and no lockfile of that format; the others name the limit that it passes.
 */
export type LockfileErrorCode =
  | "FORMAT_UNKNOWN"
  | "FORMAT_BINARY"
  | "VERSION_UNSUPPORTED"
  | "TEXT_INVALID"
  | "SYNTAX_INVALID"
  | "LOCKFILE_INVALID"
  | "LOCKFILE_TOO_LARGE"
  | "LOCKFILE_TOO_DEEP"
  | "TOO_MANY_PACKAGES"
  | "TOO_MANY_DEPENDENCIES";

/** What `@coppice/lockfile` throws. */
export class LockfileError extends CoppiceError<LockfileErrorCode> {
  override readonly name = "LockfileError";
}

/** Whether `value` is a {@link LockfileError}, also one of another copy of this library. */
export function isLockfileError(value: unknown): value is LockfileError {
  return isCoppiceError(value) && value.name === "LockfileError";
}
