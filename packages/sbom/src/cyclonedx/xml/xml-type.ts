/** How a type of CycloneDX's XML is an object of its JSON. */
export interface XmlType {
  /** By local name. */
  readonly attributes: ReadonlyMap<string, XmlMember>;
  /** By local name. */
  readonly elements: ReadonlyMap<string, XmlMember>;
  /** What the element's own text is. */
  readonly text: XmlMember | undefined;
  /** Elements in the order of the XML Schema. */
  readonly order: readonly XmlMember[];
  /** Names of all members in JSON. */
  readonly members: ReadonlySet<string>;
}

/** One attribute, text or element of a type, and the member of JSON that it is. */
export interface XmlMember {
  /** Local name; empty for text. */
  readonly name: string;
  readonly member: string;
  /**
   * `one` value; `many` values, each an element; a `list` element with elements for values; the members of an element
   * `spread` among those of the element around it; `nowhere` in JSON.
   */
  readonly shape: "one" | "many" | "list" | "spread" | "nowhere";
  readonly value: XmlValue;
  /** Of a list: the elements in it. */
  readonly alternatives: readonly XmlAlternative[];
  /** Of a list: all its elements have the same name. */
  readonly uniform: boolean;
  /** Of many: there may be no second one. */
  readonly single: boolean;
  /** Of text: empty text is none. */
  readonly optional: boolean;
  /** Of a list: what it is where it holds none of its alternatives. */
  readonly object: XmlType | undefined;
}

/** What an element is in JSON. */
export type XmlValue =
  | {
      readonly kind: "scalar";
      readonly scalar: XmlScalar;
      /** The value stands in the attribute `ref`. */
      readonly reference: boolean;
    }
  | {
      readonly kind: "object";
      readonly type: XmlType;
      /** Text alone is a string instead. */
      readonly mixed: boolean;
    }
  | {
      /** The value of the one element in it. */
      readonly kind: "choice";
      readonly alternatives: readonly XmlAlternative[];
    };

/** An element that may stand in a list or for a choice. */
export interface XmlAlternative {
  readonly name: string;
  /** The member that holds its value in an object of its own. */
  readonly under: string | undefined;
  readonly value: XmlValue;
}

/** How a scalar is written: text as it stands, text without the white space around it, or what JSON has for it. */
export type XmlScalar = "string" | "trimmed" | "boolean" | "integer" | "number";
