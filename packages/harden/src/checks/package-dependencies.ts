import type { CheckResult, Finding } from "@coppice/types";
import { type CheckContext, checkResult } from "../check-context.ts";
import { dependenciesOf } from "../package-needs.ts";

/** Asks whether each dependency of a package that stays is met, or listed as given up where the mode allows that. */
export function checkPackageDependencies(checked: CheckContext): CheckResult {
  const { context, keptPackages, waived } = checked;
  const listed = new Set(waived.map(({ from, requirement }) => `${from}\n${requirement}`));
  const findings: Finding[] = [];
  let examined = 0;
  for (const id of keptPackages) {
    for (const { from, requirement, satisfiedBy } of dependenciesOf(context, id)) {
      if (satisfiedBy.length === 0) continue;
      examined += 1;
      if (satisfiedBy.some((other) => keptPackages.has(other))) continue;
      const allowed = context.policy.mode !== "closure" && listed.has(`${from}\n${requirement}`);
      if (allowed) continue;
      findings.push({
        rule: "package-dependencies",
        severity: "high",
        confidence: 1,
        package: id,
        message: `${id} depends on ${requirement}, and nothing that satisfies it stays`,
        evidence: satisfiedBy,
        remedy: `keep ${satisfiedBy[0]}`,
      });
    }
  }
  const title =
    context.policy.mode === "closure"
      ? "Every dependency of a package that stays is met."
      : "Every dependency of a package that stays is met or listed as given up.";
  return checkResult("package-dependencies", title, examined, findings);
}
