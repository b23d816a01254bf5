import { isJsonObject } from "../../json/json-value.ts";
import { SbomError } from "../../sbom-error.ts";
import type { SbomLimits } from "../../sbom-limits.ts";
import { parseYaml } from "../../yaml/parse-yaml.ts";
import { restoreTypes } from "./restore-types.ts";
import { type Spdx2Reading, spdx2Reading } from "./spdx2-reading.ts";
import { spdx2Shape } from "./spdx2-shape.ts";

/**
 * An SPDX document in YAML, in its native form: the same members as JSON has. What the schema calls text is text, also
 * where YAML would see a number, a date or a truth value in it.
 *
 * @throws An {@link SbomError} with a code of {@link parseYaml}, `DOCUMENT_INVALID` where the document is no mapping, or
 * `VERSION_UNSUPPORTED` where it states another version than 2.0 to 2.3.
 */
export function readSpdxYaml(
  text: string,
  limits?: Pick<SbomLimits, "depth" | "items">,
): Spdx2Reading {
  const document = restoreTypes(parseYaml(text, limits), spdx2Shape);
  if (isJsonObject(document)) return spdx2Reading(document, []);
  throw new SbomError(
    "DOCUMENT_INVALID",
    "the YAML document is no mapping; take one with members such as spdxVersion",
  );
}
