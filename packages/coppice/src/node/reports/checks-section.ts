import type { CheckResult } from "@coppice/types";
import { count, integer } from "./figures.ts";
import { printable } from "./printable.ts";
import { type Section, titled } from "./report.ts";
import { table } from "./table.ts";

const mostFindings = 5;

const words: Readonly<Record<CheckResult["status"], string>> = {
  passed: "passed",
  failed: "FAILED",
  inapplicable: "nothing to look at",
};

/** Every check with how it went, and of those that failed the first findings. */
export function checksSection(checks: readonly CheckResult[]): Section {
  if (checks.length === 0) return [];
  const rows = checks.map(({ title, status, examined }) => [
    words[status],
    integer(examined),
    title,
  ]);
  const failed = checks.filter(({ status }) => status === "failed");
  return [
    ...titled(
      failed.length === 0 ? "Checks" : `Checks: ${failed.length} FAILED`,
      table([{ title: "" }, { title: "looked at", align: "right" }, { title: "" }], rows),
    ),
    ...failed.flatMap(findingLines),
  ];
}

function findingLines({ check, findings }: CheckResult): readonly string[] {
  const shown = findings.slice(0, mostFindings).map(({ message }) => `    ${printable(message)}`);
  const more = findings.length - shown.length;
  return [
    `  ${printable(check)}: ${count(findings.length, "finding")}`,
    ...shown,
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ];
}
