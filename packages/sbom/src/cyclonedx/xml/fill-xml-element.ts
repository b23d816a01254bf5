import { isJsonObject, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import { addXmlAlternative, addXmlValue } from "./add-xml-value.ts";
import { alternativeFor, chooseForAll } from "./choose-xml-alternative.ts";
import type { JsonPlace } from "./json-place.ts";
import { applyRest, restsOf, takeNodes, type WrittenRests } from "./written-rests.ts";
import { xmlScalarText } from "./xml-scalar-text.ts";
import type { XmlMember, XmlType } from "./xml-type.ts";
import {
  loseInXml,
  type OpenXmlElement,
  openXmlElement,
  type XmlJob,
  type XmlWriting,
} from "./xml-writing.ts";

/** Writes an object into its element; the objects in it are left for later. */
export function fillXmlElement(writing: XmlWriting, job: XmlJob): void {
  const { object, type, element, place } = job;
  const rests = restsOf(writing, object, place);
  fillOwn(writing, type, object, element, place);
  for (const member of type.order) fillMember(writing, job, member, rests);
  applyRest(writing, element, rests, place);
  for (const key of rests.keys()) {
    const reason = `there is no element ${key} that it could stand in`;
    loseInXml(writing, { outer: place, key: "$xml" }, reason);
  }
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined || type.members.has(key) || key === "$xml") continue;
    const reason = `CycloneDX XML ${writing.version} has no place for it`;
    loseInXml(writing, { outer: place, key }, reason);
  }
}

/** Writes the attributes and text of a type. */
function fillOwn(
  writing: XmlWriting,
  type: XmlType,
  object: JsonObject,
  element: OpenXmlElement,
  place: JsonPlace | undefined,
): void {
  const textOf = ({ member, value }: XmlMember): string | undefined => {
    const given = object[member];
    if (given === undefined || value.kind !== "scalar") return undefined;
    return xmlScalarText(writing, value.scalar, given, { outer: place, key: member });
  };
  for (const member of type.attributes.values()) {
    const value = textOf(member);
    if (value !== undefined) element.attributes.push({ name: member.name, namespace: "", value });
  }
  if (type.text === undefined) return;
  const text = textOf(type.text);
  const at = { outer: place, key: type.text.member };
  if (text === "" && type.text.optional) loseInXml(writing, at, "an empty text comes back as none");
  else if (text === undefined && !type.text.optional) {
    loseInXml(writing, at, "an absent text comes back as an empty one");
  } else if (text !== undefined && text !== "") element.children.push(text);
}

function fillMember(
  writing: XmlWriting,
  job: XmlJob,
  member: XmlMember,
  rests: WrittenRests,
): void {
  const { object, element, place } = job;
  const { name, value } = member;
  const given = object[member.member];
  const at = { outer: place, key: member.member };
  switch (member.shape) {
    case "nowhere":
      takeNodes(writing, element, name, rests);
      return;
    case "spread":
      fillSpread(writing, job, member, rests);
      return;
    case "list":
      if (given !== undefined) fillList(writing, element, member, given, at, rests);
      return;
    case "one":
      if (given !== undefined)
        addXmlValue(writing, element, name, value, given, at, { rests, name });
      return;
    case "many": {
      if (given === undefined) return;
      const items: readonly JsonValue[] = Array.isArray(given) ? given : [given];
      for (const [index, item] of items.entries()) {
        const inner = Array.isArray(given) ? { outer: at, key: index } : at;
        if (member.single && index > 0) {
          const reason = `CycloneDX XML ${writing.version} has no place for a second one`;
          loseInXml(writing, inner, reason);
        } else addXmlValue(writing, element, name, value, item, inner, { rests, name, index });
      }
      return;
    }
    default:
      member.shape satisfies never;
  }
}

function fillSpread(
  writing: XmlWriting,
  { object, element, place }: XmlJob,
  { name, value }: XmlMember,
  rests: WrittenRests,
): void {
  if (value.kind !== "object") return;
  const inner = openXmlElement(writing, name);
  const isThere = [...value.type.members].some((member) => object[member] !== undefined);
  if (isThere) fillOwn(writing, value.type, object, inner, place);
  applyRest(writing, inner, rests, place, name);
  const isRest = inner.attributes.length > 0 || inner.children.length > 0;
  if (isThere || isRest) element.children.push(inner);
}

function fillList(
  writing: XmlWriting,
  element: OpenXmlElement,
  { name, alternatives, uniform, object }: XmlMember,
  given: JsonValue,
  place: JsonPlace,
  rests: WrittenRests,
): void {
  const list = openXmlElement(writing, name);
  if (Array.isArray(given)) {
    const items: readonly JsonValue[] = given;
    const same = uniform ? chooseForAll(alternatives, items) : undefined;
    for (const [index, item] of items.entries()) {
      const at = { outer: place, key: index };
      const alternative = same ?? alternativeFor(alternatives, item);
      addXmlAlternative(writing, list, alternative, item, at, { rests, name, index });
    }
  } else if (isJsonObject(given) && object !== undefined) {
    writing.found.push({ object: given, type: object, element: list, place });
    const isEmpty = Object.keys(given).length === 0;
    if (isEmpty) loseInXml(writing, place, "an empty object comes back as an empty list");
  } else {
    loseInXml(writing, place, "it is no list; it is left out");
    return;
  }
  applyRest(writing, list, rests, place.outer, name);
  element.children.push(list);
}
