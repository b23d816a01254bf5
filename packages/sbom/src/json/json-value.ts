/** A value of JSON text. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** An object of JSON text. Its members are the input's own; ask with `Object.hasOwn` where a name is not known. */
export interface JsonObject {
  readonly [member: string]: JsonValue | undefined;
}

/** Whether `value` is an object of JSON text, and no array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
