import type { Finding, WaivedDependency } from "@coppice/types";
import type { PlanContext } from "./plan-context.ts";
import type { FileDecisions } from "./settle-files.ts";

/** What remains uncertain about a plan, however well its checks went. */
export function residualRisks(
  { evidence }: PlanContext,
  files: FileDecisions,
  waived: readonly WaivedDependency[],
): readonly Finding[] {
  const risks: Finding[] = [];
  const add = (rule: string, message: string, remedy: string, details: readonly string[]): void => {
    risks.push({ rule, severity: "medium", confidence: 1, message, remedy, evidence: details });
  };
  const workload = evidence.units.filter(({ role }) => role === "workload");
  if (workload.length < 2) {
    add(
      "single-observation",
      "The evidence is of one run: nothing can be said of how likely another run uses more.",
      "Trace more runs, with other requests, and merge their evidence.",
      workload.map(({ id }) => id),
    );
  }
  for (const { id, losses, unplaced, unreadable } of workload) {
    const lost = losses.reduce((sum, { count }) => sum + count, 0);
    if (lost + unplaced + unreadable === 0) continue;
    add(
      "incomplete-trace",
      `The trace of ${id} has gaps: ${lost} events lost, ${unreadable} records not readable, ${unplaced} events whose path is not known.`,
      "Trace again with file descriptors shown (strace -f -y) from the start of the container.",
      [id],
    );
  }
  if (waived.length > 0) {
    add(
      "waived-dependencies",
      `${waived.length} declared dependencies are given up because what satisfies them was never used.`,
      "Exercise the features that need them while tracing, or use the mode closure.",
      waived.map(({ from, requirement }) => `${from}: ${requirement}`),
    );
  }
  const unusable = [...files.values()].filter(({ reasons }) => reasons[0]?.rule === "unusable");
  if (unusable.length > 0) {
    add(
      "unusable-files",
      `${unusable.length} unused files of packages that stay go too, since they need something that goes.`,
      "Name them with keepPaths where they matter.",
      unusable.map(({ path }) => path),
    );
  }
  return risks;
}
