import type { BeforeAfter, HardeningPlan, PackageDecision, Reason } from "@coppice/types";
import { checksSection } from "./checks-section.ts";
import { count, integer, megabytes, percent } from "./figures.ts";
import { names } from "./names.ts";
import { printable } from "./printable.ts";
import { report, type Section, titled } from "./report.ts";
import { table } from "./table.ts";

const largestShown = 10;

/** What a person wants to know first of a plan: what goes, what stays and why, and what is uncertain. */
export function planReport(plan: HardeningPlan): string {
  const { subject, policy, summary } = plan;
  return report([
    [
      printable(`${subject.name}  ${subject.digest}`),
      `Mode ${policy.mode}: ${count(summary.usedPackages, "package")} used by the workload` +
        (summary.clientPackages > 0 ? `, ${integer(summary.clientPackages)} by clients only` : ""),
    ],
    summaryTable(plan),
    titled("What stays, and why", staysTable(plan)),
    titled("What goes, largest first", goesTable(plan)),
    waivedSection(plan),
    checksSection(plan.checks),
    titled(
      "What is uncertain",
      plan.risks.map(({ severity, message }) => `  ${severity}: ${printable(message)}`),
    ),
  ]);
}

function summaryTable({ summary: { packages, files, bytes } }: HardeningPlan): readonly string[] {
  const row = (title: string, { before, after }: BeforeAfter, words: (n: number) => string) => [
    title,
    words(before),
    words(after),
    words(before - after),
    percent(before - after, before),
  ];
  return table(
    [
      { title: "" },
      { title: "before", align: "right" },
      { title: "after", align: "right" },
      { title: "removed", align: "right" },
      { title: "", align: "right" },
    ],
    [
      row("packages", packages, integer),
      row("paths", files, integer),
      row("size", bytes, megabytes),
    ],
  );
}

function staysTable(plan: HardeningPlan): readonly string[] {
  const nameOf = packageNames(plan);
  const fileReasons = new Map(plan.files.map((file) => [file.path, file.reasons[0]]));
  const rows = plan.packages
    .filter(({ decision }) => decision !== "remove")
    .map(({ name, decision, files, bytes, reasons: why }) => [
      name,
      decision === "trim"
        ? `${integer(files.after)} of ${count(files.before, "path")}`
        : count(files.after, "path"),
      megabytes(bytes.after),
      whyOf(why, nameOf, (path) => fileReasons.get(path)),
    ]);
  if (rows.length === 0) return [];
  return table(
    [
      { title: "package" },
      { title: "keeps", align: "right" },
      { title: "size", align: "right" },
      { title: "why" },
    ],
    rows,
  );
}

function goesTable({ packages }: HardeningPlan): readonly string[] {
  const gone = packages
    .filter(({ decision }) => decision === "remove")
    .sort((a, b) => savedBytes(b) - savedBytes(a));
  if (gone.length === 0) return [];
  const rest = gone.slice(largestShown);
  return [
    ...table(
      [{ title: "package" }, { title: "paths", align: "right" }, { title: "size", align: "right" }],
      gone
        .slice(0, largestShown)
        .map((item) => [item.name, integer(item.files.before), megabytes(savedBytes(item))]),
    ),
    ...(rest.length > 0 ? [`  and ${names(rest.map(({ name }) => name))}`] : []),
  ];
}

function waivedSection(plan: HardeningPlan): Section {
  const nameOf = packageNames(plan);
  return titled(
    `Dependencies given up: ${plan.waived.length}`,
    plan.waived
      .slice(0, largestShown)
      .map(({ from, requirement }) => `  ${printable(`${nameOf(from)} needs ${requirement}`)}`)
      .concat(
        plan.waived.length > largestShown
          ? [`  … and ${plan.waived.length - largestShown} more`]
          : [],
      ),
  );
}

/** The first reason in words; of a package that stays for a file, the file and its reason. */
function whyOf(
  [first, ...rest]: readonly Reason[],
  nameOf: (id: string) => string,
  fileReason: (path: string) => Reason | undefined,
): string {
  if (first === undefined) return "";
  const { because = "" } = first;
  const ofFile = first.rule === "owns" ? fileReason(because) : undefined;
  const words = ofFile ? `${because}: ${inWords(ofFile, nameOf)}` : inWords(first, nameOf);
  return rest.length === 0 ? words : `${words}, and ${count(rest.length, "other reason")}`;
}

function inWords({ rule, because, detail }: Reason, nameOf: (id: string) => string): string {
  return [rule, because && nameOf(because), detail && `(${detail})`].filter(Boolean).join(" ");
}

function savedBytes({ bytes }: PackageDecision): number {
  return bytes.before - bytes.after;
}

/** Gives the name of a package by its id, and whatever is no id as it is. */
function packageNames({ packages }: HardeningPlan): (id: string) => string {
  const byId = new Map(packages.map(({ id, name }) => [id, name]));
  return (id) => byId.get(id) ?? id;
}
