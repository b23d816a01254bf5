import type { CheckResult, Finding } from "@coppice/types";
import { type CheckContext, checkResult } from "../check-context.ts";
import { databasePath } from "../dpkg/database-path.ts";
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
    const after = planned.index.resolve(path);
    // A record of a package that goes goes with it, whoever read it.
    if (before.found && !after.found && isRecord(before.path)) return;
    examined += 1;
    if (after.found === before.found && after.path === before.path) return;
    findings.push({
      rule: "trace-replay",
      severity: "high",
      confidence: 1,
      path,
      message: before.found
        ? `${use}, which is ${before.path} today and would be ${after.found ? after.path : "absent"}`
        : `${use}, which would be made at ${before.path} today and no more then`,
      evidence: [before.path, after.path],
      remedy: `keep ${before.path}`,
    });
  };
  for (const { file } of usedFiles(context)) {
    for (const path of new Set([file.path, ...file.given])) {
      if (index.resolve(path).found) replay(path, `the workload asked for ${path}`);
    }
  }
  for (const path of runtimePaths(context)) replay(path, `the workload asked for ${path}`);
  const title =
    "Every path that the workload asked for leads to the same file, or finds its folder.";
  return checkResult("trace-replay", title, examined, findings);
}

function isRecord(path: string): boolean {
  const place = databasePath(path);
  return place !== undefined && place.kind !== "shared";
}
