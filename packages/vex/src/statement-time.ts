import type { VexStatement } from "./vex-statement.ts";

/** When a statement took effect, in milliseconds since 1970; before all others where it has no time. */
export function statementTime({ issued, updated }: VexStatement): number {
  const time = Date.parse(updated ?? issued ?? "");
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}
