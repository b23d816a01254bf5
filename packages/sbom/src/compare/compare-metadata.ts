import type { SbomDocument, SbomModel } from "../sbom-document.ts";
import { compareTexts, type DifferenceRules } from "./compare-components.ts";
import { distinct, optional, partyText } from "./component-fields.ts";
import type { SbomFieldChange, SbomMetadataField } from "./sbom-difference.ts";

/** A model, with the format that it was read from where it is known. */
export type ComparableSbom = SbomModel & Partial<Pick<SbomDocument, "format">>;

/** What documents say of themselves otherwise. */
export function compareMetadata(
  before: ComparableSbom,
  after: ComparableSbom,
  rules: DifferenceRules,
): readonly SbomFieldChange<SbomMetadataField>[] {
  const [one, other] = [readMetadata(before), readMetadata(after)];
  return metadataFields.flatMap(
    (field) => compareTexts(field, one[field], other[field], rules) ?? [],
  );
}

const metadataFields: readonly SbomMetadataField[] = [
  "format",
  "id",
  "name",
  "revision",
  "created",
  "creator",
];

function readMetadata(document: ComparableSbom): {
  readonly [Field in SbomMetadataField]: readonly string[];
} {
  const { format, id, name, revision, created, creators } = document;
  return {
    format: format === undefined ? [] : [`${format.family} ${format.version} ${format.encoding}`],
    id: optional(id),
    name: optional(name),
    revision: optional(revision?.toString()),
    created: optional(created),
    creator: distinct(creators.map(partyText)),
  };
}
