import { CoppiceError, isCoppiceError } from "@coppice/types";

/**
 * Why there is no answer. `TOO_MANY_FILES`: the tree passes `limits.files`; `ELF_INVALID`: a file that begins as an
 * ELF object does not go on as one.
 */
export type InventoryErrorCode = "TOO_MANY_FILES" | "ELF_INVALID";

/** What `@coppice/inventory` throws. */
export class InventoryError extends CoppiceError<InventoryErrorCode> {
  override readonly name = "InventoryError";
}

/** Whether `value` is an {@link InventoryError}, also one of another copy of this library. */
export function isInventoryError(value: unknown): value is InventoryError {
  return isCoppiceError(value) && value.name === "InventoryError";
}
