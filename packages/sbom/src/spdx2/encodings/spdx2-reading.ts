import type { Problem } from "@coppice/types";
import type { JsonObject } from "../../json/json-value.ts";
import { SbomError } from "../../sbom-error.ts";

/** An SPDX 2 document in its native form, read from any encoding. */
export interface Spdx2Reading {
  /** `2.0` to `2.3`. */
  readonly version: string;
  /**
   * The object that the official JSON Schema describes. Members beginning with `$` hold what the encoding says and the
   * schema has no place for.
   */
  readonly document: JsonObject;
  /** What could not be read, in the order of the text. */
  readonly problems: readonly Problem[];
}

/**
 * Gives `document` with the version that it states. `SPDX-2.2.1` is the name under which ISO published 2.2; a document
 * that states no version that can be read is taken for 2.3, which says all that the others can.
 *
 * @throws An {@link SbomError} with code `VERSION_UNSUPPORTED` where it states a version of another kind.
 */
export function spdx2Reading(document: JsonObject, problems: readonly Problem[]): Spdx2Reading {
  const stated = document["spdxVersion"];
  const found = typeof stated === "string" ? /^SPDX-(\d{1,3})\.(\d{1,3})/.exec(stated) : null;
  if (found === null) {
    const message = `the document states ${stated === undefined ? "no version" : `the version ${JSON.stringify(stated)}`}; it is read as SPDX 2.3`;
    return {
      version: "2.3",
      document,
      problems: [{ code: "VERSION_UNKNOWN", message }, ...problems],
    };
  }
  const [, major, minor] = found;
  if (major === "2" && Number(minor) <= 3) {
    return { version: `2.${Number(minor)}`, document, problems };
  }
  throw new SbomError(
    "VERSION_UNSUPPORTED",
    `${stated} cannot be read; take a document of SPDX 2.0 to 2.3`,
  );
}
