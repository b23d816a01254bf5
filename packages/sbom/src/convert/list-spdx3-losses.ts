import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { textOf, textsOf } from "../json/members.ts";
import type { SbomLoss } from "../sbom-document.ts";
import { creationOf } from "../spdx3/creation-of.ts";
import { type GraphElement, idOf, listElements } from "../spdx3/element-index.ts";
import { isComponentElement } from "../spdx3/read-element.ts";
import { listUnmapped } from "./list-unmapped.ts";
import { spdx3Shapes } from "./spdx3-shapes.ts";

/** Members by which the model comes from one element to another that only stands for it. */
const leading = [
  "createdBy",
  "createdUsing",
  "suppliedBy",
  "originatedBy",
  "expandedlicensing_member",
  "expandedlicensing_subjectLicense",
  "expandedlicensing_subjectExtendableLicense",
  "expandedlicensing_subjectAddition",
];

/**
 * What of an SPDX 3 document no other family gets: elements of types that the model does not know, those that tell of such
 * elements alone (their makers and licences), and members that the model does not know.
 */
export function listSpdx3Losses(native: JsonObject, reason: string): readonly SbomLoss[] {
  const elements = listElements(native);
  const read = elementsRead(elements);
  return elements.flatMap(({ object, type, pointer }) => {
    const shape = spdx3Shapes.get(type);
    if (shape === undefined) return [{ pointer, reason: `${reason} (${type || "no type"})` }];
    if (!read.has(object)) return [{ pointer, reason }];
    return listUnmapped(object, { ...shape, "@context": () => true }, reason, pointer);
  });
}

/** The elements that the model is made of. */
function elementsRead(elements: readonly GraphElement[]): ReadonlySet<JsonObject> {
  const byId = new Map(elements.map(({ object }) => [idOf(object), object]));
  const document = elements.find(({ type }) => type === "SpdxDocument");
  const creation = creationOf(elements, (id) => byId.get(id));
  const components = elements.filter(isComponentElement).map(({ object }) => object);
  const ids = new Set(components.map(idOf));
  const relationships = elements.flatMap(({ object }) => {
    const { relationshipType, from } = object;
    if (relationshipType === undefined) return [];
    return isLicensing(relationshipType) && !ids.has(textOf(from)) ? [] : [object];
  });
  const read = new Set<JsonObject>();
  const pending = [
    ...(document === undefined ? [] : [document.object]),
    ...(creation === undefined ? [] : [creation]),
    ...components,
    ...relationships,
    ...elements.filter(({ type }) => type === "software_Sbom").map(({ object }) => object),
    // Licences with a text are the document's own, whether or not something has them.
    ...elements.flatMap(({ object }) => (object["simplelicensing_licenseText"] ? [object] : [])),
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (read.has(next)) continue;
    read.add(next);
    const members = isLicensing(next["relationshipType"]) ? [...leading, "to"] : leading;
    for (const id of members.flatMap((member) => idsIn(next?.[member]))) {
      const found = byId.get(id);
      if (found !== undefined) pending.push(found);
    }
  }
  return read;
}

function idsIn(value: JsonValue | undefined): readonly string[] {
  return typeof value === "string" ? [value] : textsOf(value);
}

function isLicensing(type: JsonValue | undefined): boolean {
  return type === "hasDeclaredLicense" || type === "hasConcludedLicense";
}
