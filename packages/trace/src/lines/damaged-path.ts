import type { EventPath } from "@coppice/types";
import { utf8Length } from "./utf8-length.ts";

/** With which programs in Go, and some in Python, write each byte that is no UTF-8. */
const replaced = "\ufffd";

const none: ReadonlySet<number> = new Set();

/**
 * What can be said of a path that a log does not have as it was: it was `cut`, or is as long in bytes as what is cut to
 * `cutLengths`, or has U+FFFD in it. `undefined` when it is whole, as far as can be told.
 */
export function damagedPath(
  given: string,
  cutLengths: ReadonlySet<number> = none,
  cut = false,
): EventPath | undefined {
  const isReplaced = given.includes(replaced);
  const bytes = isReplaced ? given.replaceAll(replaced, "?") : given;
  const isCut = cut || (cutLengths.size > 0 && cutLengths.has(utf8Length(bytes)));
  if (isReplaced) {
    const pattern = given.replaceAll(replaced, "*") + (isCut ? "**" : "");
    return { known: false, given: pattern, reason: "pattern" };
  }
  return isCut ? { known: false, given, reason: "truncated" } : undefined;
}
