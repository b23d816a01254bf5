import type { JsonObject, JsonValue } from "../../json/json-value.ts";
import type { XmlAttribute } from "../../xml/xml-element.ts";
import type { XmlType } from "./xml-type.ts";

/** What is left over of one element, while it is read. */
export interface OpenRest {
  readonly in: string | undefined;
  readonly index: number | undefined;
  as: string | undefined;
  attributes: JsonObject[];
  text: string[];
  nodes: JsonValue[];
}

/** What is left over of an object's elements, by their places. */
export type XmlRests = Map<string, OpenRest>;

/** What is left over of the element at that place of an object; begins it where nothing was. */
export function restAt(
  owner: { rests: XmlRests | undefined },
  name?: string,
  index?: number,
): OpenRest {
  owner.rests ??= new Map();
  const { rests } = owner;
  const key = `${name ?? ""}/${index ?? ""}`;
  const known = rests.get(key);
  if (known !== undefined) return known;
  const rest = { in: name, index, as: undefined, attributes: [], text: [], nodes: [] };
  rests.set(key, rest);
  return rest;
}

/** An attribute as it is kept. */
export function keepAttribute({ name, namespace, value }: XmlAttribute): JsonObject {
  return namespace === "" ? { name, value } : { name, namespace, value };
}

/** The value of `$xml`, in the order in which the elements are written. */
export function sealRests(rests: XmlRests, type: XmlType): readonly JsonObject[] {
  const ranks = new Map(type.order.map(({ name }, rank) => [name, rank]));
  const rank = (rest: OpenRest): number => (rest.in === undefined ? -1 : (ranks.get(rest.in) ?? 0));
  return [...rests.values()]
    .sort((a, b) => rank(a) - rank(b) || (a.index ?? -1) - (b.index ?? -1))
    .map((rest) => ({
      ...(rest.in !== undefined && { in: rest.in }),
      ...(rest.index !== undefined && { index: rest.index }),
      ...(rest.as !== undefined && { as: rest.as }),
      ...(rest.attributes.length > 0 && { attributes: rest.attributes }),
      ...(rest.text.length > 0 && { text: rest.text.join(" ") }),
      ...(rest.nodes.length > 0 && { nodes: rest.nodes }),
    }));
}
