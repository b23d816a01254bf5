import { anyValue, type Cpe } from "./parse-cpe.ts";

/** Whether a name leaves its version open. */
export function isVersionOpen(cpe: Cpe): boolean {
  return cpe[3] === anyValue;
}
