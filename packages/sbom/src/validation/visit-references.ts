import { table as places } from "../generated/validation/places.js";
import type { JsonObject } from "../json/json-value.ts";
import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";
import type { ReferenceFormat } from "./reference-format.ts";
import { type JsonPath, walkPlaces } from "./walk-places.ts";

/**
 * What an identifier is at a place: the one of what holds it (`id`), or the name of something (`reference`). At a `link`
 * stands an address, and it is a reference where it is a BOM-Link (`urn:cdx:…`).
 */
export type ReferenceKind = "id" | "reference" | "link";

/** Is told of an identifier or a reference. The path is the walker's own: copy what is kept. */
export type OnReference = (kind: ReferenceKind, text: string, path: JsonPath) => void;

/**
 * Tells of every identifier and every reference of a document's JSON form, in document order: each place where the
 * official schemas of CycloneDX (`refType`, `refLinkType`, `bomLink`) and SPDX 3 allow one, and those that the chapters of
 * SPDX 2 name. References out of the document (`urn:cdx:…`, `DocumentRef-…:…`, `NOASSERTION`) are told of too.
 *
 * @example
 * ```ts
 * import { visitReferences } from "@coppice/sbom";
 *
 * const found: string[] = [];
 * const native = { components: [{ "bom-ref": "a" }], dependencies: [{ ref: "a", dependsOn: ["b"] }] };
 * visitReferences("cyclonedx", native, (kind, text, path) => found.push(`${kind} ${text} ${path.join("/")}`));
 * found; // => ["id a components/0/bom-ref", "reference a dependencies/0/ref", "reference b dependencies/0/dependsOn/0"]
 * ```
 * @throws An {@link SbomError} with code `DOCUMENT_TOO_DEEP` past the limit.
 */
export function visitReferences(
  format: ReferenceFormat,
  native: JsonObject,
  onReference: OnReference,
  limits: Pick<SbomLimits, "depth"> = defaultSbomLimits,
): void {
  walkPlaces(
    places[format],
    native,
    (role, value, path) => {
      if (typeof value !== "string") return;
      if (role === "id" || role === "reference" || role === "link") onReference(role, value, path);
    },
    limits.depth,
  );
}
