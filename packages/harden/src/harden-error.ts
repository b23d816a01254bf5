import { CoppiceError, isCoppiceError } from "@coppice/types";

/** Why planning, applying or verifying was refused. */
export type HardenErrorCode =
  | "SUBJECT_MISMATCH"
  | "BOM_WITHOUT_FILES"
  | "EVIDENCE_EMPTY"
  | "PLAN_CHECKS_FAILED"
  | "PLAN_INCOMPLETE";

/** Thrown by the functions of this package. */
export class HardenError extends CoppiceError<HardenErrorCode> {
  override readonly name = "HardenError";
}

/** Whether `value` is a {@link HardenError}, also one of another copy of this package. */
export function isHardenError(value: unknown): value is HardenError {
  return isCoppiceError(value) && value.name === "HardenError";
}
