import { CoppiceError, isCoppiceError } from "@coppice/types";

/**
 * Why a function of this package gave up. `FORMAT_UNKNOWN`, `VERSION_UNSUPPORTED`, `TEXT_INVALID`, `JSON_INVALID`,
 * `ENVELOPE_INVALID`: a document cannot be read; `DOCUMENT_TOO_LARGE`, `DOCUMENT_TOO_DEEP`, `TOO_MANY_ITEMS`,
 * `TOO_MANY_COMPARISONS`: a limit is passed; `ID_MISSING`, `AUTHOR_MISSING`, `TIMESTAMP_MISSING`, `STATEMENTS_MISSING`: a
 * format to be written demands what neither model nor options say.
 */
export type VexErrorCode =
  | "FORMAT_UNKNOWN"
  | "VERSION_UNSUPPORTED"
  | "TEXT_INVALID"
  | "JSON_INVALID"
  | "ENVELOPE_INVALID"
  | "DOCUMENT_TOO_LARGE"
  | "DOCUMENT_TOO_DEEP"
  | "TOO_MANY_ITEMS"
  | "TOO_MANY_COMPARISONS"
  | "ID_MISSING"
  | "AUTHOR_MISSING"
  | "TIMESTAMP_MISSING"
  | "STATEMENTS_MISSING";

/** Thrown by the functions of this package. */
export class VexError extends CoppiceError<VexErrorCode> {
  override readonly name = "VexError";
}

/** Whether `value` is a {@link VexError}, also one of another copy of this package. */
export function isVexError(value: unknown): value is VexError {
  return isCoppiceError(value) && value.name === "VexError";
}
