import { CoppiceError, isCoppiceError } from "@coppice/types";

/**
 * Why a text is no licence expression. `EXPRESSION_EMPTY`: there is nothing; `EXPRESSION_INVALID`: something stands
 * where the grammar has something else; `EXPRESSION_TOO_DEEP`: too many parentheses inside one another;
 * `LICENSE_UNKNOWN`, `EXCEPTION_UNKNOWN`: an id is not on the SPDX lists.
 */
export type LicenseErrorCode =
  | "EXPRESSION_EMPTY"
  | "EXPRESSION_INVALID"
  | "EXPRESSION_TOO_DEEP"
  | "LICENSE_UNKNOWN"
  | "EXCEPTION_UNKNOWN";

/** What `@coppice/licenses` throws. */
export class LicenseError extends CoppiceError<LicenseErrorCode> {
  override readonly name = "LicenseError";
  /** Where in the text it is wrong, in UTF-16 code units. */
  readonly offset: number;

  constructor(code: LicenseErrorCode, message: string, offset: number) {
    super(code, message);
    this.offset = offset;
  }
}

/** Whether `value` is a {@link LicenseError}, also one of another copy of this library. */
export function isLicenseError(value: unknown): value is LicenseError {
  return isCoppiceError(value) && value.name === "LicenseError";
}
