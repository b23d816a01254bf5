import type {
  SbomComponent,
  SbomComponentChange,
  SbomDifference,
  SbomFieldChange,
  SbomRelationshipChange,
  SbomVersionChange,
} from "@coppice/sbom";
import { componentLabel } from "./component-label.ts";
import { count, integer } from "./figures.ts";
import { firstLines } from "./first-lines.ts";
import { names } from "./names.ts";
import { printable } from "./printable.ts";
import { report, type Section, titled } from "./report.ts";

const mostShown = 20;

/** What a person wants to know of two SBOMs: what came and went, which versions changed, and what else is said otherwise. */
export function differenceReport(
  before: string,
  after: string,
  { metadata, subject, added, removed, changed, unchanged, relationships }: SbomDifference,
): string {
  const all = subject === undefined ? changed : [subject, ...changed];
  const licensed = all.filter(({ fields }) => fields.some(isLicense));
  const others = all.filter(({ fields }) => fields.some((field) => !isLicense(field)));
  return report([
    [printable(`${before} → ${after}`), totals(all, added.length, removed.length, unchanged)],
    list("Added", added.map(componentLine)),
    list("Removed", removed.map(componentLine)),
    list("Upgraded", versionLines(all, "upgrade")),
    list("Downgraded", versionLines(all, "downgrade")),
    list("Another version", versionLines(all, "other")),
    list("Licences", licensed.map(licenseLine)),
    list("Changed otherwise", others.map(fieldsLine)),
    list("Relations added", relationships.added.map(relationLine)),
    list("Relations removed", relationships.removed.map(relationLine)),
    list("The SBOMs themselves", metadata.map(fieldLine)),
  ]);
}

function totals(
  changed: readonly SbomComponentChange[],
  added: number,
  removed: number,
  unchanged: number,
): string {
  const numberOf = (direction: SbomVersionChange["direction"]): number =>
    changed.filter(({ version }) => version?.direction === direction).length;
  const sameVersion = changed.filter(({ version }) => version === undefined).length;
  const parts = [
    [added, "added"],
    [removed, "removed"],
    [numberOf("upgrade"), "upgraded"],
    [numberOf("downgrade"), "downgraded"],
    [numberOf("other"), "of another version"],
    [sameVersion, "changed otherwise"],
  ] as const;
  const said = parts.flatMap(([number, words]) =>
    number === 0 ? [] : [`${integer(number)} ${words}`],
  );
  return said.length === 0
    ? `The same ${count(unchanged, "component")}`
    : `Components: ${said.join(", ")}, ${integer(unchanged)} unchanged`;
}

function list(title: string, lines: readonly string[]): Section {
  const counted = lines.length > 1 ? `${title}: ${integer(lines.length)}` : title;
  return titled(counted, firstLines(lines, mostShown));
}

function componentLine(component: SbomComponent): string {
  const [purl] = component.purls;
  return printable([componentLabel(component), purl].filter(Boolean).join("  "));
}

function versionLines(
  changes: readonly SbomComponentChange[],
  direction: SbomVersionChange["direction"],
): readonly string[] {
  return changes.flatMap(({ after: { group, name }, version }) => {
    if (version?.direction !== direction) return [];
    const { before = "none", after = "none" } = version;
    return [printable(`${componentLabel({ group, name })}  ${before} → ${after}`)];
  });
}

function isLicense({ field }: SbomFieldChange<string>): boolean {
  return field === "license";
}

function licenseLine({ after, fields }: SbomComponentChange): string {
  return fields
    .filter(isLicense)
    .map((change) => `${printable(componentLabel(after))}  ${changeOf(change)}`)
    .join("");
}

function fieldsLine({ after, fields }: SbomComponentChange): string {
  const others = fields.filter((field) => !isLicense(field));
  return `${printable(componentLabel(after))}  ${names(others.map(({ field }) => field))}`;
}

function fieldLine(change: SbomFieldChange<string>): string {
  return `${change.field}: ${changeOf(change)}`;
}

function changeOf({ removed, added }: SbomFieldChange<string>): string {
  return `${names(removed, 3) || "none"} → ${names(added, 3) || "none"}`;
}

function relationLine({ from, kind, to, scope }: SbomRelationshipChange): string {
  const words = `${from.identity} ${kind} ${to.identity}`;
  return printable(scope === undefined ? words : `${words} (${scope})`);
}
