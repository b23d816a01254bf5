import { estimateCompleteness } from "@coppice/trace";
import {
  type Bom,
  type Completeness,
  compareGrades,
  type Evidence,
  type Grade,
  type ObservationUnit,
  type Package,
  strongestUse,
} from "@coppice/types";
import { count, integer, percent } from "./figures.ts";
import { printable } from "./printable.ts";
import { problemsSection } from "./problems-section.ts";
import { report, type Section, titled } from "./report.ts";
import { table } from "./table.ts";

/** What a person wants to know first of evidence: how many packages were used and how strongly, and what it cannot say. */
export function evidenceReport(evidence: Evidence, bom: Bom): string {
  // What came inside another package is not counted beside it.
  const counted = bom.packages.filter(({ ownedBy }) => ownedBy === undefined);
  const workload = strongestUses(evidence, "workload", counted);
  const client = strongestUses(evidence, "client", counted);
  const clientOnly = [...client].filter(([id]) => !workload.has(id));
  const nameOf = new Map(bom.packages.map(({ id, name }) => [id, name]));
  const rows = (uses: Iterable<readonly [string, Grade]>): string[][] =>
    [...uses]
      .map(([id, grade]) => ({ name: nameOf.get(id) ?? id, grade }))
      .sort((a, b) => compareGrades(b.grade, a.grade) || (a.name < b.name ? -1 : 1))
      .map(({ name, grade }) => [name, grade]);
  const completeness = estimateCompleteness(evidence);
  return report([
    [
      printable(`${evidence.subject.name}  ${evidence.subject.digest}`),
      `${integer(workload.size)} of ${count(counted.length, "package")} used by the workload` +
        (clientOnly.length > 0 ? `, ${integer(clientOnly.length)} by clients only` : ""),
    ],
    titled("Runs", unitTable(evidence.units)),
    titled("Used by the workload, strongest use first", packageTable(rows(workload))),
    titled("Used by clients only", packageTable(rows(clientOnly))),
    completenessSection(completeness),
    titled(
      "What cannot be seen",
      completeness.notObservable.map((text) => `  ${printable(text)}`),
    ),
    problemsSection(evidence.problems),
  ]);
}

function completenessSection({ chanceOfNew, units, unique }: Completeness): Section {
  return chanceOfNew === 1
    ? [
        `How likely the next run uses more cannot be said from ${count(units, "run")}; trace more of them.`,
      ]
    : [
        `The chance that the next run, if it is like these, uses a package that none of them did: at most ${percent(chanceOfNew, 1)}`,
        `  (${count(units, "run")}; ${count(unique, "run")} saw a package that no other did).`,
      ];
}

function unitTable(units: readonly ObservationUnit[]): readonly string[] {
  return table(
    [
      { title: "run" },
      { title: "role" },
      { title: "source" },
      { title: "events", align: "right" },
      { title: "unreadable", align: "right" },
      { title: "not placed", align: "right" },
      { title: "lost", align: "right" },
    ],
    units.map(({ id, role, source, events, unreadable, unplaced, lost }) => [
      id,
      role,
      source,
      ...[events, unreadable, unplaced, lost].map(integer),
    ]),
  );
}

function packageTable(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : table([{ title: "package" }, { title: "use" }], rows);
}

/** The strongest use of each of `counted` in the units of one role, where there is one. */
function strongestUses(
  { units, packages }: Evidence,
  role: ObservationUnit["role"],
  counted: readonly Package[],
): ReadonlyMap<string, Grade> {
  const useOf = strongestUse(units, role);
  const seenOf = new Map(packages.map(({ id, seen }) => [id, seen]));
  return new Map(
    counted.flatMap(({ id }) => {
      const grade = useOf(seenOf.get(id) ?? {});
      return grade === undefined ? [] : [[id, grade] as const];
    }),
  );
}
