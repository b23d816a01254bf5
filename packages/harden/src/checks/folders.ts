import { parentPath } from "@coppice/image";
import type { CheckResult, Finding } from "@coppice/types";
import { type CheckContext, checkResult } from "../check-context.ts";

/** Asks whether every path that stays stands in a folder that stays. */
export function checkFolders({ planned }: CheckContext): CheckResult {
  const findings: Finding[] = [];
  for (const { path } of planned.files.values()) {
    const parent = parentPath(path);
    if (parent === "/" || planned.files.get(parent)?.type === "directory") continue;
    findings.push({
      rule: "folders",
      severity: "high",
      confidence: 1,
      path,
      message: `${path} would stay without the folder ${parent}`,
      evidence: [parent],
      remedy: `keep ${parent}`,
    });
  }
  const title = "Every path that stays stands in a folder that stays.";
  return checkResult("folders", title, planned.files.size, findings);
}
