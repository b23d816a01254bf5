import type { CheckResult, Finding } from "@coppice/types";
import { type CheckContext, checkResult } from "../check-context.ts";
import { usedFiles } from "../rules/used.ts";

/** Asks again for every path that the workload asked for: it must lead to the same file. */
export function checkTraceReplay({ context, planned }: CheckContext): CheckResult {
  const findings: Finding[] = [];
  let examined = 0;
  for (const { file } of usedFiles(context)) {
    for (const path of new Set([file.path, ...file.given])) {
      const before = context.model.index.resolve(path);
      if (!before.found) continue;
      examined += 1;
      const after = planned.index.resolve(path);
      if (after.found && after.path === before.path) continue;
      findings.push({
        rule: "trace-replay",
        severity: "high",
        confidence: 1,
        path,
        message: `the workload asked for ${path}, which is ${before.path} today and would be ${after.found ? after.path : "absent"}`,
        evidence: [before.path, after.path],
        remedy: `keep ${before.path}`,
      });
    }
  }
  const title = "Every path that the workload asked for leads to the same file.";
  return checkResult("trace-replay", title, examined, findings);
}
