import type { JsonValue } from "../../json/json-value.ts";
import { findInvalidXmlCharacter } from "../../xml/decode-xml-text.ts";
import type { JsonPlace } from "./json-place.ts";
import { readXmlScalar } from "./read-xml-scalar.ts";
import { renderXmlScalar } from "./render-xml-scalar.ts";
import type { XmlScalar } from "./xml-type.ts";
import { loseInXml, type XmlWriting } from "./xml-writing.ts";

/** How a scalar is written; what does not come back as it is, is reported. */
export function xmlScalarText(
  writing: XmlWriting,
  scalar: XmlScalar,
  given: JsonValue,
  place: JsonPlace,
): string | undefined {
  const text = renderXmlScalar(given);
  if (text === undefined) {
    loseInXml(writing, place, "it is no text, number or boolean; it is left out");
  } else if (findInvalidXmlCharacter(text) >= 0) {
    loseInXml(writing, place, "XML does not allow all of its characters; they become U+FFFD");
  } else if ((readXmlScalar(text, scalar) ?? text) !== given) {
    loseInXml(writing, place, `what XML holds there is ${scalar}; it comes back as that`);
  }
  return text;
}
