import type { SbomParty } from "@coppice/sbom";
import type { Counts, SbomSummary } from "../summarize-sbom.ts";
import { componentLabel } from "./component-label.ts";
import { count, integer } from "./figures.ts";
import { names } from "./names.ts";
import { printable } from "./printable.ts";
import { problemsSection } from "./problems-section.ts";
import { report, type Section, titled } from "./report.ts";
import { table } from "./table.ts";

const mostShown = 12;

/** What a person wants to know first of an SBOM: what it is, what it is about, who made it, what it lists. */
export function sbomReport(summary: SbomSummary): string {
  const { subjects, name, components, relationships, problems } = summary;
  const related = Object.values(relationships).reduce((sum, number) => sum + number, 0);
  return report([
    [
      ...(subjects.length === 0
        ? [printable(name ?? "An SBOM that does not say what it is about")]
        : subjects
            .slice(0, mostShown)
            .map(({ purls, ...subject }) =>
              printable([componentLabel(subject), ...purls].join("  ")),
            )),
      ...(subjects.length > mostShown ? [`… and ${subjects.length - mostShown} more`] : []),
      ...originLines(summary),
    ],
    [`${count(components, "component")}, ${count(related, "relation")}`],
    countsSection("What they are", summary.types),
    countsSection("Package URLs", summary.ecosystems),
    licensesSection(summary),
    countsSection("How they are related", relationships),
    problemsSection(problems),
  ]);
}

function originLines(summary: SbomSummary): Section {
  const { format, envelopes, created, creators, id } = summary;
  const wraps = envelopes.map(({ kind, type }) =>
    type === undefined ? kind : `${kind} (${type})`,
  );
  return [
    printable([format, ...wraps.reverse().map((wrap) => `in ${wrap}`)].join(", ")),
    ...(created === undefined && creators.length === 0
      ? ["not said when and by whom it was made"]
      : [
          `made ${printable(created ?? "at a time that is not said")}` +
            (creators.length > 0 ? ` by ${names(creators.map(partyLabel))}` : ""),
        ]),
    ...(id === undefined ? [] : [printable(id)]),
  ];
}

function partyLabel({ name, version, emails }: SbomParty): string {
  return [name ?? emails[0] ?? "somebody without a name", version].filter(Boolean).join(" ");
}

function licensesSection({ licenses, unlicensed }: SbomSummary): Section {
  const lines = countsSection("Licences", licenses);
  return unlicensed === 0
    ? lines
    : [
        ...(lines.length === 0 ? ["Licences"] : lines),
        `  ${count(unlicensed, "component")} without one`,
      ];
}

function countsSection(title: string, counts: Counts): Section {
  const all = Object.entries(counts).sort(([, more], [, less]) => less - more);
  const rows = all.slice(0, mostShown).map(([name, number]) => [name, integer(number)]);
  if (rows.length === 0) return [];
  const [, ...lines] = table([{ title: "" }, { title: "", align: "right" }], rows);
  const more = all.length - rows.length;
  return titled(title, more > 0 ? [...lines, `  … and ${more} more`] : lines);
}
