import { isJsonObject, type JsonValue } from "../../json/json-value.ts";
import { alternativeFor } from "./choose-xml-alternative.ts";
import type { JsonPlace } from "./json-place.ts";
import { applyRest, type WrittenRests } from "./written-rests.ts";
import { xmlScalarText } from "./xml-scalar-text.ts";
import type { XmlAlternative, XmlValue } from "./xml-type.ts";
import { loseInXml, type OpenXmlElement, openXmlElement, type XmlWriting } from "./xml-writing.ts";

const noElement = "XML has no element for such a value";

/** Where what is left over of a value's element is found: the object's, and its place there. */
export interface RestPlace {
  readonly rests: WrittenRests;
  readonly name: string;
  readonly index?: number;
}

/** Adds an element for a value. */
export function addXmlValue(
  writing: XmlWriting,
  parent: OpenXmlElement,
  name: string,
  value: XmlValue,
  given: JsonValue,
  place: JsonPlace,
  rest: RestPlace,
): void {
  const element = openXmlElement(writing, name);
  switch (value.kind) {
    case "scalar": {
      const text = xmlScalarText(writing, value.scalar, given, place);
      if (text === undefined) return;
      if (value.reference) element.attributes.push({ name: "ref", namespace: "", value: text });
      else if (text !== "") element.children.push(text);
      applyRest(writing, element, rest.rests, place, rest.name, rest.index);
      break;
    }
    case "object":
      if (isJsonObject(given)) {
        writing.found.push({ object: given, type: value.type, element, place });
      } else if (value.mixed && typeof given === "string") {
        if (given.trim() === "") loseInXml(writing, place, "XML has no blank text there");
        element.children.push(xmlScalarText(writing, "string", given, place) ?? "");
      } else {
        loseInXml(writing, place, "it is no object; it is left out");
        return;
      }
      break;
    case "choice": {
      const alternative = alternativeFor(value.alternatives, given);
      const inner = { rests: new Map(), name: "" };
      addXmlAlternative(writing, element, alternative, given, place, inner);
      applyRest(writing, element, rest.rests, place, rest.name, rest.index);
      if (element.children.length === 0) return;
      break;
    }
    default:
      value satisfies never;
  }
  parent.children.push(element);
}

/** Adds the element of a list or a choice that a value is. */
export function addXmlAlternative(
  writing: XmlWriting,
  parent: OpenXmlElement,
  alternative: XmlAlternative | undefined,
  given: JsonValue,
  place: JsonPlace,
  rest: RestPlace,
): void {
  if (alternative === undefined) {
    loseInXml(writing, place, noElement);
    return;
  }
  const { name, under, value } = alternative;
  if (under === undefined) {
    addXmlValue(writing, parent, name, value, given, place, rest);
    return;
  }
  const object = isJsonObject(given) ? given : {};
  for (const [key, inner] of Object.entries(object)) {
    const at = { outer: place, key };
    if (inner === undefined) continue;
    if (key === under) addXmlValue(writing, parent, name, value, inner, at, rest);
    else loseInXml(writing, at, "XML has no place for it here");
  }
  if (object[under] === undefined) loseInXml(writing, place, noElement);
}
