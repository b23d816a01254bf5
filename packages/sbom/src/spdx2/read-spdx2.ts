import type { OnProblem } from "@coppice/types";
import { restoreDocument } from "../carried-document.ts";
import { commentedRelationship } from "../carried-relationship.ts";
import { readLayer } from "../coppice-properties.ts";
import { readEvidence } from "../cyclonedx/read-evidence.ts";
import { digestOf } from "../hash-algorithms.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { itemsOf, objectOf, objectsOf, textOf, textsOf } from "../json/members.ts";
import { createModelBuilder, type ModelBuilder } from "../model-builder.ts";
import {
  isComponentType,
  type SbomComponent,
  type SbomComponentType,
  type SbomLicense,
  type SbomProperty,
} from "../sbom-component.ts";
import type { SbomModel, SbomNamedLicense } from "../sbom-document.ts";
import { carriedProperty } from "./carried-annotation.ts";
import { readCreator } from "./read-creator.ts";
import { readExternalRefs } from "./read-external-refs.ts";
import { relationshipTypes } from "./relationship-types.ts";

/**
 * What an SPDX 2 document says, from its native form. Packages, files and snippets are components; relations that read from
 * right to left are turned round. `NOASSERTION` is absence.
 */
export function readSpdx2(native: JsonObject, onProblem: OnProblem): SbomModel {
  const builder = createModelBuilder(onProblem);
  const named = readNamedLicenses(native);
  const byId = new Map(named.map((license) => [license.id, license]));
  for (const [member, type] of [
    ["packages", undefined],
    ["files", "file"],
    ["snippets", "snippet"],
  ] as const) {
    itemsOf(native[member]).forEach((item, index) => {
      if (!isJsonObject(item)) return;
      const pointer = `/${member}/${index}`;
      const ref = builder.identify(textOf(item["SPDXID"]), pointer);
      builder.add(readElement(item, ref, pointer, type, byId));
    });
  }
  for (const id of textsOf(native["documentDescribes"])) builder.subjects.add(id);
  const document = textOf(native["SPDXID"]) ?? "SPDXRef-DOCUMENT";
  for (const { SPDXID, hasFiles } of objectsOf(native["packages"])) {
    const from = textOf(SPDXID);
    if (from === undefined) continue;
    for (const to of textsOf(hasFiles)) builder.relate({ from, kind: "contains", to });
  }
  for (const relationship of objectsOf(native["relationships"])) {
    readRelationship(builder, relationship, document);
  }
  const creation = objectOf(native["creationInfo"]);
  const carried = restoreDocument(readCarried(native["annotations"]));
  return {
    id: textOf(native["documentNamespace"]),
    name: textOf(native["name"]),
    revision: carried.revision,
    created: textOf(creation["created"]),
    creators: carried.creators(
      textsOf(creation["creators"]).flatMap((text) => readCreator(text) ?? []),
    ),
    subjects: [...builder.subjects],
    components: builder.components,
    relationships: builder.relationships,
    leaves: [...builder.leaves],
    namedLicenses: named,
  };
}

function readElement(
  item: JsonObject,
  ref: string,
  pointer: string,
  type: SbomComponentType | undefined,
  named: ReadonlyMap<string, SbomNamedLicense>,
): SbomComponent {
  const purpose = textOf(item["primaryPackagePurpose"])?.toLowerCase().replaceAll("_", "-");
  const originator = readCreator(textOf(item["originator"]));
  const { purls, cpes, identifiers, references } = readExternalRefs(item);
  const properties = readCarried(item["annotations"]);
  return {
    ref,
    pointer,
    type: type ?? (isComponentType(purpose) ? purpose : undefined),
    name: textOf(item["name"]) ?? textOf(item["fileName"]) ?? "",
    version: textOf(item["versionInfo"]),
    purls,
    cpes,
    identifiers,
    hashes: objectsOf(item["checksums"]).flatMap(({ algorithm, checksumValue }) =>
      typeof algorithm === "string" && typeof checksumValue === "string"
        ? [digestOf(algorithm, checksumValue)]
        : [],
    ),
    licenses: readLicenses(item, named),
    copyright: asserted(item["copyrightText"]),
    description: textOf(item["description"]) ?? textOf(item["summary"]),
    supplier: readCreator(textOf(item["supplier"])),
    originators: originator === undefined ? [] : [originator],
    externalReferences: references,
    properties,
    layer: readLayer(properties),
    evidence: readEvidence(undefined, properties),
  };
}

/** Properties, for which SPDX 2 has no place, as {@link carriedAnnotation} writes them. */
function readCarried(annotations: JsonValue | undefined): readonly SbomProperty[] {
  return objectsOf(annotations).flatMap((annotation) => carriedProperty(annotation) ?? []);
}

function readLicenses(
  item: JsonObject,
  named: ReadonlyMap<string, SbomNamedLicense>,
): readonly SbomLicense[] {
  const statements = [
    ["declared", asserted(item["licenseDeclared"])],
    ["concluded", asserted(item["licenseConcluded"])],
    ...textsOf(item["licenseInfoInFiles"] ?? item["licenseInfoInSnippets"]).map(
      (text) => ["declared", asserted(text)] as const,
    ),
  ] as const;
  return statements.flatMap(([acknowledgement, expression]) => {
    if (expression === undefined) return [];
    const { name, text, urls } = named.get(expression) ?? {};
    return [{ expression, name, acknowledgement, url: urls?.[0], text }];
  });
}

function readNamedLicenses(native: JsonObject): readonly SbomNamedLicense[] {
  return objectsOf(native["hasExtractedLicensingInfos"]).flatMap((info) => {
    const id = textOf(info["licenseId"]);
    if (id === undefined) return [];
    const [name, text] = [asserted(info["name"]), asserted(info["extractedText"])];
    return [{ id, name, text, urls: textsOf(info["seeAlsos"]) }];
  });
}

function readRelationship(builder: ModelBuilder, relationship: JsonObject, document: string): void {
  const left = textOf(relationship["spdxElementId"]);
  const right = textOf(relationship["relatedSpdxElement"]);
  const type = textOf(relationship["relationshipType"]);
  if (left === undefined || right === undefined || type === undefined) return;
  const { kind, reversed, scope } = relationshipTypes.get(type) ?? { kind: type };
  if (right === "NONE" && kind === "dependsOn" && !reversed) builder.leaves.add(left);
  if (right === "NONE" || right === "NOASSERTION") return;
  const [from, to] = reversed ? [right, left] : [left, right];
  const comment = textOf(relationship["comment"]);
  const carried =
    type === "OTHER" && comment ? commentedRelationship(comment, from, to) : undefined;
  if (kind === "describes" && from === document) builder.subjects.add(to);
  else builder.relate(carried ?? { from, kind, to, scope, comment });
}

/** Text that says something. */
function asserted(value: JsonValue | undefined): string | undefined {
  return value === "NOASSERTION" ? undefined : textOf(value);
}
