import type { CheckResult, Finding } from "@coppice/types";
import { type CheckContext, checkResult } from "../check-context.ts";
import { type RequirementRule, requirementsOf, satisfy } from "../requirement.ts";

interface RequirementCheck {
  readonly rule: RequirementRule;
  readonly check: string;
  readonly title: string;
}

const requirementChecks: readonly RequirementCheck[] = [
  {
    rule: "symlink-target",
    check: "dangling-links",
    title: "Every link that led somewhere still does.",
  },
  {
    rule: "elf-interpreter",
    check: "elf-interpreters",
    title: "The loader of every program is there.",
  },
  {
    rule: "elf-needed",
    check: "elf-needed",
    title: "Every library that a program or library needs is there.",
  },
  {
    rule: "shebang-interpreter",
    check: "shebang-interpreters",
    title: "The interpreter of every executable script is there.",
  },
];

/** Asks of every file that stays whether it still finds what it requires, one result a kind of requirement. */
export function checkFileRequirements({ context, planned }: CheckContext): readonly CheckResult[] {
  const examined = new Map<RequirementRule, number>();
  const findings = new Map<RequirementRule, Finding[]>();
  for (const file of planned.files.values()) {
    for (const requirement of requirementsOf(file)) {
      const { rule, wanted } = requirement;
      examined.set(rule, (examined.get(rule) ?? 0) + 1);
      if (satisfy(planned, file, requirement) !== undefined) continue;
      const list = findings.get(rule) ?? [];
      findings.set(rule, list);
      const before = satisfy(context.model, file, requirement);
      list.push(
        before === undefined
          ? {
              rule,
              severity: "info",
              confidence: 1,
              path: file.path,
              message: `${file.path} does not find ${wanted} in the original either`,
              evidence: [wanted],
            }
          : {
              rule,
              severity: "high",
              confidence: 1,
              path: file.path,
              message: `${file.path} would not find ${wanted}, which is ${before.path} today`,
              evidence: [wanted, before.path],
              remedy: `keep ${before.path}, or remove ${file.path}`,
            },
      );
    }
  }
  return requirementChecks.map(({ rule, check, title }) =>
    checkResult(check, title, examined.get(rule) ?? 0, findings.get(rule) ?? []),
  );
}
