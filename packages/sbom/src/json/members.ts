import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";

/** `value` where it is text, and not empty. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `value` where it is a number. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** `value` where it is an object, otherwise an empty one. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : nothing;
}

/** The items of `value` where it is an array, otherwise none. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : noItems;
}

/** The objects among the items of `value`. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  const items = itemsOf(value);
  return items.every(isJsonObject) ? items : items.filter(isJsonObject);
}

/** The texts among the items of `value`, without empty ones. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  return itemsOf(value).filter((item): item is string => typeof item === "string" && item !== "");
}

const nothing: JsonObject = Object.freeze({});
const noItems: readonly JsonValue[] = Object.freeze([]);
