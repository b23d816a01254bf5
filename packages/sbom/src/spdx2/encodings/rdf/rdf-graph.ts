/** The statements of an RDF document, by subject. */
export interface RdfGraph {
  /** By identifier, in the order in which the document first speaks of them. */
  readonly nodes: ReadonlyMap<string, RdfNode>;
  /** Statements in all, each counted once. */
  readonly statements: number;
}

/** A node and what is said of it. */
export interface RdfNode {
  /** A URI, or `_:` and a name for a node without one. */
  readonly id: string;
  /** Values by URI of the property, in the order of the document. `rdf:type` is among them. */
  readonly properties: ReadonlyMap<string, readonly RdfValue[]>;
  /** Line on which it is first described, from 1; 0 where it is only referred to. */
  readonly line: number;
}

/** A node by its identifier, or text. */
export type RdfValue =
  | { readonly kind: "node"; readonly id: string }
  | { readonly kind: "literal"; readonly text: string };

/** Namespaces of the vocabularies that SPDX 2 uses. */
export const namespaces = {
  doap: "http://usefulinc.com/ns/doap#",
  pointers: "http://www.w3.org/2009/pointers#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  spdx: "http://spdx.org/rdf/terms#",
  xml: "http://www.w3.org/XML/1998/namespace",
} as const;

/** Where a class of the SPDX vocabulary ends up. */
export const typeProperty: string = `${namespaces.rdf}type`;
