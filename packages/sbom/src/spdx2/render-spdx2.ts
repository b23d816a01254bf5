import { carryDocument } from "../carried-document.ts";
import { partiesToCarry } from "../carried-party.ts";
import { relationshipComment } from "../carried-relationship.ts";
import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import { createLicenseNamer } from "../license-namer.ts";
import type { SbomModel } from "../sbom-document.ts";
import type { SbomRelationship } from "../sbom-relationship.ts";
import { spdxTime } from "../spdx-time.ts";
import { carriedAnnotation } from "./carried-annotation.ts";
import { nameElements } from "./name-elements.ts";
import { newerWords } from "./newer-words.ts";
import { readCreator } from "./read-creator.ts";
import { type RelationshipType, relationshipTypes } from "./relationship-types.ts";
import { renderCreator } from "./render-creator.ts";
import { isFileElement, renderElement } from "./render-element.ts";

/** What SPDX 2 requires and a model may not say. */
export interface RenderSpdx2Options {
  /** Namespace for a document that has no id of its own: an absolute URI that no other document has. */
  readonly namespace: string;
  /** `2.2`, which has fewer words, or `2.3`. */
  readonly version: string;
}

const documentId = "SPDXRef-DOCUMENT";

/** The native form of SPDX 2 for what a model says. */
export function renderSpdx2(
  model: SbomModel,
  { namespace, version }: RenderSpdx2Options,
): JsonObject {
  const names = nameElements(model.components.map(({ ref }) => ref));
  const namer = createLicenseNamer(model.namedLicenses);
  const created = spdxTime(model.created);
  const packages: JsonObject[] = [];
  const files: JsonObject[] = [];
  for (const component of model.components) {
    const id = names.get(component.ref) ?? documentId;
    const element = renderElement(component, id, namer, created, version);
    (isFileElement(component) ? files : packages).push(element);
  }
  const nameOf = (ref: string): string => names.get(ref) ?? ref;
  const creators = model.creators.map(renderCreator);
  const subjects = new Set(model.subjects);
  const subject = model.components.find(({ ref }) => subjects.has(ref));
  const carried = carryDocument({
    revision: model.revision,
    creators: partiesToCarry(model.creators, (party) => readCreator(renderCreator(party))),
  });
  return present({
    spdxVersion: `SPDX-${version}`,
    dataLicense: "CC0-1.0",
    SPDXID: documentId,
    name: model.name ?? subject?.name ?? "unnamed",
    documentNamespace: namespaceOf(model.id) ?? namespace,
    creationInfo: { created, creators: creators.length === 0 ? ["Tool: coppice"] : creators },
    annotations: carried.map((property) => carriedAnnotation(property, created)),
    packages,
    files,
    relationships: [
      ...model.subjects.map((ref) => ({
        spdxElementId: documentId,
        relationshipType: "DESCRIBES",
        relatedSpdxElement: nameOf(ref),
      })),
      ...model.relationships.map((relationship) =>
        renderRelationship(relationship, nameOf, version),
      ),
      ...model.leaves.map((ref) => ({
        spdxElementId: nameOf(ref),
        relationshipType: "DEPENDS_ON",
        relatedSpdxElement: "NONE",
      })),
    ],
    hasExtractedLicensingInfos: namer
      .named()
      .map(({ id, name, text, urls }) =>
        present({ licenseId: id, name, extractedText: text ?? "NOASSERTION", seeAlsos: urls }),
      ),
  });
}

function renderRelationship(
  relationship: SbomRelationship,
  nameOf: (ref: string) => string,
  version: string,
): JsonObject {
  const { from, kind, to, scope, comment } = relationship;
  const known = types.get(`${kind} ${scope ?? ""}`);
  const found = known && version === "2.2" && newerWords.has(known.type) ? undefined : known;
  const [left, right] = found?.reversed ? [to, from] : [from, to];
  return present({
    spdxElementId: nameOf(left),
    relationshipType: found?.type ?? (relationshipTypes.has(kind) ? kind : "OTHER"),
    relatedSpdxElement: nameOf(right),
    comment: found ? comment : relationshipComment(relationship),
  });
}

/** Types by what they mean; the first of two that mean the same. */
const types: ReadonlyMap<string, RelationshipType & { readonly type: string }> = new Map(
  [...relationshipTypes]
    .map(
      ([type, meaning]) =>
        [`${meaning.kind} ${meaning.scope ?? ""}`, { ...meaning, type }] as const,
    )
    .reverse(),
);

/** A namespace is an absolute URI without a fragment. */
function namespaceOf(id: string | undefined): string | undefined {
  return id !== undefined && /^[a-z][a-z0-9+.-]*:[^#\s]+$/i.test(id) ? id : undefined;
}
