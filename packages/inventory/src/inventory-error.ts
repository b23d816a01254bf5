import { CoppiceError, isCoppiceError } from "@coppice/types";

/**
 * Why there is no answer. `TOO_MANY_FILES`: the tree passes `limits.files`; `ELF_INVALID`: a file that begins as an ELF
 * object does not go on as one; `CONTENT_INVALID`: a file is not what it begins as, or ends early;
 * `CONTENT_TOO_LARGE`: a file passes a limit, which the message names.
 */
export type InventoryErrorCode =
  | "TOO_MANY_FILES"
  | "ELF_INVALID"
  | "CONTENT_INVALID"
  | "CONTENT_TOO_LARGE";

/** What `@coppice/inventory` throws. */
export class InventoryError extends CoppiceError<InventoryErrorCode> {
  override readonly name = "InventoryError";
}

/** Whether `value` is an {@link InventoryError}, also one of another copy of this library. */
export function isInventoryError(value: unknown): value is InventoryError {
  return isCoppiceError(value) && value.name === "InventoryError";
}
