import { compareComponents, type DifferenceRules } from "./compare-components.ts";
import { type ComparableSbom, compareMetadata } from "./compare-metadata.ts";
import { compareRelationships } from "./compare-relationships.ts";
import { type ComponentPair, matchComponents } from "./match-components.ts";
import type { MatchEntry } from "./match-entry.ts";
import { compareTexts } from "./pair-versions.ts";
import type {
  SbomComponentChange,
  SbomComponentField,
  SbomDifference,
  SbomMetadataField,
} from "./sbom-difference.ts";

/** What {@link compareSboms} may be told. */
export interface CompareSbomsOptions {
  /** Fields in which a difference is none. */
  readonly ignore?: readonly (SbomComponentField | SbomMetadataField | "version")[];
  /**
   * What it means that only one document states a field, or a kind of relation: `differs`, unless given, or `unknown`,
   * which reports only what both speak of. Documents of two formats, or of two tools, are best compared by the latter.
   */
  readonly absent?: "differs" | "unknown";
}

/**
 * What `after` has otherwise than `before`, whatever their formats. Components are matched by package URL, CPE name, hash and
 * name, in this order; of several versions of one package, those of the same version first and then the nearest. Neither
 * the order of a document nor how it spells its refs makes a difference, and the answer is the mirror image of that to the
 * opposite question.
 *
 * @example
 * ```ts
 * import { compareSboms, parseSbom } from "@coppice/sbom";
 *
 * const withVersion = (version: string) => parseSbom(`{
 *   "bomFormat": "CycloneDX",
 *   "specVersion": "1.6",
 *   "components": [
 *     { "type": "library", "name": "qs", "version": "${version}", "purl": "pkg:npm/qs@${version}" }
 *   ]
 * }`);
 * const { changed } = compareSboms(withVersion("6.9.0"), withVersion("6.13.0"));
 * changed.map(({ version }) => version); // => [{ direction: "upgrade", before: "6.9.0", after: "6.13.0" }]
 * ```
 */
export function compareSboms(
  before: ComparableSbom,
  after: ComparableSbom,
  options: CompareSbomsOptions = {},
): SbomDifference {
  const rules: DifferenceRules = {
    ignored: new Set(options.ignore),
    absentDiffers: options.absent !== "unknown",
  };
  const matching = matchComponents(before, after);
  const changes = sortByName(matching.pairs, ({ before }) => before).flatMap(
    (pair) => compareComponentPair(pair, rules) ?? [],
  );
  const [subject] = changes.filter(({ matchedBy }) => matchedBy === "subject");
  return {
    metadata: compareMetadata(before, after, rules),
    subject,
    added: sortByName(matching.added, (entry) => entry).map(({ component }) => component),
    removed: sortByName(matching.removed, (entry) => entry).map(({ component }) => component),
    changed: changes.filter((change) => change !== subject),
    unchanged: matching.pairs.length - changes.length,
    relationships: compareRelationships(before, after, matching, rules.absentDiffers),
  };
}

function compareComponentPair(
  { before, after, matchedBy }: ComponentPair,
  rules: DifferenceRules,
): SbomComponentChange | undefined {
  if (before.content === after.content) return undefined;
  const { version, fields } = compareComponents(before, after, rules);
  if (version === undefined && fields.length === 0) return undefined;
  return { before: before.component, after: after.component, matchedBy, version, fields };
}

/** By name and version, as a person looks for them; of equal ones by whatever else tells them apart. */
function sortByName<Item>(
  items: readonly Item[],
  entryOf: (item: Item) => MatchEntry,
): readonly Item[] {
  return items
    .map((item) => {
      const { identities, component } = entryOf(item);
      return { item, keys: [identities.at(-1) ?? "", identities[0] ?? "", component.ref] };
    })
    .sort((a, b) => {
      const differing = a.keys.findIndex((key, at) => key !== b.keys[at]);
      return compareTexts(a.keys[differing] ?? "", b.keys[differing] ?? "");
    })
    .map(({ item }) => item);
}
