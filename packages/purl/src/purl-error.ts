import { CoppiceError, isCoppiceError } from "@coppice/types";

/**
 * Why a text or its parts are no package URL. `SCHEME_MISSING`, `TYPE_INVALID`, `NAME_MISSING`: a part that every purl
 * has is absent or malformed; `CHARACTER_INVALID`: a character that has to be percent-encoded stands as it is;
 * `ENCODING_INVALID`: percent-encoding that is not of UTF-8; `NAMESPACE_MISSING`, `NAMESPACE_PROHIBITED`,
 * `NAMESPACE_INVALID`, `NAME_INVALID`, `VERSION_INVALID`, `QUALIFIER_MISSING`: the type's definition is broken;
 * `QUALIFIER_INVALID`, `QUALIFIER_REPEATED`, `SUBPATH_INVALID`: a rule for those parts is broken.
 */
export type PurlErrorCode =
  | "SCHEME_MISSING"
  | "TYPE_INVALID"
  | "NAMESPACE_MISSING"
  | "NAMESPACE_PROHIBITED"
  | "NAMESPACE_INVALID"
  | "NAME_MISSING"
  | "NAME_INVALID"
  | "VERSION_INVALID"
  | "QUALIFIER_MISSING"
  | "QUALIFIER_INVALID"
  | "QUALIFIER_REPEATED"
  | "SUBPATH_INVALID"
  | "CHARACTER_INVALID"
  | "ENCODING_INVALID";

/** What `@coppice/purl` throws. */
export class PurlError extends CoppiceError<PurlErrorCode> {
  override readonly name = "PurlError";
}

/** Whether `value` is a {@link PurlError}, also one of another copy of this library. */
export function isPurlError(value: unknown): value is PurlError {
  return isCoppiceError(value) && value.name === "PurlError";
}
