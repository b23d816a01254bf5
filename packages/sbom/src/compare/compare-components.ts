import { componentFields } from "./component-fields.ts";
import { sameLicenses } from "./license-texts.ts";
import type { MatchEntry } from "./match-entry.ts";
import type { SbomComponentField, SbomFieldChange, SbomVersionChange } from "./sbom-difference.ts";
import { sharedScheme, versionDirection } from "./version-direction.ts";

/** What counts as a difference. */
export interface DifferenceRules {
  readonly ignored: ReadonlySet<string>;
  /** Whether a field that only one side states is different. */
  readonly absentDiffers: boolean;
}

/** What one component says otherwise than another. */
export interface ComponentDifference {
  readonly version?: SbomVersionChange | undefined;
  readonly fields: readonly SbomFieldChange<SbomComponentField>[];
}

/** Compares two components that are one. */
export function compareComponents(
  before: MatchEntry,
  after: MatchEntry,
  rules: DifferenceRules,
): ComponentDifference {
  const version = compareVersion(before, after, rules);
  const fields = componentFields.flatMap((field) => {
    const change = compareTexts(field, before.fields[field], after.fields[field], rules);
    return change === undefined || isExplained(change, before, after, version) ? [] : [change];
  });
  return { version, fields };
}

function compareVersion(
  before: MatchEntry,
  after: MatchEntry,
  rules: DifferenceRules,
): SbomVersionChange | undefined {
  const [had, has] = [before.component.version, after.component.version];
  if (had === has || rules.ignored.has("version")) return undefined;
  if (!rules.absentDiffers && (had === undefined || has === undefined)) return undefined;
  const direction = versionDirection(sharedScheme([before, after]), had, has);
  return { direction, before: had, after: has };
}

/** What one side of a field states and the other does not. */
export function compareTexts<Field extends string>(
  field: Field,
  before: readonly string[],
  after: readonly string[],
  rules: DifferenceRules,
): SbomFieldChange<Field> | undefined {
  if (rules.ignored.has(field)) return undefined;
  if (!rules.absentDiffers && (before.length === 0 || after.length === 0)) return undefined;
  const [had, has] = [new Set(before), new Set(after)];
  const removed = before.filter((text) => !has.has(text));
  const added = after.filter((text) => !had.has(text));
  return removed.length === 0 && added.length === 0 ? undefined : { field, removed, added };
}

/** Whether a field differs by nothing but what the version says already, or by how one licence is spelt. */
function isExplained(
  { field }: SbomFieldChange<SbomComponentField>,
  before: MatchEntry,
  after: MatchEntry,
  version: SbomVersionChange | undefined,
): boolean {
  if (field === "license") return sameLicenses(before.component.licenses, after.component.licenses);
  if (version === undefined) return false;
  if (field === "purl") return String(before.purls) === String(after.purls);
  return field === "cpe" && String(before.cpes) === String(after.cpes);
}
