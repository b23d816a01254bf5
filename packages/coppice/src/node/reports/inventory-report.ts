import type { Bom, BomFile } from "@coppice/types";
import { tally } from "../tally.ts";
import { count, integer, megabytes } from "./figures.ts";
import { printable } from "./printable.ts";
import { problemsSection } from "./problems-section.ts";
import { report, titled } from "./report.ts";
import { table } from "./table.ts";
import { type WrittenSbom, writtenSbomSections } from "./written-sbom.ts";

const largestShown = 10;
const modifiedShown = 20;

/** What a person wants to know first of an image: how many packages and files, why they are there, what is large. */
export function inventoryReport(
  bom: Bom,
  written: WrittenSbom = { sbom: undefined, losses: [] },
): string {
  const { subject, packages, files = [], problems } = bom;
  const system = [subject.distribution?.name ?? subject.distribution?.id, subject.architecture];
  return report([
    [
      printable(`${subject.name}  ${subject.digest}`),
      printable(system.filter((part) => part !== undefined).join(", ") || "unknown system"),
    ],
    [
      `${count(packages.length, "package")}${packages.length > 0 ? `: ${ecosystems(bom)}` : ""}`,
      `${count(files.length, "path")}, ${megabytes(totalSize(files))}`,
    ],
    titled("Why they are there", attributionTable(files)),
    titled("Largest packages", largestTable(bom)),
    titled("Changed since their package was installed", modifiedTable(bom)),
    problemsSection(problems),
    ...writtenSbomSections(written),
  ]);
}

function ecosystems({ packages }: Bom): string {
  return tally(packages.map(({ ecosystem }) => ecosystem))
    .map(([name, number]) => `${integer(number)} ${printable(name)}`)
    .join(", ");
}

const attributions: Readonly<Record<BomFile["attribution"]["kind"], string>> = {
  owned: "owned by a package",
  derived: "made from other files",
  "package-database": "records of a package manager",
  configuration: "made by the set-up",
  unowned: "owned by no package",
};

function attributionTable(files: readonly BomFile[]): readonly string[] {
  const rows = Object.entries(attributions).flatMap(([kind, words]) => {
    const some = files.filter(({ attribution }) => attribution.kind === kind);
    return some.length === 0 ? [] : [[words, integer(some.length), megabytes(totalSize(some))]];
  });
  if (rows.length === 0) return [];
  return table(
    [{ title: "" }, { title: "paths", align: "right" }, { title: "size", align: "right" }],
    rows,
  );
}

function largestTable({ packages, files = [] }: Bom): readonly string[] {
  const sizes = new Map<string, number>();
  for (const { attribution, size, hardLink } of files) {
    const [owner] = attribution.kind === "owned" ? attribution.by : [];
    if (owner === undefined || hardLink !== undefined) continue;
    sizes.set(owner, (sizes.get(owner) ?? 0) + size);
  }
  const rows = packages
    .map(({ id, name, version = "" }) => ({ name, version, size: sizes.get(id) ?? 0 }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size)
    .slice(0, largestShown)
    .map(({ name, version, size }) => [name, version, megabytes(size)]);
  if (rows.length === 0) return [];
  return table(
    [{ title: "package" }, { title: "version" }, { title: "size", align: "right" }],
    rows,
  );
}

/** What the administrator may edit is left out. */
function modifiedTable({ packages }: Bom): readonly string[] {
  const rows = packages.flatMap(({ name, modifiedSinceInstall = [] }) =>
    modifiedSinceInstall
      .filter(({ configuration }) => configuration !== true)
      .map(({ path }) => [name, printable(path)]),
  );
  if (rows.length === 0) return [];
  const more = rows.length - modifiedShown;
  return [
    ...table([{ title: "package" }, { title: "file" }], rows.slice(0, modifiedShown)),
    ...(more > 0 ? [`and ${integer(more)} more; --json has all`] : []),
  ];
}

/** Hard links share their content, which counts once. */
function totalSize(files: readonly BomFile[]): number {
  return files.reduce((sum, { size, hardLink }) => sum + (hardLink === undefined ? size : 0), 0);
}
