import { isJsonObject, type JsonObject, type JsonValue } from "@coppice/sbom";

/** `value` where it is text, and not empty. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `value` where it is an object, otherwise an empty one. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The items of `value` where it is an array, otherwise none. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** The objects among the items of `value`. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return itemsOf(value).filter(isJsonObject);
}

/** The texts among the items of `value`, without empty ones, each once. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  return distinct(itemsOf(value).map(textOf));
}

/** What is there, each once. */
export function distinct(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts)].filter((text) => text !== undefined);
}
