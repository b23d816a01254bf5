import { printable } from "./printable.ts";

/** The first of `names` in one line, and how many more there are. */
export function names(all: readonly string[], most = 8): string {
  const shown = all.slice(0, most).map(printable).join(", ");
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
}
