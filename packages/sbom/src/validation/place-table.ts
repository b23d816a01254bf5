/** What stands at a place of a document that a schema alone does not check. */
export type PlaceRole =
  /** The identifier of what holds it (`bom-ref`, `SPDXID`, `spdxId`): no other may be the same. */
  | "id"
  /** Names an identifier of the same document, or one of another document in the format's own way. */
  | "reference"
  /** An address that may instead be a BOM-Link (`urn:cdx:…`) to an identifier. */
  | "link"
  | "purl"
  /** An object of SPDX 2 that may hold a purl (`externalRefs`). */
  | "identifier"
  /** An SPDX licence expression. */
  | "license"
  | "timestamp"
  /** An object with an algorithm and a value. */
  | "hash";

/** The places of a format's documents that have a role, and how to get there. Nodes nest each other by their index. */
export interface PlaceTable {
  readonly root: number;
  readonly nodes: readonly PlaceNode[];
}

/** A kind of value: what it is, and where inside of it roles are. */
export interface PlaceNode {
  readonly role?: PlaceRole;
  readonly members?: { readonly [member: string]: number };
  /** Node of the items, where the value is an array. */
  readonly items?: number;
}

/** The places of each family of formats. */
export interface PlaceTables {
  readonly cyclonedx: PlaceTable;
  readonly "spdx-2": PlaceTable;
  readonly "spdx-3": PlaceTable;
}
