import type { CheckResult, Finding } from "@coppice/types";
import { type CheckContext, checkResult } from "../check-context.ts";
import { isFolder } from "../subject-model.ts";

/** Asks whether the package database could speak the truth: no owned file stays of a package that goes, no package stays without its record. */
export function checkPackageDatabase({
  context,
  planned,
  keptPackages,
}: CheckContext): CheckResult {
  const findings: Finding[] = [];
  let examined = 0;
  for (const file of planned.files.values()) {
    const { path, attribution } = file;
    if (attribution.kind !== "owned" || isFolder(planned, file)) continue;
    examined += 1;
    if (attribution.by.some((id) => keptPackages.has(id))) continue;
    findings.push({
      rule: "package-database",
      severity: "medium",
      confidence: 1,
      path,
      message: `${path} would stay, and none of the packages that own it`,
      evidence: attribution.by,
      remedy: `keep ${attribution.by[0]}, or remove ${path}`,
    });
  }
  for (const id of keptPackages) {
    const location = context.model.packages.get(id)?.location;
    if (location === undefined || context.model.index.stat(location) === undefined) continue;
    examined += 1;
    if (planned.index.stat(location) !== undefined) continue;
    findings.push({
      rule: "package-database",
      severity: "medium",
      confidence: 1,
      package: id,
      path: location,
      message: `${id} would stay without the record that says so, ${location}`,
      evidence: [location],
      remedy: `keep ${location}`,
    });
  }
  const title =
    "What stays is on record: no file without its package, no package without its record.";
  return checkResult("package-database", title, examined, findings);
}
