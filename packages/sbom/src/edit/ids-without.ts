import type { JsonObject } from "../json/json-value.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { referenceFormatOf } from "../validation/reference-format.ts";
import { visitReferences } from "../validation/visit-references.ts";

/** Ids that are in the one document of a format and no longer in the other. */
export function idsWithout(
  format: SbomFormat,
  before: JsonObject,
  after: JsonObject,
): ReadonlySet<string> {
  const ids = new Set<string>();
  const references = referenceFormatOf(format);
  if (references === undefined) return ids;
  visitReferences(references, before, (kind, text) => {
    if (kind === "id") ids.add(text);
  });
  visitReferences(references, after, (kind, text) => {
    if (kind === "id") ids.delete(text);
  });
  return ids;
}
