import type { CheckResult, Finding } from "@coppice/types";
import { type CheckContext, checkResult } from "../check-context.ts";
import { findCommand } from "../requirement.ts";
import { configuredCommands, configuredPaths } from "../rules/image-config.ts";

/** Asks whether what the image's configuration names is still found where it was. */
export function checkImageConfiguration({ context, planned }: CheckContext): CheckResult {
  const { model } = context;
  const config = model.bom.subject.config ?? {};
  const findings: Finding[] = [];
  let examined = 0;
  const compare = (member: string, name: string, before?: string, after?: string): void => {
    if (before === undefined) return;
    examined += 1;
    if (before === after) return;
    findings.push({
      rule: "image-configuration",
      severity: "high",
      confidence: 1,
      path: name,
      message: `${member} names ${name}, which is ${before} today and would be ${after ?? "absent"}`,
      evidence: [member, before],
      remedy: `keep ${before}`,
    });
  };
  for (const { member, path } of configuredPaths(config)) {
    const before = model.index.resolve(path);
    const after = planned.index.resolve(path);
    if (before.found) compare(member, path, before.path, after.found ? after.path : undefined);
  }
  for (const { member, command } of configuredCommands(config)) {
    if (command.includes("/")) continue;
    compare(
      member,
      command,
      findCommand(model, command)?.path,
      findCommand(planned, command)?.path,
    );
  }
  if (config.User !== undefined && config.User !== "") {
    for (const path of ["/etc/passwd", "/etc/group"]) {
      const before = model.index.resolve(path);
      const after = planned.index.resolve(path);
      if (before.found) compare("User", path, before.path, after.found ? after.path : undefined);
    }
  }
  const title = "What the image's configuration names is found where it was.";
  return checkResult("image-configuration", title, examined, findings);
}
