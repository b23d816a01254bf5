import { decodeName } from "@coppice/image";

/** The JSON value in these bytes; `undefined` where they are none. A byte order mark at the beginning is passed over. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeName(bytes).replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

/** The members of a JSON object in a map, in which `__proto__` is a name like any other; none where it is no object. */
export function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return new Map(isObject ? Object.entries(value) : []);
}

/** The elements of a JSON array; none where it is no array. */
export function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that says something; `undefined` where it is none or empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
