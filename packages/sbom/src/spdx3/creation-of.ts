import { isJsonObject, type JsonObject } from "../json/json-value.ts";
import type { GraphElement } from "./element-index.ts";

/** The creation information of the document, or of the first element that has one where there is no document. */
export function creationOf(
  elements: readonly GraphElement[],
  find: (id: string) => JsonObject | undefined,
): JsonObject | undefined {
  const element =
    elements.find(({ type }) => type === "SpdxDocument") ??
    elements.find(({ object }) => object["creationInfo"] !== undefined);
  const info = element?.object["creationInfo"];
  return isJsonObject(info) ? info : typeof info === "string" ? find(info) : undefined;
}
