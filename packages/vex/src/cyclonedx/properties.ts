import type { JsonObject } from "@coppice/sbom";
import { objectsOf, textOf } from "../json/members.ts";

/** Property of a vulnerability that holds how its status came about. */
export const notesProperty = "coppice:vex:notes";

/** The value of a vulnerability's property. */
export function readProperty(vulnerability: JsonObject, name: string): string | undefined {
  const found = objectsOf(vulnerability["properties"]).find(
    (property) => property["name"] === name,
  );
  return textOf(found?.["value"]);
}
