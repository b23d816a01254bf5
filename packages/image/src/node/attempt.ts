import { ImageError, isImageError } from "@coppice/image";
import type { OnProblem } from "@coppice/types";

/**
 * What `work` gives, or nothing when `path` cannot be read or changes meanwhile: that is a problem of this path and not
 * of the others. Without `onProblem` it is thrown.
 */
export async function attempt<Result>(
  path: string,
  onProblem: OnProblem | undefined,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (cause) {
    const error = isSystemError(cause) ? unreadable(path, cause) : cause;
    if (!onProblem || !isImageError(error)) throw error;
    onProblem({ code: error.code, message: error.message, path });
    return undefined;
  }
}

/** Whether it comes from the system, such as EACCES, and not from an abort or a mistake of ours. */
function isSystemError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && "syscall" in error && "code" in error;
}

function unreadable(path: string, cause: Error & { readonly code: unknown }): ImageError {
  const message = `${path} cannot be read (${cause.code}); run with the right to read it`;
  return new ImageError("FILE_UNREADABLE", message, { cause });
}
