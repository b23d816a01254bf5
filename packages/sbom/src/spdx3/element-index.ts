import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { itemsOf, textOf } from "../json/members.ts";

/** An object of an SPDX 3 graph with where it stands. */
export interface GraphElement {
  readonly object: JsonObject;
  readonly type: string;
  readonly pointer: string;
}

/** The objects of an SPDX 3 document: those of `@graph`, or the one that the document itself is. */
export function listElements(native: JsonObject): readonly GraphElement[] {
  const graph = native["@graph"];
  const placed: readonly (readonly [JsonValue, string])[] = Array.isArray(graph)
    ? itemsOf(graph).map((object, index) => [object, `/@graph/${index}`] as const)
    : [[native, ""]];
  return placed.flatMap(([object, pointer]) =>
    isJsonObject(object) ? [{ object, type: typeOf(object), pointer }] : [],
  );
}

/** What an element is named by: `spdxId`, or `@id` for a blank node. */
export function idOf(object: JsonObject): string | undefined {
  return textOf(object["spdxId"]) ?? textOf(object["@id"]);
}

function typeOf(object: JsonObject): string {
  return textOf(object["type"]) ?? textOf(object["@type"]) ?? "";
}
