import type { JsonObject, JsonValue } from "@coppice/sbom";

/** An object of those members that say something: without `undefined` and empty arrays. */
export function present(members: { readonly [name: string]: JsonValue | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
