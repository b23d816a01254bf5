/** An element of an XML document with its names resolved, wherever it comes from. See Namespaces in XML 1.0. */
export interface XmlNode {
  /** Local name. */
  readonly name: string;
  /** Namespace name; empty where it has none. */
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  /** Elements and text in document order. */
  readonly children: readonly (XmlNode | string)[];
}

/** An element that was read; adjoining text is one string. */
export interface XmlElement extends XmlNode {
  readonly children: readonly (XmlElement | string)[];
  /** Where its start tag ends, in characters from the start of the text. */
  readonly offset: number;
  /** Line of that place, from 1. */
  readonly line: number;
}

/** An attribute of an element; declarations of namespaces are none. */
export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}
