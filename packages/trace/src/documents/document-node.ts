/** A value of a document, and where it stands: in bytes, at its name when it is a member of a map. */
export type DocumentNode = DocumentMap | DocumentList | DocumentScalar;

/** Members by name; of two with one name the last. A member without a value is left out. */
interface DocumentMap {
  readonly kind: "map";
  readonly at: number;
  readonly members: ReadonlyMap<string, DocumentNode>;
}

/** Items in their order; one without a value is left out. */
interface DocumentList {
  readonly kind: "list";
  readonly at: number;
  readonly items: readonly DocumentNode[];
}

/** Text, or a number or truth value as it is written. */
interface DocumentScalar {
  readonly kind: "scalar";
  readonly at: number;
  readonly text: string;
}

/** How deep a document may nest; what lies deeper is left out. */
export const deepestNode = 64;
