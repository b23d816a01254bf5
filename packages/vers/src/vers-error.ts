import { CoppiceError, isCoppiceError } from "@coppice/types";

/**
 * Why there is no answer. `VERS_INVALID`: a text is no vers, or a range contradicts itself; `VERS_NOT_CANONICAL`: a vers
 * can be read, but is not written as the specification demands; `SCHEME_UNKNOWN`: nobody told how versions of that
 * scheme compare; `SCHEMES_DIFFER`: ranges of two schemes cannot be combined; `NATIVE_RANGE_INVALID`: a range breaks the
 * rules of its ecosystem; `NATIVE_RANGE_UNSUPPORTED`: the scheme has no range notation of its own, or it cannot say that range.
 */
export type VersErrorCode =
  | "VERS_INVALID"
  | "VERS_NOT_CANONICAL"
  | "SCHEME_UNKNOWN"
  | "SCHEMES_DIFFER"
  | "NATIVE_RANGE_INVALID"
  | "NATIVE_RANGE_UNSUPPORTED";

/** What `@coppice/vers` throws. */
export class VersError extends CoppiceError<VersErrorCode> {
  override readonly name = "VersError";
}

/** Whether `value` is a {@link VersError}, also one of another copy of this library. */
export function isVersError(value: unknown): value is VersError {
  return isCoppiceError(value) && value.name === "VersError";
}
