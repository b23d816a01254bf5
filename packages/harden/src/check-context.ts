import type { CheckResult, Finding, WaivedDependency } from "@coppice/types";
import type { PlanContext } from "./plan-context.ts";
import type { World } from "./subject-model.ts";

/** What a check compares: the subject as it is (`context.model`) and as it would be (`planned`). */
export interface CheckContext {
  readonly context: PlanContext;
  readonly planned: World;
  /** Packages that stay. */
  readonly keptPackages: ReadonlySet<string>;
  readonly waived: readonly WaivedDependency[];
}

/** The result of a check that looked at `examined` things and has `findings` to say. */
export function checkResult(
  check: string,
  title: string,
  examined: number,
  findings: readonly Finding[],
): CheckResult {
  const failed = findings.some(({ severity }) => severity !== "info");
  const status = failed ? "failed" : examined === 0 ? "inapplicable" : "passed";
  return { check, title, status, examined, findings };
}
