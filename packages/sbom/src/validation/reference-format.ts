import type { SbomFormat } from "../sbom-format.ts";
import type { PlaceTables } from "./place-table.ts";

/** Formats whose documents refer to their own parts, by the shape of their JSON form. */
export type ReferenceFormat = keyof PlaceTables;

/** The shape of a document's JSON form; nothing for formats without references that are known here. */
export function referenceFormatOf({ family, version }: SbomFormat): ReferenceFormat | undefined {
  if (family === "cyclonedx") return "cyclonedx";
  if (family !== "spdx") return undefined;
  return version.startsWith("3.") ? "spdx-3" : "spdx-2";
}
