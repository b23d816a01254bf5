import { CoppiceError, isCoppiceError } from "@coppice/types";

/** Why a log or evidence was refused, or nothing could be recorded. */
export type TraceErrorCode =
  | "LOG_FORMAT"
  | "LOG_LINE"
  | "LIMIT_EXCEEDED"
  | "BOM_WITHOUT_FILES"
  | "SUBJECT_MISMATCH"
  | "EVIDENCE_INVALID"
  | "OPTION_INVALID"
  | "NOT_ROOT"
  | "TOOL_MISSING"
  | "RECORD_UNSUPPORTED"
  | "RECORD_FAILED";

/** Thrown by every function of this package that throws on purpose. */
export class TraceError extends CoppiceError<TraceErrorCode> {
  override readonly name = "TraceError";
}

const codes: ReadonlySet<string> = new Set<TraceErrorCode>([
  "LOG_FORMAT",
  "LOG_LINE",
  "LIMIT_EXCEEDED",
  "BOM_WITHOUT_FILES",
  "SUBJECT_MISMATCH",
  "EVIDENCE_INVALID",
  "OPTION_INVALID",
  "NOT_ROOT",
  "TOOL_MISSING",
  "RECORD_UNSUPPORTED",
  "RECORD_FAILED",
]);

/** Whether `value` is a {@link TraceError}, also one of another copy of this package. */
export function isTraceError(value: unknown): value is TraceError {
  return isCoppiceError(value) && value.name === "TraceError" && codes.has(value.code);
}
