import { assessReadiness, blindSpots, judgeUse, logFormats, renderUseReason } from "@coppice/trace";
import {
  type Bom,
  type Completeness,
  compareGrades,
  type Evidence,
  type ObservationUnit,
  type UseSettler,
  type UseVerdict,
} from "@coppice/types";
import { count, integer, percent } from "./figures.ts";
import { printable } from "./printable.ts";
import { problemsSection } from "./problems-section.ts";
import { report, type Section, titled } from "./report.ts";
import { table } from "./table.ts";

/** What a person wants to know first of evidence: what was used and how strongly, what was not, and what it cannot say. */
export function evidenceReport(evidence: Evidence, bom: Bom): string {
  // What came inside another package is not counted beside it.
  const inside = new Set(
    bom.packages.filter(({ ownedBy }) => ownedBy !== undefined).map(({ id }) => id),
  );
  const verdicts = judgeUse(evidence, bom).filter(({ id }) => !inside.has(id));
  const nameOf = new Map(bom.packages.map(({ id, name }) => [id, name]));
  const nameOfVerdict = ({ id }: UseVerdict): string => nameOf.get(id) ?? id;
  const of = (verdict: UseVerdict["verdict"]): readonly UseVerdict[] =>
    verdicts.filter((judged) => judged.verdict === verdict);
  const byClients = verdicts.filter(
    ({ verdict, reasons }) =>
      verdict !== "used" && reasons.some(({ code }) => code === "seen-by-client"),
  );
  const readiness = assessReadiness(evidence, bom);
  return report([
    [
      printable(`${evidence.subject.name}  ${evidence.subject.digest}`),
      `${integer(of("used").length)} of ${count(verdicts.length, "package")} used by the workload` +
        (byClients.length > 0 ? `, ${integer(byClients.length)} by clients only` : ""),
    ],
    titled("Runs", unitTable(evidence.units)),
    titled("Used by the workload, strongest use first", usedTable(of("used"), nameOfVerdict)),
    titled("Used by clients only", names(byClients.map(nameOfVerdict))),
    titled(
      "What is said of the others",
      verdictTable(of("metadata-only"), of("unused"), of("incomplete"), of("not-observable")),
    ),
    titled("Why nothing is said of some", doubts([...of("incomplete"), ...of("not-observable")])),
    readiness.completeness.flatMap(completenessLines),
    readiness.ready
      ? [
          "Ready: all that the image declares was exercised, nothing was lost, and more is unlikely.",
        ]
      : titled(
          "Not ready to act on:",
          readiness.reasons.map((reason) => `  ${printable(reason)}`),
        ),
    titled(
      "It cannot be seen",
      blindSpots(evidence, logFormats).map(({ text, source }) => `  ${text} (${source})`),
    ),
    problemsSection(evidence.problems),
  ]);
}

function completenessLines({ stratum, units, clumps, horizon, ...bound }: Completeness): Section {
  const which = stratum === undefined ? "unit" : `unit of ${stratum}`;
  const from = `${count(units, "unit")}; ${integer(clumps)} of the last ${integer(horizon)} used something new`;
  return bound.chanceOfNew === 1
    ? [`Nothing can be said of what the next ${which} uses (${from}).`]
    : [
        `The next ${which}, if it is like these, uses something new with a chance of at most ${percent(bound.chanceOfNew, 1)}, ` +
          `${percent(bound.confidence, 1)} sure (${from}).`,
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
      { title: "missing" },
    ],
    units.map(({ id, role, source, stratum, events, unreadable, unplaced, losses }) => [
      stratum === undefined ? id : `${id} (${stratum})`,
      role,
      source,
      ...[events, unreadable, unplaced].map(integer),
      losses.map(({ code, count: times }) => `${code} ${integer(times)}`).join(", "),
    ]),
  );
}

function usedTable(
  verdicts: readonly UseVerdict[],
  nameOf: (verdict: UseVerdict) => string,
): readonly string[] {
  const rows = verdicts
    .flatMap((verdict) => (verdict.use ? [{ name: nameOf(verdict), ...verdict.use }] : []))
    .sort((a, b) => compareGrades(b.grade, a.grade) || (a.name < b.name ? -1 : 1))
    .map(({ name, grade, path, unit, offset }) => [name, grade, path, `${unit} at ${offset}`]);
  const columns = [{ title: "package" }, { title: "use" }, { title: "of" }, { title: "seen" }];
  return rows.length === 0 ? [] : table(columns, rows);
}

function names(list: readonly string[]): readonly string[] {
  return [...list].sort().map((name) => `  ${printable(name)}`);
}

function verdictTable(...groups: readonly (readonly UseVerdict[])[]): readonly string[] {
  const rows = groups.flatMap((group) => {
    const [first] = group;
    return first ? [[first.verdict, integer(group.length), meanings[first.verdict]]] : [];
  });
  const columns = [{ title: "" }, { title: "packages", align: "right" as const }, { title: "" }];
  return rows.length === 0 ? [] : table(columns, rows).slice(1);
}

const meanings: Readonly<Record<UseVerdict["verdict"], string>> = {
  used: "used",
  "metadata-only": "only what describes them was looked at",
  unused: "any use would have been seen, and none was",
  incomplete: "something is missing that may have been a use",
  "not-observable": "these sources cannot show their use",
};

/** The kinds of reasons for which nothing is said, the most frequent first, each with one of them in words. */
function doubts(verdicts: readonly UseVerdict[]): readonly string[] {
  const kinds = new Map<string, { packages: number; readonly text: string }>();
  for (const { reasons, settledBy = [] } of verdicts) {
    const settled = settledBy.map((settler) => settlers[settler]).join(", or ");
    for (const reason of reasons) {
      const key = [reason.code, reason.loss, reason.unit, settled].join("\0");
      const known = kinds.get(key);
      const text = `${renderUseReason(reason)}${settled && `; ${settled} would settle it`}`;
      if (known) known.packages += 1;
      else kinds.set(key, { packages: 1, text });
    }
  }
  const rows = [...kinds.values()].sort((a, b) => b.packages - a.packages).slice(0, mostDoubts);
  if (rows.length === 0) return [];
  const columns = [{ title: "packages", align: "right" as const }, { title: "such as" }];
  return table(
    columns,
    rows.map(({ packages, text }) => [integer(packages), text]),
  );
}

const mostDoubts = 8;

const settlers: Readonly<Record<UseSettler, string>> = {
  "system-opens": "a log of all opened files",
  "kernel-opens": "a log made where the kernel opens files",
  "runtime-hook": "a hook in the runtime",
  "function-coverage": "function coverage",
  "complete-log": "the same source without gaps",
};
