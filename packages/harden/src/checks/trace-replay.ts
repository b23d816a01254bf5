import type { CheckResult, Finding } from "@coppice/types";
import { type CheckContext, checkResult } from "../check-context.ts";
import { runtimePaths } from "../rules/runtime-folders.ts";
import { usedFiles } from "../rules/used.ts";

/**
 * Asks again for every path that the workload asked for: it must lead to the same file, and what is made at run time
 * must find the same folder.
 */
export function checkTraceReplay({ context, planned }: CheckContext): CheckResult {
  const { index } = context.model;
  const findings: Finding[] = [];
  let examined = 0;
  const replay = (path: string, use: string): void => {
    const before = index.resolve(path);
    if (!before.found) return;
    examined += 1;
    const after = planned.index.resolve(path);
    if (after.found && after.path === before.path) return;
    findings.push({
      rule: "trace-replay",
      severity: "high",
      confidence: 1,
      path,
      message: `${use}, which is ${before.path} today and would be ${after.found ? after.path : "absent"}`,
      evidence: [before.path, after.path],
      remedy: `keep ${before.path}`,
    });
  };
  for (const { file } of usedFiles(context)) {
    for (const path of new Set([file.path, ...file.given])) {
      replay(path, `the workload asked for ${path}`);
    }
  }
  for (const { path, folder } of runtimePaths(context)) {
    replay(folder, `the workload needs the folder ${folder} for ${path}`);
  }
  const title =
    "Every path that the workload asked for leads to the same file, or finds its folder.";
  return checkResult("trace-replay", title, examined, findings);
}
