import { InventoryError } from "../inventory-error.ts";

/** What is thrown of a zip file that does not hold together. */
export function zipError(what: string, cause?: unknown): InventoryError {
  const message = `the zip file is damaged: ${what}; build or fetch it again`;
  return new InventoryError("CONTENT_INVALID", message, cause === undefined ? {} : { cause });
}

/** What is thrown of a zip file that passes a limit. */
export function zipTooLarge(what: string, limit: string): InventoryError {
  return new InventoryError("CONTENT_TOO_LARGE", `the zip file ${what}; raise ${limit} to read it`);
}
