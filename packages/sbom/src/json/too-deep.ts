import { SbomError } from "../sbom-error.ts";

/**
 * Does recursive work on a document whose depth a caller has allowed.
 *
 * @throws The error of {@link tooDeep} where the depth allowed is more than this machine's stack has room for.
 */
export function withinStack<Result>(depth: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(depth, error);
    throw error;
  }
}

/** The error for a document with more levels than `depth`, or than the stack has room for. */
export function tooDeep(depth: number, cause?: unknown): SbomError {
  const what =
    cause === undefined
      ? `more than ${depth} objects or arrays inside one another; raise limits.depth to read it`
      : "more objects or arrays inside one another than the stack has room for; lower limits.depth";
  return new SbomError("DOCUMENT_TOO_DEEP", `the document has ${what}`, { cause });
}
