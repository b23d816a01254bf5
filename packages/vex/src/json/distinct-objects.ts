import type { JsonObject } from "@coppice/sbom";

/** Each object once, as the schema demands of lists. */
export function distinctObjects(objects: readonly JsonObject[]): readonly JsonObject[] {
  return [...new Map(objects.map((object) => [JSON.stringify(object), object])).values()];
}
