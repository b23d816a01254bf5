import type { ComponentReasons } from "../explain-component.ts";
import { count, integer } from "./figures.ts";
import { firstLines } from "./first-lines.ts";
import { printable } from "./printable.ts";
import { report, type Section, titled } from "./report.ts";

const mostShown = 20;

/** How components come to be in an SBOM: who needs them, by which ways. */
export function whyReport(reasons: readonly ComponentReasons[]): string {
  return report(reasons.flatMap(reasonSections));
}

function reasonSections({
  component,
  by,
  paths,
  complete,
  dependents,
  allDependents,
  allDependencies,
}: ComponentReasons): readonly Section[] {
  const ways = by === "dependencies" ? "Ways to it, shortest first" : "What it stands in";
  return [
    [
      printable([component.label, component.purl].filter(Boolean).join("  ")),
      allDependents === 0
        ? `Nothing is said to depend on it; it depends on ${integer(allDependencies)}`
        : `${count(allDependents, "component")} depend on it, ${integer(dependents.length)} directly; ` +
          `it depends on ${integer(allDependencies)}`,
    ],
    titled(ways, [
      ...paths.map((path) => printable(`  ${path.map(({ label }) => label).join(" → ")}`)),
      ...(complete || paths.length === 0 ? [] : ["  … and more; --limit shows them"]),
    ]),
    titled(
      "What depends on it directly",
      firstLines(
        dependents.map(({ label }) => printable(label)),
        mostShown,
      ),
    ),
  ];
}
