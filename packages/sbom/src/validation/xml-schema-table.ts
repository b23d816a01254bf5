/** An XML Schema without its prose. Types are named by their index; equal ones are one. */
export interface XmlSchemaTable {
  /** Its target namespace. */
  readonly namespace: string;
  /** Type of each element that may be the root. */
  readonly roots: { readonly [element: string]: number };
  readonly types: readonly XmlType[];
  /** Attributes whose values may occur once below a root. */
  readonly unique: readonly string[];
}

/** A simple type, or what an element may hold. `any` allows everything, as a declaration without a type does. */
export type XmlType = XmlSimpleType | XmlComplexType | { readonly kind: "any" };

/** A type of text. */
export interface XmlSimpleType {
  readonly kind: "simple";
  /** The built-in type that it restricts; absent for a union. */
  readonly base?: XmlBuiltIn;
  /** Types one of which must fit. */
  readonly union?: readonly number[];
  readonly enum?: readonly string[];
  /** The identifiers of the SPDX licence list, which versions share and which is kept apart. */
  readonly licenses?: true;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
}

/** A type of elements with attributes or with elements inside. */
export interface XmlComplexType {
  readonly kind: "complex";
  /** Type of each attribute, negative (`-1 - type`) where it must be there. */
  readonly attributes?: { readonly [attribute: string]: number };
  /** Attributes of other namespaces, or of any, are allowed. */
  readonly anyAttribute?: "other" | "any";
  /** Type of its text, where it holds text alone. */
  readonly text?: number;
  /** Text may stand between its elements. */
  readonly mixed?: true;
  /** The elements that it holds; absent where it holds none. */
  readonly content?: XmlParticle;
}

/** Elements of a content, with how often they may occur; `many` has no upper bound. */
export type XmlParticle = XmlElementParticle | XmlWildcard | XmlGroup;

interface Occurrence {
  /** It may be absent. */
  readonly optional?: true;
  readonly many?: true;
}

export interface XmlElementParticle extends Occurrence {
  readonly element: string;
  readonly type: number;
  /** An empty element stands for a default, so its type is not asked. */
  readonly default?: true;
}

/** Any element of another namespace. */
interface XmlWildcard extends Occurrence {
  readonly any: true;
}

interface XmlGroup extends Occurrence {
  readonly group: "sequence" | "choice";
  readonly of: readonly XmlParticle[];
}

/** A built-in type of XML Schema Part 2 that the schemas use. */
export type XmlBuiltIn =
  | "string"
  | "normalizedString"
  | "token"
  | "boolean"
  | "decimal"
  | "integer"
  | "date"
  | "dateTime"
  | "anyURI";
