import type { JsonObject, JsonValue } from "./json-value.ts";

/** An object of those members that say something: without `undefined` and empty arrays. */
export function present(members: { readonly [name: string]: JsonValue | undefined }): JsonObject {
  const kept: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    kept[name] = value;
  }
  return kept;
}
