import type { JsonObject, JsonValue } from "../../json/json-value.ts";
import type { XmlNode } from "../../xml/xml-element.ts";
import type { JsonPlace } from "./json-place.ts";
import { readXmlRest, type XmlRest } from "./read-xml-rest.ts";
import { loseInXml, type OpenXmlElement, type XmlWriting } from "./xml-writing.ts";

/** What is left over of an object and not written yet, by the place that it has there. */
export type WrittenRests = Map<string, XmlRest>;

/** What `$xml` of an object says. */
export function restsOf(
  writing: XmlWriting,
  object: JsonObject,
  place: JsonPlace | undefined,
): WrittenRests {
  const rests: WrittenRests = new Map();
  const items = object["$xml"];
  if (items === undefined) return rests;
  const at = { outer: place, key: "$xml" };
  if (!Array.isArray(items)) {
    loseInXml(writing, at, "it is no list of what XML held besides");
    return rests;
  }
  items.forEach((item: JsonValue, index) => {
    const rest = readXmlRest(item);
    const key = keyOf(rest?.in, rest?.index);
    if (rest === undefined || rests.has(key)) {
      loseInXml(writing, { outer: at, key: index }, "it does not say what XML held besides");
    } else rests.set(key, rest);
  });
  return rests;
}

/** Gives an element what is left over at its place, the object's own without `name`, and forgets that. */
export function applyRest(
  writing: XmlWriting,
  element: OpenXmlElement,
  rests: WrittenRests,
  place: JsonPlace | undefined,
  name?: string,
  index?: number,
): void {
  const key = rests.size === 0 ? "" : keyOf(name, index);
  const rest = rests.get(key);
  if (rest === undefined) return;
  rests.delete(key);
  for (const attribute of rest.attributes) {
    const isSame = (other: typeof attribute): boolean =>
      other.name === attribute.name && other.namespace === attribute.namespace;
    if (element.attributes.some(isSame)) {
      const reason = `the attribute ${attribute.name} is there already`;
      loseInXml(writing, { outer: place, key: "$xml" }, reason);
    } else element.attributes.push(attribute);
  }
  if (rest.text !== "") element.children.push(rest.text);
  for (const node of rest.nodes) element.children.push(node);
}

/** Adds the elements of that name that are left over of an object, and forgets them. */
export function takeNodes(
  writing: XmlWriting,
  element: OpenXmlElement,
  name: string,
  rests: WrittenRests,
): void {
  const key = keyOf();
  const own = rests.get(key);
  if (own === undefined) return;
  const isTaken = (node: XmlNode): boolean =>
    node.name === name && node.namespace === writing.namespace;
  for (const node of own.nodes.filter(isTaken)) element.children.push(node);
  rests.set(key, { ...own, nodes: own.nodes.filter((node) => !isTaken(node)) });
}

function keyOf(name = "", index: number | "" = ""): string {
  return `${name}/${index}`;
}
