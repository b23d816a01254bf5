import { stringify } from "yaml";
import type { JsonObject, JsonValue } from "../../json/json-value.ts";
import { SbomError } from "../../sbom-error.ts";
import { defaultSbomLimits, type SbomLimits } from "../../sbom-limits.ts";

/**
 * An SPDX 2 document of the native form in YAML. Text that some version of YAML takes for a number, a date or a truth
 * value has quotes.
 *
 * @throws An {@link SbomError} with code `DOCUMENT_TOO_DEEP` past the limit.
 */
export function renderSpdxYaml(
  document: JsonObject,
  limits: Pick<SbomLimits, "depth"> = defaultSbomLimits,
): string {
  requireDepth(document, limits.depth);
  return stringify(document, { compat: "yaml-1.1", aliasDuplicateObjects: false, lineWidth: 0 });
}

/** The library descends by recursion. */
function requireDepth(document: JsonObject, depth: number): void {
  let level: readonly (JsonValue | undefined)[] = [document];
  for (let at = 0; level.length > 0; at += 1) {
    if (at > depth) {
      throw new SbomError(
        "DOCUMENT_TOO_DEEP",
        `the document has more than ${depth} values inside one another; raise limits.depth to write it`,
      );
    }
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
}
