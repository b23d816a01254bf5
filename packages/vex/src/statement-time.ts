import { parseTime } from "./parse-time.ts";
import type { VexStatement } from "./vex-statement.ts";

/** When a statement took effect, in milliseconds since 1970; before all others where it has no time that can be read. */
export function statementTime({ issued, updated }: VexStatement): number {
  for (const text of [updated, issued]) {
    const time = text === undefined ? undefined : parseTime(text);
    if (time !== undefined) return time;
  }
  return Number.NEGATIVE_INFINITY;
}
