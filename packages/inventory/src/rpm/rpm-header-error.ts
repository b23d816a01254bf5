import { InventoryError } from "../inventory-error.ts";

/** Says what is wrong with a header. */
export function rpmHeaderError(what: string): InventoryError {
  const message = `the rpm header is damaged: ${what}; rebuild the database with rpmdb --rebuilddb`;
  return new InventoryError("CONTENT_INVALID", message);
}
