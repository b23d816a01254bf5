import type { SbomDocument, SbomLoss } from "../sbom-document.ts";
import type { SbomFamily } from "../sbom-format.ts";
import { spdxTime } from "../spdx-time.ts";

/** Where each family says when a document was made. */
const places: Readonly<Record<SbomFamily, string>> = {
  cyclonedx: "/metadata/timestamp",
  spdx: "/creationInfo/created",
  syft: "",
};

/** What of the time of a document SPDX cannot say: fractions of a second, and what is no time. */
export function listTimeLosses({ format, created }: SbomDocument): readonly SbomLoss[] {
  if (created === undefined) return [];
  const kept = spdxTime(created);
  if (Date.parse(kept) === Date.parse(created)) return [];
  const why = Number.isNaN(Date.parse(created)) ? "this is no time" : "SPDX takes whole seconds";
  return [{ pointer: places[format.family], reason: `${why}; it becomes ${kept}` }];
}
