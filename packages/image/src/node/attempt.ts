import { isImageError } from "@coppice/image";
import type { OnProblem } from "@coppice/types";
import { withCode } from "./with-code.ts";

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
    const error = withCode(path, cause);
    if (!onProblem || !isImageError(error)) throw error;
    onProblem({ code: error.code, message: error.message, path });
    return undefined;
  }
}
