import type { Check } from "./report.ts";

/** Holds when nothing is wrong. */
export function check(name: string, faults: readonly string[]): Check {
  return { name, passed: faults.length === 0, detail: faults.slice(0, 10).join("\n") };
}

/** Fails with what was thrown. */
export function failedCheck(name: string, error: unknown): Check {
  return check(name, [error instanceof Error ? error.message : String(error)]);
}
