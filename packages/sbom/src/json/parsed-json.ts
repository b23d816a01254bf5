import type { JsonValue } from "./json-value.ts";

/** The value of JSON text; `undefined` where it is none. */
export function parsedJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
