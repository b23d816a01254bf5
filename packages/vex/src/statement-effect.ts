import { statementTime } from "./statement-time.ts";
import type { VexStatement } from "./vex-statement.ts";
import type { VexStatus } from "./vex-status.ts";

/** What decides which of several statements is in effect. */
export interface StatementEffect {
  /** As {@link statementTime} gives it. */
  readonly time: number;
  readonly status: VexStatus;
}

/** The higher, the less is lost by heeding the status where another one is true. */
const caution: Readonly<Record<VexStatus, number>> = {
  not_affected: 0,
  fixed: 1,
  under_investigation: 2,
  affected: 3,
};

export function effectOf(statement: VexStatement): StatementEffect {
  return { time: statementTime(statement), status: statement.status };
}

/** Orders statements as they take effect: by time, and those of the same time by how cautious their status is. */
export function compareEffects(a: StatementEffect, b: StatementEffect): number {
  return a.time === b.time ? caution[a.status] - caution[b.status] : a.time - b.time;
}
