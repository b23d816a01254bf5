import type { CheckResult } from "@coppice/types";
import { checksSection } from "./checks-section.ts";
import { report } from "./report.ts";

/** Whether a hardened image is what its plan says, and what was looked at. */
export function verifyReport(checks: readonly CheckResult[]): string {
  const failed = checks.filter(({ status }) => status === "failed").length;
  return report([
    [
      failed === 0
        ? "The image is what its plan says."
        : `The image is NOT what its plan says: ${failed} of ${checks.length} checks failed.`,
    ],
    checksSection(checks),
  ]);
}
