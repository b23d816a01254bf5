import type { MergeConflict, MergedSbom, SbomDocument } from "@coppice/sbom";
import { count, integer } from "./figures.ts";
import { firstLines } from "./first-lines.ts";
import { printable } from "./printable.ts";
import { problemsSection } from "./problems-section.ts";
import { type Section, titled } from "./report.ts";

/** What became of the components of several documents, and where the documents do not agree. */
export function mergeSections(
  documents: readonly SbomDocument[],
  { document, sources, conflicts }: Omit<MergedSbom, "losses">,
): readonly Section[] {
  const before = documents.reduce((sum, { components }) => sum + components.length, 0);
  const shared = sources.filter(({ documents: some }) => some.length > 1).length;
  return [
    [
      `${count(documents.length, "SBOM")} with ${count(before, "component")} became one with ` +
        `${integer(document.components.length)}, of which ${integer(shared)} stand in more than one`,
    ],
    titled(
      `${count(conflicts.length, "statement")} on which they do not agree:`,
      firstLines(conflicts.map(conflictLine), 5),
    ),
    problemsSection(document.problems),
  ];
}

function conflictLine({ ref, member, taken, others }: MergeConflict): string {
  const place = ref === "" ? member : `${ref}: ${member}`;
  const left = others.map((other) => JSON.stringify(other)).join(", ");
  return printable(`${place}: took ${JSON.stringify(taken)}, not ${left}`);
}
