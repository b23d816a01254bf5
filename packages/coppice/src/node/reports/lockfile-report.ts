import type { LockedPackage, Lockfile } from "@coppice/lockfile";
import type { Bom } from "@coppice/types";
import { tally } from "../tally.ts";
import { count, integer } from "./figures.ts";
import { names } from "./names.ts";
import { printable } from "./printable.ts";
import { problemsSection } from "./problems-section.ts";
import { report, type Section, titled } from "./report.ts";
import { type WrittenSbom, writtenSbomSections } from "./written-sbom.ts";

const extents: Readonly<Record<Lockfile["extent"], string>> = {
  resolved: "what is installed, exactly",
  superset: "more than what is installed",
  requested: "what is asked for, not all of it pinned",
};

/** What a person wants to know first of a lockfile: what it pins, for whom, and what to look at twice. */
export function lockfileReport(
  lockfile: Lockfile,
  { subject, packages, dependencies }: Bom,
  written: WrittenSbom,
): string {
  const { format, version, extent, importers, includes, problems } = lockfile;
  const ecosystems = tally(packages.map(({ ecosystem }) => ecosystem)).map(
    ([name, number]) => `${integer(number)} ${name}`,
  );
  return report([
    [
      printable(`${subject.name}  ${subject.digest}`),
      printable(`${format}${version === undefined ? "" : ` ${version}`}: ${extents[extent]}`),
      ...(importers.length > 1 ? [count(importers.length, "project")] : []),
    ],
    [
      `${count(packages.length, "package")}${ecosystems.length === 0 ? "" : `: ${names(ecosystems)}`}`,
      count(dependencies.length, "requirement"),
    ],
    noteworthySection(lockfile.packages),
    titled(
      "Files that it includes and that were not read",
      includes.map(({ kind, path, line }) => printable(`  ${path} (${kind}, line ${line})`)),
    ),
    problemsSection(problems),
    ...writtenSbomSections(written),
  ]);
}

const fetched: ReadonlySet<string> = new Set(["registry", "archive", "file"]);

/** What a reader of a lockfile looks for, in the words of a list. */
const noteworthy: readonly (readonly [string, (item: LockedPackage) => boolean])[] = [
  ["for development only", ({ development }) => development === true],
  ["optional", ({ optional }) => optional === true],
  ["not from a registry", ({ source: { kind } }) => kind !== "registry" && kind !== "bundled"],
  [
    "without a digest",
    ({ source, artifacts }) =>
      fetched.has(source.kind) && !artifacts.some(({ digests }) => digests.length > 0),
  ],
  ["run code when they are installed", ({ installScripts }) => installScripts === true],
  ["patched", ({ patch }) => patch !== undefined],
  ["deprecated", ({ deprecated }) => deprecated !== undefined],
];

function noteworthySection(packages: readonly LockedPackage[]): Section {
  return titled(
    `Of the ${count(packages.length, "package")} that it pins`,
    noteworthy.flatMap(([words, isSo]) => {
      const some = packages.filter(isSo);
      if (some.length === 0) return [];
      const labels = some.map(({ name, version }) => (version ? `${name} ${version}` : name));
      return [`  ${integer(some.length)} ${words}: ${names(labels, 5)}`];
    }),
  );
}
