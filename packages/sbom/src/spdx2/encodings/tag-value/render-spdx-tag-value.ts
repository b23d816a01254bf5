import { isJsonObject, type JsonObject, type JsonValue } from "../../../json/json-value.ts";
import type { SbomLoss } from "../../../sbom-document.ts";
import { annotatedElement, tagRules } from "./tag-rules.ts";
import { type PlacedObject, tagValueWriter } from "./tag-value-writer.ts";

/** A document in the tag-value encoding. */
export interface SpdxTagValue {
  readonly text: string;
  /** What the encoding has no words for. */
  readonly losses: readonly SbomLoss[];
}

/**
 * An SPDX 2 document of the native form in the tag-value encoding, and what that cannot say.
 *
 * `documentDescribes` and `hasFiles` are no tags: files stand after their package, and what that cannot show is a
 * relationship of the same meaning (`DESCRIBES`, `CONTAINS`). Categories of references are written with hyphens. An empty
 * array says nothing.
 *
 * Source: SPDX 2.3, clauses 6 to 13.
 */
export function renderSpdxTagValue(document: JsonObject): SpdxTagValue {
  const writer = tagValueWriter();
  const documentId = document["SPDXID"];
  const packages = writer.objects(document, "packages", "");
  const files = writer.objects(document, "files", "");
  const snippets = writer.objects(document, "snippets", "");
  const homes = placeFiles(
    packages.map(({ object }) => object),
    files,
  );
  const relationships = writer.objects(document, "relationships", "");
  const said = new Set(relationships.map(({ object }) => relationKey(object)));
  const implied: JsonObject[] = [];
  const imply = (from: JsonValue | undefined, type: string, to: JsonValue, at: string): void => {
    if (typeof from !== "string" || typeof to !== "string") {
      writer.lose(at, "one of both ends has no identifier");
      return;
    }
    const relation = { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
    if (!said.has(relationKey(relation))) implied.push(relation);
    said.add(relationKey(relation));
  };

  const { creationInfo } = document;
  const rules = tagRules.document.filter(({ member }) => member !== "relationships");
  writer.write(rules, document, "", writtenElsewhere);
  if (isJsonObject(creationInfo)) writer.section("creationInfo", creationInfo, "/creationInfo");
  else if (creationInfo !== undefined) writer.lose("/creationInfo", "is no object");
  writer.kept(document, "");

  const writeFile = ({ object, pointer }: PlacedObject): void => {
    writer.section("file", object, pointer, ["annotations", "artifactOfs"]);
    for (const artifact of writer.objects(object, "artifactOfs", pointer)) {
      writer.section("artifact", artifact.object, artifact.pointer);
    }
  };
  for (const file of homes.without) writeFile(file);
  for (const { object, pointer } of packages) {
    writer.section("package", object, pointer, ["annotations", "hasFiles"]);
    const placed = homes.within.get(object) ?? [];
    for (const file of placed) writeFile(file);
    const shown = new Set(placed.map((file) => file.object["SPDXID"]));
    for (const item of writer.items(object, "hasFiles", pointer)) {
      if (!shown.has(item.value)) imply(object["SPDXID"], "CONTAINS", item.value, item.pointer);
    }
  }
  for (const { value, pointer } of writer.items(document, "documentDescribes", "")) {
    imply(documentId, "DESCRIBES", value, pointer);
  }
  for (const { object, pointer } of snippets) {
    writer.section("snippet", object, pointer, ["annotations"]);
  }
  for (const { object, pointer } of writer.objects(document, "hasExtractedLicensingInfos", "")) {
    writer.section("license", object, pointer);
  }
  const relationRules = tagRules.document.filter(({ member }) => member === "relationships");
  writer.gap();
  writer.list(relationRules, document, "");
  writer.list(relationRules, { relationships: implied }, "");

  for (const { object, pointer } of [
    { object: document, pointer: "" },
    ...packages,
    ...files,
    ...snippets,
  ]) {
    for (const annotation of writer.objects(object, "annotations", pointer)) {
      const id = object["SPDXID"];
      if (typeof id !== "string") {
        writer.lose(annotation.pointer, "its element has no SPDXID");
        continue;
      }
      if (Object.hasOwn(annotation.object, annotatedElement)) {
        writer.lose(`${annotation.pointer}/${annotatedElement}`, "tag-value has no tag for it");
      }
      const about = { ...annotation.object, [annotatedElement]: id };
      writer.section("annotation", about, annotation.pointer);
    }
  }
  for (const { object, pointer } of writer.objects(document, "revieweds", "")) {
    writer.section("review", object, pointer);
  }
  return writer.end();
}

/** Members of the document that are sections, relationships or kept tags. */
const writtenElsewhere: readonly string[] = [
  "$tagValue",
  "annotations",
  "creationInfo",
  "documentDescribes",
  "files",
  "hasExtractedLicensingInfos",
  "packages",
  "relationships",
  "revieweds",
  "snippets",
];

/** Which files can stand after a package: each after the first that has it and that may have files. */
function placeFiles(
  packages: readonly JsonObject[],
  files: readonly PlacedObject[],
): { within: ReadonlyMap<JsonObject, readonly PlacedObject[]>; without: readonly PlacedObject[] } {
  const home = new Map<JsonValue, JsonObject>();
  for (const item of packages) {
    const { hasFiles, filesAnalyzed } = item;
    if (filesAnalyzed === false || !Array.isArray(hasFiles)) continue;
    for (const id of hasFiles) if (!home.has(id)) home.set(id, item);
  }
  const within = new Map<JsonObject, PlacedObject[]>();
  const without: PlacedObject[] = [];
  for (const file of files) {
    const id = file.object["SPDXID"];
    const item = id === undefined ? undefined : home.get(id);
    if (item === undefined) without.push(file);
    else if (within.has(item)) within.get(item)?.push(file);
    else within.set(item, [file]);
  }
  return { within, without };
}

function relationKey(relation: JsonObject): string {
  const { spdxElementId, relationshipType, relatedSpdxElement } = relation;
  const parts = [spdxElementId, relationshipType, relatedSpdxElement];
  return JSON.stringify(parts.map((part) => (typeof part === "string" ? part : null)));
}
