import { CoppiceError, isCoppiceError } from "@coppice/types";

/** Why a function of this package gave up. */
export type SbomErrorCode =
  | "FORMAT_UNKNOWN"
  | "VERSION_UNSUPPORTED"
  | "ENCODING_UNSUPPORTED"
  | "JSON_INVALID"
  | "XML_INVALID"
  | "YAML_INVALID"
  | "TAG_VALUE_INVALID"
  | "PROTOBUF_INVALID"
  | "RDF_INVALID"
  | "ENVELOPE_INVALID"
  | "COMPRESSION_INVALID"
  | "DOCUMENT_INVALID"
  | "DOCUMENT_TOO_LARGE"
  | "DOCUMENT_TOO_DEEP"
  | "TOO_MANY_ITEMS"
  | "TIMESTAMP_INVALID"
  | "SERIAL_NUMBER_INVALID"
  | "SUBJECT_MISMATCH"
  | "SUBJECT_UNKNOWN"
  | "REFERENCE_REPEATED"
  | "REFERENCE_UNKNOWN";

/** Thrown by the functions of this package. */
export class SbomError extends CoppiceError<SbomErrorCode> {
  override readonly name = "SbomError";
}

/** Whether `value` is an {@link SbomError}, also one of another copy of this package. */
export function isSbomError(value: unknown): value is SbomError {
  return isCoppiceError(value) && value.name === "SbomError";
}
