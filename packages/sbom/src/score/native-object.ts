import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";

/** The object at a JSON pointer (RFC 6901); `undefined` where there is none. */
export function nativeObjectAt(root: JsonObject, pointer: string): JsonObject | undefined {
  let value: JsonValue | undefined = root;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return isJsonObject(value) ? value : undefined;
}
