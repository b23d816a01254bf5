import { findInvalidXmlCharacter } from "./decode-xml-text.ts";
import type { XmlAttribute, XmlNode } from "./xml-element.ts";

const namespaceOfXml = "http://www.w3.org/XML/1998/namespace";

/** An element whose end tag is not written yet. */
interface OpenNode {
  readonly node: XmlNode;
  readonly namespace: string;
  readonly indent: string;
  /** White space between its children means something. */
  readonly verbatim: boolean;
  next: number;
}

/**
 * An XML document as text in UTF-8: an element that holds elements alone has each on a line of its own; the children of
 * one that holds text, be it empty, stand as they are. Namespaces are declared where they begin, as the default of elements and as
 * `ns0`, `ns1`, … for attributes. A character that XML does not allow becomes U+FFFD. The same element always gives the
 * same text, and reading that gives the element back. See Extensible Markup Language 1.0 (fifth edition).
 */
export function renderXml(root: XmlNode): string {
  const pieces = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  const open: OpenNode[] = [];
  const begin = (node: XmlNode, outer: OpenNode | undefined): void => {
    const indent = indentIn(outer);
    if (outer !== undefined && !outer.verbatim) pieces.push("\n", indent);
    pieces.push("<", node.name);
    if (node.namespace !== (outer?.namespace ?? "")) {
      pieces.push(' xmlns="', escapeValue(node.namespace), '"');
    }
    if (node.attributes.length > 0) pieces.push(renderAttributes(node.attributes));
    if (node.children.every((child) => child === "")) pieces.push("/>");
    else {
      pieces.push(">");
      const verbatim =
        outer?.verbatim === true || node.children.some((child) => typeof child === "string");
      open.push({ node, namespace: node.namespace, indent, verbatim, next: 0 });
    }
  };
  begin(root, undefined);
  for (;;) {
    const innermost = open[open.length - 1];
    if (innermost === undefined) break;
    const child = innermost.node.children[innermost.next];
    innermost.next += 1;
    if (child === undefined) {
      open.pop();
      if (!innermost.verbatim) pieces.push("\n", innermost.indent);
      pieces.push("</", innermost.node.name, ">");
    } else if (typeof child === "string") pieces.push(escapeText(child));
    else begin(child, innermost);
  }
  pieces.push("\n");
  return pieces.join("");
}

/** Two spaces more than around it; deep elements have no more, since that would grow with the square of the depth. */
function indentIn(outer: OpenNode | undefined): string {
  if (outer === undefined || outer.verbatim) return "";
  return outer.indent.length < 64 ? `${outer.indent}  ` : outer.indent;
}

function renderAttributes(attributes: readonly XmlAttribute[]): string {
  let text = "";
  let prefixes = 0;
  for (const { name, namespace, value } of attributes) {
    if (namespace === "") text += ` ${name}="${escapeValue(value)}"`;
    else if (namespace === namespaceOfXml) text += ` xml:${name}="${escapeValue(value)}"`;
    else {
      const prefix = `ns${prefixes}`;
      prefixes += 1;
      text += ` xmlns:${prefix}="${escapeValue(namespace)}" ${prefix}:${name}="${escapeValue(value)}"`;
    }
  }
  return text;
}

const references: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["\t", "&#9;"],
  ["\n", "&#10;"],
  ["\r", "&#13;"],
]);

function escapeText(text: string): string {
  return escapeCharacters(replaceInvalid(text), /[&<>\r]/g);
}

function escapeValue(value: string): string {
  return escapeCharacters(replaceInvalid(value), /[&<>"\t\n\r]/g);
}

function escapeCharacters(text: string, special: RegExp): string {
  return text.replace(special, (character) => references.get(character) ?? "");
}

function replaceInvalid(text: string): string {
  if (findInvalidXmlCharacter(text) < 0) return text;
  return Array.from(text, (character) =>
    findInvalidXmlCharacter(character) < 0 ? character : "\uFFFD",
  ).join("");
}
