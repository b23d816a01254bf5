import { ImageError, isImageError } from "@coppice/image";
import type { OnProblem } from "@coppice/types";

/**
 * What `work` gives, or nothing when the system does not let us read `path`: that is a problem of this path and not of
 * the others. Without `onProblem` it is thrown.
 */
export async function attempt<Result>(
  path: string,
  onProblem: OnProblem | undefined,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (cause) {
    if (isImageError(cause) || !(cause instanceof Error && "code" in cause)) throw cause;
    const code = "FILE_UNREADABLE";
    const message = `${path} cannot be read (${cause.code}); run with the right to read it`;
    if (!onProblem) throw new ImageError(code, message, { cause });
    onProblem({ code, message, path });
    return undefined;
  }
}
