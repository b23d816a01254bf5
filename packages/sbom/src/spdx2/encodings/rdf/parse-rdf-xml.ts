import { SbomError } from "../../../sbom-error.ts";
import type { XmlElement } from "../../../xml/xml-element.ts";
import {
  namespaces,
  type RdfGraph,
  type RdfNode,
  type RdfValue,
  typeProperty,
} from "./rdf-graph.ts";

/** A node while statements about it are gathered. */
interface OpenNode extends RdfNode {
  readonly properties: Map<string, RdfValue[]>;
  /** Statements that are there, so that one said twice stays one. */
  readonly said: Set<string>;
  line: number;
}

/** An element that waits to be read; a property element knows whom it is about. */
interface Waiting {
  readonly element: XmlElement;
  readonly base: string;
  readonly id: string;
}

/**
 * The statements of an RDF/XML document. Nodes may be described anywhere and more than once. Containers (`rdf:li`),
 * reification and lists, which SPDX has no use for, are read as plain properties.
 *
 * Source: RDF 1.1 XML Syntax.
 *
 * @throws An {@link SbomError} with code `RDF_INVALID` where an element has two names for one node.
 */
export function parseRdfXml(root: XmlElement): RdfGraph {
  const nodes = new Map<string, OpenNode>();
  let blanks = 0;
  let statements = 0;

  const nodeOf = (id: string): OpenNode => {
    const known = nodes.get(id);
    if (known) return known;
    const made: OpenNode = { id, properties: new Map(), said: new Set(), line: 0 };
    nodes.set(id, made);
    return made;
  };

  const state = (subject: OpenNode, property: string, value: RdfValue): void => {
    const key = `${property} ${value.kind} ${value.kind === "node" ? value.id : value.text}`;
    if (subject.said.has(key)) return;
    subject.said.add(key);
    statements += 1;
    const values = subject.properties.get(property);
    if (values) values.push(value);
    else subject.properties.set(property, [value]);
    if (value.kind === "node") nodeOf(value.id);
  };

  /** Names the node that an element describes. */
  const identify = (element: XmlElement, base: string): string => {
    const about = attribute(element, "about");
    const id = attribute(element, "ID");
    const name = attribute(element, "nodeID");
    if ([about, id, name].filter((found) => found !== undefined).length > 1) {
      throw new SbomError(
        "RDF_INVALID",
        `line ${element.line}: <${element.name}> has more than one of rdf:about, rdf:ID and rdf:nodeID; leave one`,
      );
    }
    if (about !== undefined) return resolve(about, base);
    if (id !== undefined) return resolve(`#${id}`, base);
    if (name !== undefined) return blankId(name);
    blanks += 1;
    return `_: ${blanks}`;
  };

  const describe = (subject: OpenNode, element: XmlElement): void => {
    if (subject.line === 0) subject.line = element.line;
    for (const { name, namespace, value } of element.attributes) {
      if (namespace === "" || namespace === namespaces.rdf || namespace === namespaces.xml)
        continue;
      state(subject, namespace + name, { kind: "literal", text: value });
    }
  };

  const pending: Waiting[] = [];
  /** Waits for the property elements inside `element`, the first one on top. */
  const enter = (element: XmlElement, base: string, id: string): void => {
    const inner = elementsOf(element).map((child) => ({ element: child, base, id }));
    for (const waiting of inner.reverse()) pending.push(waiting);
  };

  const readNode = (element: XmlElement, outer: string): string => {
    const base = baseOf(element, outer);
    const id = identify(element, base);
    const node = nodeOf(id);
    const type = element.namespace + element.name;
    if (type !== `${namespaces.rdf}Description`)
      state(node, typeProperty, { kind: "node", id: type });
    describe(node, element);
    enter(element, base, id);
    return id;
  };

  const readProperty = ({ element, base: outer, id }: Waiting): void => {
    const base = baseOf(element, outer);
    const subject = nodeOf(id);
    const property = element.namespace + element.name;
    const resource = attribute(element, "resource");
    const name = attribute(element, "nodeID");
    const inner = elementsOf(element);
    const parseType = attribute(element, "parseType");
    if (resource !== undefined || name !== undefined) {
      const value = resource === undefined ? blankId(name ?? "") : resolve(resource, base);
      state(subject, property, { kind: "node", id: value });
      describe(nodeOf(value), element);
    } else if (parseType === "Resource") {
      blanks += 1;
      const value = `_: ${blanks}`;
      state(subject, property, { kind: "node", id: value });
      nodeOf(value).line = element.line;
      enter(element, base, value);
    } else if (inner.length === 0 || parseType === "Literal") {
      state(subject, property, { kind: "literal", text: textOf(element) });
    } else {
      for (const child of inner)
        state(subject, property, { kind: "node", id: readNode(child, base) });
    }
  };

  const isRoot = root.namespace === namespaces.rdf && root.name === "RDF";
  const tops = isRoot ? elementsOf(root) : [root];
  for (const element of tops) {
    readNode(element, isRoot ? baseOf(root, "") : "");
    for (let next = pending.pop(); next; next = pending.pop()) readProperty(next);
  }
  return { nodes, statements };
}

function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => typeof child !== "string");
}

function textOf(element: XmlElement): string {
  return element.children.filter((child) => typeof child === "string").join("");
}

function attribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.find(
    (found) =>
      found.name === name && (found.namespace === namespaces.rdf || found.namespace === ""),
  )?.value;
}

/** `xml:base` of `element` or, where it has none, of those around it. */
function baseOf(element: XmlElement, outer: string): string {
  const own = element.attributes.find(
    ({ name, namespace }) => name === "base" && namespace === namespaces.xml,
  );
  return own ? resolve(own.value, outer) : outer;
}

/** `_:` and a name; those without a name have a space, which no name has. */
function blankId(name: string): string {
  return `_:${name}`;
}

/** A reference as an absolute URI; what cannot be resolved stays as it is. */
function resolve(reference: string, base: string): string {
  if (base === "" || /^[A-Za-z][A-Za-z0-9+.-]{0,30}:/.test(reference)) return reference;
  const [document = ""] = base.split("#", 1);
  if (reference === "" || reference.startsWith("#")) return document + reference;
  return URL.canParse(reference, base) ? new URL(reference, base).href : reference;
}
