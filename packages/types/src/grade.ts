import type { Grade } from "./evidence.ts";

/** Every {@link Grade}, weakest first. */
export const grades: readonly Grade[] = ["stat", "opened", "read", "loaded", "executed"];

/**
 * Orders grades: negative when `a` is weaker than `b`, positive when it is stronger.
 *
 * @example
 * ```ts
 * import { compareGrades } from "@coppice/types";
 *
 * compareGrades("stat", "executed") < 0; // => true
 * ```
 */
export function compareGrades(a: Grade, b: Grade): number {
  return grades.indexOf(a) - grades.indexOf(b);
}
