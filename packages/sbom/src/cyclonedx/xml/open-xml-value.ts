import type { JsonValue } from "../../json/json-value.ts";
import type { XmlTag } from "../../xml/scan-xml.ts";
import { readXmlScalar } from "./read-xml-scalar.ts";
import { reportXmlProblem } from "./report-xml-problem.ts";
import type {
  ChoiceFrame,
  ListFrame,
  ObjectFrame,
  OpenObject,
  XmlPlace,
  XmlReading,
} from "./xml-frame.ts";
import { keepAttribute, restAt } from "./xml-rests.ts";
import type { XmlAlternative, XmlMember, XmlScalar, XmlType, XmlValue } from "./xml-type.ts";

/** Begins an element that is a member of `owner`; says whether it has a place there. */
export function openXmlMember(
  reading: XmlReading,
  owner: ObjectFrame,
  member: XmlMember,
  tag: XmlTag,
): boolean {
  const { value } = owner;
  const before = value[member.member];
  switch (member.shape) {
    case "nowhere":
      return false;
    case "spread":
      if (member.value.kind !== "object") return false;
      readXmlAttributes(reading, owner, member.value.type, tag, member.name);
      reading.frames.push({
        kind: "spread",
        type: member.value.type,
        name: member.name,
        owner,
        text: "",
      });
      return true;
    case "list": {
      if (before !== undefined && !Array.isArray(before)) return false;
      const items: JsonValue[] = before ?? [];
      value[member.member] = items;
      reading.frames.push({ kind: "list", member, items, owner, first: undefined });
      keepXmlAttributes(owner, tag, member.name);
      return true;
    }
    case "many": {
      const list: JsonValue[] = Array.isArray(before) ? before : [];
      value[member.member] = list;
      const place = xmlPlace(owner, member, list, value, member.member);
      return openXmlValue(reading, member.value, tag, place);
    }
    case "one": {
      if (before !== undefined) return false;
      const place = xmlPlace(owner, member, undefined, value, member.member);
      return openXmlValue(reading, member.value, tag, place);
    }
    default:
      return member.shape satisfies never;
  }
}

/** Begins an element of a list; says whether it has a place there. */
export function openXmlItem(reading: XmlReading, frame: ListFrame, tag: XmlTag): boolean {
  const { owner, member, items } = frame;
  const alternative = alternativeOf(member.alternatives, tag);
  if (alternative === undefined) return false;
  frame.first ??= alternative;
  const { under, value } = alternative;
  if (under === undefined) {
    const place = xmlPlace(owner, member, items, owner.value, "", alternative);
    return openXmlValue(reading, value, tag, place);
  }
  const object: OpenObject = {};
  const index = items.push(object) - 1;
  const place = xmlPlace(owner, member, undefined, object, under, undefined, index);
  return openXmlValue(reading, value, tag, place);
}

/** Begins the one element of a choice; says whether it can be that. */
export function openXmlChoice(reading: XmlReading, frame: ChoiceFrame, tag: XmlTag): boolean {
  const { owner, of, list, object, member, index } = frame.place;
  const alternative = alternativeOf(frame.alternatives, tag);
  if (alternative === undefined || frame.done) return false;
  frame.done = true;
  const place = xmlPlace(owner, of, list, object, member, alternative, index);
  return openXmlValue(reading, alternative.value, tag, place);
}

function alternativeOf(
  alternatives: readonly XmlAlternative[],
  { name }: XmlTag,
): XmlAlternative | undefined {
  for (const alternative of alternatives) if (alternative.name === name) return alternative;
  return undefined;
}

/** A place, always with its members in the same order: reading makes one for each value. */
function xmlPlace(
  owner: ObjectFrame,
  of: XmlMember,
  list: JsonValue[] | undefined,
  object: OpenObject,
  member: string,
  alternative?: XmlAlternative,
  index: number | undefined = list?.length,
): XmlPlace {
  return { owner, of, list, object, member, index, alternative };
}

/** Begins the element of a value; says whether it can be one. */
function openXmlValue(reading: XmlReading, value: XmlValue, tag: XmlTag, place: XmlPlace): boolean {
  switch (value.kind) {
    case "scalar": {
      const reference = value.reference ? referenceOf(tag) : undefined;
      if (value.reference && reference === undefined) return false;
      reading.frames.push({ kind: "scalar", scalar: value.scalar, place, reference, text: "" });
      const read = value.reference ? "ref" : undefined;
      keepXmlAttributes(place.owner, tag, place.of.name, place.index, read);
      return true;
    }
    case "object": {
      const frame: ObjectFrame = {
        kind: "object",
        type: value.type,
        value: {},
        place,
        mixed: value.mixed,
        text: "",
        rests: undefined,
      };
      if (!value.mixed) putXmlValue(place, frame.value);
      reading.frames.push(frame);
      readXmlAttributes(reading, frame, value.type, tag);
      return true;
    }
    case "choice":
      reading.frames.push({ kind: "choice", place, alternatives: value.alternatives, done: false });
      keepXmlAttributes(place.owner, tag, place.of.name, place.index);
      return true;
    default:
      return value satisfies never;
  }
}

/** Puts a value where it belongs. */
export function putXmlValue(place: XmlPlace, value: JsonValue): void {
  if (place.list !== undefined) place.list.push(value);
  else place.object[place.member] = value;
}

/** Reads the attributes of a type into `owner`; `name` is the element's, where that is not the owner's own. */
export function readXmlAttributes(
  reading: XmlReading,
  owner: ObjectFrame,
  type: XmlType,
  tag: XmlTag,
  name?: string,
): void {
  for (const attribute of tag.attributes) {
    const member = attribute.namespace === "" ? type.attributes.get(attribute.name) : undefined;
    if (member === undefined) restAt(owner, name).attributes.push(keepAttribute(attribute));
    else if (member.value.kind === "scalar") {
      owner.value[member.member] = scalarOf(reading, member.value.scalar, attribute.value);
    }
  }
}

/** The value of a scalar's text. */
export function scalarOf(
  reading: XmlReading,
  scalar: XmlScalar,
  text: string,
): string | number | boolean {
  const value = readXmlScalar(text, scalar);
  if (value !== undefined) return value;
  const message = `"${text.slice(0, 64)}" is no ${scalar}; it is kept as text`;
  reportXmlProblem(reading, "VALUE_INVALID", message);
  return text;
}

function referenceOf(tag: XmlTag): string | undefined {
  return tag.attributes.find(({ name, namespace }) => name === "ref" && namespace === "")?.value;
}

function keepXmlAttributes(
  owner: ObjectFrame,
  tag: XmlTag,
  name: string,
  index?: number,
  but?: string,
): void {
  for (const attribute of tag.attributes) {
    if (attribute.name === but && attribute.namespace === "") continue;
    restAt(owner, name, index).attributes.push(keepAttribute(attribute));
  }
}
