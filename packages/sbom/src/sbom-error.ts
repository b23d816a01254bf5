import { CoppiceError, isCoppiceError } from "@coppice/types";

/** Why no document could be made. */
export type SbomErrorCode =
  | "VERSION_UNSUPPORTED"
  | "TIMESTAMP_INVALID"
  | "SERIAL_NUMBER_INVALID"
  | "SUBJECT_MISMATCH"
  | "REFERENCE_REPEATED";

/** Thrown by the functions of this package. */
export class SbomError extends CoppiceError<SbomErrorCode> {
  override readonly name = "SbomError";
}

/** Whether `value` is an {@link SbomError}, also one of another copy of this package. */
export function isSbomError(value: unknown): value is SbomError {
  return isCoppiceError(value) && value.name === "SbomError";
}
