import { isJsonObject, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import { findInvalidXmlCharacter } from "../../xml/decode-xml-text.ts";
import type { XmlAttribute, XmlNode } from "../../xml/xml-element.ts";
import { isXmlName } from "../../xml/xml-name.ts";

/** Namespaces that no document may declare. See Namespaces in XML 1.0, section 3. */
const reserved: ReadonlySet<string> = new Set([
  "http://www.w3.org/2000/xmlns/",
  "http://www.w3.org/XML/1998/namespace",
]);

/**
 * What an XML element holds that has no place in its native JSON form. It stands in the member `$xml` of the object that
 * the element became, so that writing the object as XML gives it back.
 */
export interface XmlRest {
  /** Name of an element in the object's own, where it stood there; absent where it stood in the object's own element. */
  readonly in?: string;
  /** Which one of several values, from 0. */
  readonly index?: number;
  /** Name of the object's own element, where its members do not tell. */
  readonly as?: string;
  readonly attributes: readonly XmlAttribute[];
  /** Text between elements, without the white space around it. */
  readonly text: string;
  /** Elements of other namespaces, unknown ones, and those that repeat what may be there once. */
  readonly nodes: readonly XmlNode[];
}

/** The rest that an item of `$xml` describes; nothing where it describes none. */
export function readXmlRest(item: JsonValue): XmlRest | undefined {
  if (!isJsonObject(item)) return undefined;
  const { in: name, index, as, text = "" } = item;
  const nodes = readXmlNodes(item["nodes"]);
  const attributes = readXmlAttributes(item["attributes"]);
  if (!isXmlText(text) || nodes === undefined || attributes === undefined) return undefined;
  return {
    ...(typeof name === "string" && { in: name }),
    ...(typeof index === "number" && { index }),
    ...(typeof as === "string" && { as }),
    attributes,
    text,
    nodes,
  };
}

/** An element while its children are read. */
interface OpenNode extends XmlNode {
  readonly children: (XmlNode | string)[];
}

function readXmlNodes(items: JsonValue = []): readonly XmlNode[] | undefined {
  if (!Array.isArray(items)) return undefined;
  const nodes: XmlNode[] = [];
  const open: { readonly json: JsonObject; readonly node: OpenNode }[] = [];
  const begin = (json: JsonValue): OpenNode | undefined => {
    if (!isJsonObject(json)) return undefined;
    const { name, namespace } = json;
    const attributes = readXmlAttributes(json["attributes"]);
    if (
      !isName(name) ||
      !isXmlText(namespace) ||
      reserved.has(namespace) ||
      attributes === undefined
    ) {
      return undefined;
    }
    // Empty text, so that no white space comes between its children.
    const node = { name, namespace, attributes, children: [""] };
    open.push({ json, node });
    return node;
  };
  for (const item of items) {
    const node = begin(item);
    if (node === undefined) return undefined;
    nodes.push(node);
  }
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { children = [] } = next.json;
    if (!Array.isArray(children)) return undefined;
    for (const child of children) {
      const inner = isXmlText(child) ? child : begin(child);
      if (inner === undefined) return undefined;
      next.node.children.push(inner);
    }
  }
  return nodes;
}

function readXmlAttributes(items: JsonValue = []): readonly XmlAttribute[] | undefined {
  if (!Array.isArray(items)) return undefined;
  const attributes: XmlAttribute[] = [];
  const names = new Set<string>();
  for (const item of items) {
    if (!isJsonObject(item)) return undefined;
    const { name, namespace = "", value } = item;
    if (!isName(name) || !isXmlText(namespace) || !isXmlText(value)) return undefined;
    const forbidden = namespace === "" ? name === "xmlns" : namespace.endsWith("/2000/xmlns/");
    const key = `${namespace} ${name}`;
    if (forbidden || names.has(key)) return undefined;
    names.add(key);
    attributes.push({ name, namespace, value });
  }
  return attributes;
}

function isName(value: JsonValue | undefined): value is string {
  return typeof value === "string" && isXmlName(value);
}

function isXmlText(value: JsonValue | undefined): value is string {
  return typeof value === "string" && findInvalidXmlCharacter(value) < 0;
}
