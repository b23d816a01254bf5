import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDependencyScope, SbomRelationshipKind } from "../sbom-relationship.ts";

/** What `after` has otherwise than `before`. Lists are in the order of names, whatever the order of the documents. */
export interface SbomDifference {
  /** What the documents say of themselves, such as their serial numbers and times. */
  readonly metadata: readonly SbomFieldChange<SbomMetadataField>[];
  /** What the documents are about, where each has one subject and the two are not alike. */
  readonly subject?: SbomComponentChange | undefined;
  readonly added: readonly SbomComponent[];
  readonly removed: readonly SbomComponent[];
  readonly changed: readonly SbomComponentChange[];
  /** How many components are in both, alike in all that was compared. */
  readonly unchanged: number;
  readonly relationships: {
    readonly added: readonly SbomRelationshipChange[];
    readonly removed: readonly SbomRelationshipChange[];
  };
}

/** A component that is in both documents, not alike. */
export interface SbomComponentChange {
  readonly before: SbomComponent;
  readonly after: SbomComponent;
  /** What told that these are one. */
  readonly matchedBy: SbomMatch;
  readonly version?: SbomVersionChange | undefined;
  /** Everything else that changed. */
  readonly fields: readonly SbomFieldChange<SbomComponentField>[];
}

/** What tells that two components are one: what they say of themselves, or that each is the one subject of its document. */
export type SbomMatch = "content" | "purl" | "cpe" | "hash" | "name" | "subject";

/** Another version. `other` where one of them is absent, or no order is known. */
export interface SbomVersionChange {
  readonly direction: "upgrade" | "downgrade" | "other";
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** What a field said before and says no more, and what it says now. */
export interface SbomFieldChange<Field extends string> {
  readonly field: Field;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What is compared of components, besides their version. */
export type SbomComponentField =
  | "name"
  | "type"
  | "purl"
  | "cpe"
  | "identifier"
  | "hash"
  | "license"
  | "copyright"
  | "description"
  | "supplier"
  | "originator"
  | "publisher"
  | "reference"
  | "property"
  | "scope"
  | "layer"
  | "location";

/** What is compared of documents themselves. */
export type SbomMetadataField = "format" | "id" | "name" | "revision" | "created" | "creator";

/** A relation that only one of the documents has. Its ends are those of that document. */
export interface SbomRelationshipChange {
  readonly from: SbomRelationshipEnd;
  readonly kind: SbomRelationshipKind;
  readonly to: SbomRelationshipEnd;
  readonly scope?: SbomDependencyScope | undefined;
}

/** An end of a relation. */
export interface SbomRelationshipEnd {
  readonly ref: string;
  /** The strongest of its {@link componentIdentities}; its ref where it is no component of the document. */
  readonly identity: string;
}
