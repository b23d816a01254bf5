import type { Problem } from "@coppice/types";
import { InventoryError } from "../inventory-error.ts";

/** Takes the place of a caller's `onProblem` where there is none. */
export function throwProblem({ message }: Problem): never {
  throw new InventoryError("CONTENT_INVALID", message);
}
