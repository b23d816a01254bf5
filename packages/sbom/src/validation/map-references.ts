import { table as places } from "../generated/validation/places.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { tooDeep, withinStack } from "../json/too-deep.ts";
import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";
import type { ReferenceFormat } from "./reference-format.ts";
import type { ReferenceKind } from "./visit-references.ts";
import type { JsonPath } from "./walk-places.ts";

/** Gives what shall stand where `text` stands; nothing to leave it out. */
export type MapReference = (
  kind: ReferenceKind,
  text: string,
  path: JsonPath,
) => string | undefined;

/**
 * A document's JSON form with other identifiers and references at the places that `visitReferences` tells of. A member or
 * item for which nothing is given is left out; what then lacks a member that it needs is the caller's to remove. Parts
 * without a change are the same objects as before.
 *
 * @example
 * ```ts
 * import { mapReferences } from "@coppice/sbom";
 *
 * const native = { dependencies: [{ ref: "a", dependsOn: ["b", "c"] }] };
 * mapReferences("cyclonedx", native, (_, text) => (text === "b" ? undefined : `x-${text}`));
 * // => { dependencies: [{ ref: "x-a", dependsOn: ["x-c"] }] }
 * ```
 * @throws An {@link SbomError} with code `DOCUMENT_TOO_DEEP` past the limit.
 */
export function mapReferences(
  format: ReferenceFormat,
  native: JsonObject,
  map: MapReference,
  limits: Pick<SbomLimits, "depth"> = defaultSbomLimits,
): JsonObject {
  const { root, nodes } = places[format];
  const path: (string | number)[] = [];

  const mapInside = (index: number, value: JsonValue, step: string | number) => {
    if (path.length >= limits.depth) throw tooDeep(limits.depth);
    path.push(step);
    const mapped = mapValue(index, value);
    path.pop();
    return mapped;
  };
  const mapValue = (index: number, value: JsonValue): JsonValue | undefined => {
    const { role, members, items } = nodes[index] ?? {};
    if (typeof value === "string") {
      return role === "id" || role === "reference" || role === "link"
        ? map(role, value, path)
        : value;
    }
    if (isJsonObject(value)) return members === undefined ? value : mapMembers(members, value);
    if (typeof value !== "object" || value === null || items === undefined) return value;
    const mapped = value.map((item, position) => mapInside(items, item, position));
    if (mapped.every((item, position) => item === value[position])) return value;
    return mapped.filter((item) => item !== undefined);
  };
  const mapMembers = (
    members: { readonly [member: string]: number },
    object: JsonObject,
  ): JsonObject => {
    const kept: [name: string, value: JsonValue][] = [];
    let changed = false;
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined) continue;
      const index = Object.hasOwn(members, name) ? members[name] : undefined;
      const mapped = index === undefined ? value : mapInside(index, value, name);
      changed ||= mapped !== value;
      if (mapped !== undefined) kept.push([name, mapped]);
    }
    return changed ? Object.fromEntries(kept) : object;
  };
  const mapped = withinStack(limits.depth, () => mapValue(root, native));
  return isJsonObject(mapped) ? mapped : native;
}
