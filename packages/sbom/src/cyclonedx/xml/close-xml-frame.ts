import { isJsonObject, type JsonValue } from "../../json/json-value.ts";
import { endOfSpace } from "../../xml/read-start-tag.ts";
import { chooseForAll, chooseXmlAlternative } from "./choose-xml-alternative.ts";
import { putXmlValue, scalarOf } from "./open-xml-value.ts";
import { reportXmlProblem } from "./report-xml-problem.ts";
import type { ListFrame, ObjectFrame, XmlFrame, XmlReading } from "./xml-frame.ts";
import { restAt, sealRests } from "./xml-rests.ts";
import type { XmlMember } from "./xml-type.ts";

/** Finishes the value of an element that ends. */
export function closeXmlFrame(reading: XmlReading, frame: XmlFrame): void {
  switch (frame.kind) {
    case "scalar":
      if (frame.reference !== undefined) {
        keepXmlText(reading, frame.place.owner, frame.text, frame.place.of.name, frame.place.index);
      }
      putXmlValue(frame.place, scalarOf(reading, frame.scalar, frame.reference ?? frame.text));
      return;
    case "object":
      closeObject(reading, frame);
      return;
    case "spread":
      readText(reading, frame.owner, frame.type.text, frame.text, frame.name);
      return;
    case "choice":
      if (frame.done) return;
      reportXmlProblem(
        reading,
        "VALUE_MISSING",
        `${frame.place.of.name} holds none of its elements`,
      );
      restAt(frame.place.owner).nodes.push({
        name: frame.place.of.name,
        namespace: reading.namespace,
      });
      return;
    case "list":
      if (frame.member.uniform) nameFirst(frame);
      return;
    case "node":
      return;
    default:
      frame satisfies never;
  }
}

function closeObject(reading: XmlReading, frame: ObjectFrame): void {
  const { value, place, type } = frame;
  if (frame.mixed && place !== undefined) {
    if (frame.text.trim() !== "" && Object.keys(value).length === 0 && frame.rests === undefined) {
      putXmlValue(place, frame.text);
      return;
    }
    putXmlValue(place, value);
  }
  readText(reading, frame, type.text, frame.text);
  const alternative = place?.alternative;
  if (place !== undefined && alternative !== undefined && !place.of.uniform) {
    const { alternatives, value: choice } = place.of;
    const among = choice.kind === "choice" ? choice.alternatives : alternatives;
    if (among.length > 1 && chooseXmlAlternative(among, value) !== alternative) {
      restAt(frame).as = alternative.name;
    }
  }
  if (frame.rests !== undefined) value["$xml"] = sealRests(frame.rests, type);
}

/** In a list whose elements have one name, the first item keeps it where the members of all do not tell. */
function nameFirst({ member, items, first }: ListFrame): void {
  const [item] = items;
  if (first === undefined || !isJsonObject(item)) return;
  if (chooseForAll(member.alternatives, items) === first) return;
  const [own, ...others] = Array.isArray(item["$xml"]) ? item["$xml"] : [];
  const isOwn = isJsonObject(own) && own["in"] === undefined;
  const rests: readonly JsonValue[] = own === undefined || isOwn ? others : [own, ...others];
  items[0] = { ...item, $xml: [{ as: first.name, ...(isOwn && own) }, ...rests] };
}

function readText(
  reading: XmlReading,
  owner: ObjectFrame,
  member: XmlMember | undefined,
  text: string,
  name?: string,
): void {
  if (member === undefined) keepXmlText(reading, owner, text, name);
  else if (member.value.kind === "scalar" && (text !== "" || !member.optional)) {
    owner.value[member.member] = scalarOf(reading, member.value.scalar, text);
  }
}

/** Keeps text that stands where only elements may be. */
export function keepXmlText(
  reading: XmlReading,
  owner: ObjectFrame,
  text: string,
  name?: string,
  index?: number,
): void {
  if (endOfSpace(text, 0) === text.length) return;
  reportXmlProblem(
    reading,
    "TEXT_MISPLACED",
    `"${text.trim().slice(0, 64)}" stands between elements`,
  );
  restAt(owner, name, index).text.push(text.trim());
}
