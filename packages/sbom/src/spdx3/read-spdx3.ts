import type { OnProblem } from "@coppice/types";
import { restoreDocument } from "../carried-document.ts";
import { commentedRelationship } from "../carried-relationship.ts";
import type { JsonObject } from "../json/json-value.ts";
import { objectsOf, textOf, textsOf } from "../json/members.ts";
import { createModelBuilder, type ModelBuilder } from "../model-builder.ts";
import type { SbomLicense, SbomParty } from "../sbom-component.ts";
import type { SbomModel, SbomNamedLicense } from "../sbom-document.ts";
import { isDependencyScope, type SbomDependencyScope } from "../sbom-relationship.ts";
import { splitTool } from "../spdx2/split-tool.ts";
import { createLicenseReader, licenseReference } from "./create-license-reader.ts";
import { creationOf } from "./creation-of.ts";
import { type GraphElement, idOf, listElements } from "./element-index.ts";
import { refOfIri } from "./foreign-ref.ts";
import { isComponentElement, readElement, readProperties } from "./read-element.ts";

/** What an SPDX 3.0 document says, from its JSON-LD object. Packages, files and snippets are components. */
export function readSpdx3(native: JsonObject, onProblem: OnProblem): SbomModel {
  const elements = listElements(native);
  const byId = new Map<string, GraphElement>();
  for (const element of elements) {
    const id = idOf(element.object);
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
  }
  const find = (id: string): JsonObject | undefined => byId.get(id)?.object;
  const expressionOf = createLicenseReader(find);
  const findParty = (id: string): SbomParty | undefined => readParty(byId.get(id));
  const builder = createModelBuilder(onProblem);
  const namedLicenses = elements.flatMap(readNamedLicense);
  const licenses = readLicenses(elements, expressionOf, namedLicenses);
  for (const element of elements.filter(isComponentElement)) {
    const id = idOf(element.object);
    const stated = id === undefined ? undefined : licenses.get(id);
    const ref = builder.identify(id, element.pointer);
    builder.add(readElement(element, ref, stated ?? [], findParty));
  }
  const document = elements.find(({ type }) => type === "SpdxDocument");
  if (document !== undefined) for (const id of roots(document, byId)) builder.subjects.add(id);
  for (const { object } of elements) relate(builder, object, byId);
  const creation = creationOf(elements, find);
  const carried = restoreDocument(readProperties(document?.object["extension"]));
  return {
    id: document && idOf(document.object),
    name: document && textOf(document.object["name"]),
    revision: carried.revision,
    created: creation && textOf(creation["created"]),
    creators: carried.creators(
      [
        ...textsOf(creation?.["createdUsing"]).map((id) => ({
          ...findParty(id),
          kind: "tool" as const,
        })),
        ...textsOf(creation?.["createdBy"]).map((id) => findParty(id) ?? { name: id }),
      ].map((party) => ({ emails: [], urls: [], ...party })),
    ),
    subjects: [...builder.subjects],
    components: builder.components,
    relationships: builder.relationships,
    leaves: [...builder.leaves],
    namedLicenses,
  };
}

/** What a document is about: its root elements, and where one of them is a bill of materials, that one's. */
function roots(document: GraphElement, byId: ReadonlyMap<string, GraphElement>): readonly string[] {
  return textsOf(document.object["rootElement"]).flatMap((id) => {
    const element = byId.get(id);
    const nested =
      element && !isComponentElement(element) ? textsOf(element.object["rootElement"]) : [];
    return nested.length > 0 ? nested : [id];
  });
}

/** Licences by the element that they are stated of. */
function readLicenses(
  elements: readonly GraphElement[],
  expressionOf: (id: string) => string | undefined,
  namedLicenses: readonly SbomNamedLicense[],
): ReadonlyMap<string, readonly SbomLicense[]> {
  const named = new Map(namedLicenses.map((license) => [license.id, license]));
  const stated = new Map<string, SbomLicense[]>();
  for (const { object } of elements) {
    const acknowledgement = acknowledgements.get(textOf(object["relationshipType"]) ?? "");
    const from = textOf(object["from"]);
    if (acknowledgement === undefined || from === undefined) continue;
    const list = stated.get(from) ?? [];
    stated.set(from, list);
    for (const to of textsOf(object["to"]).map(refOfIri)) {
      const expression = expressionOf(to);
      if (expression === undefined) continue;
      const { name, text, urls } = named.get(expression) ?? {};
      list.push({ expression, name, acknowledgement, url: urls?.[0], text });
    }
  }
  return stated;
}

const acknowledgements: ReadonlyMap<string, "declared" | "concluded"> = new Map([
  ["hasDeclaredLicense", "declared"],
  ["hasConcludedLicense", "concluded"],
]);

/** Types that stand for a dependency in one of its scopes. */
const scoped: ReadonlyMap<string, SbomDependencyScope> = new Map([
  ["hasOptionalDependency", "optional"],
  ["hasProvidedDependency", "provided"],
]);

function relate(
  builder: ModelBuilder,
  object: JsonObject,
  byId: ReadonlyMap<string, GraphElement>,
): void {
  const [stated, type] = [textOf(object["from"]), textOf(object["relationshipType"])];
  const from = stated && refOfIri(stated);
  if (from === undefined || type === undefined || acknowledgements.has(type)) return;
  const lifecycle = isDependencyScope(object["scope"]) ? object["scope"] : undefined;
  const scope = scoped.get(type) ?? lifecycle;
  const kind = scoped.has(type) ? "dependsOn" : type;
  const comment = textOf(object["comment"]);
  for (const to of textsOf(object["to"]).map(refOfIri)) {
    const end = to.slice(to.lastIndexOf("/") + 1);
    if (end === "NoneElement" || end === "NoAssertionElement") {
      if (end === "NoneElement" && kind === "dependsOn") builder.leaves.add(from);
    } else if (kind === "describes" && byId.get(from)?.type === "SpdxDocument")
      builder.subjects.add(to);
    else {
      const carried =
        kind === "other" && comment ? commentedRelationship(comment, from, to) : undefined;
      builder.relate(carried ?? { from, kind, to, scope, comment });
    }
  }
}

const partyKinds: ReadonlyMap<string, SbomParty["kind"]> = new Map<string, SbomParty["kind"]>([
  ["Person", "person"],
  ["Organization", "organization"],
  ["SoftwareAgent", "tool"],
  ["Tool", "tool"],
  ["Agent", undefined],
]);

function readParty(element: GraphElement | undefined): SbomParty | undefined {
  if (element === undefined || !partyKinds.has(element.type)) return undefined;
  const identifiers = objectsOf(element.object["externalIdentifier"]).map((item) => ({
    type: textOf(item["externalIdentifierType"]),
    value: textOf(item["identifier"]) ?? "",
  }));
  const kind = partyKinds.get(element.type);
  const name = textOf(element.object["name"]);
  return {
    ...(kind === "tool" && name !== undefined ? splitTool(name) : { name }),
    kind,
    emails: identifiers.flatMap(({ type, value }) => (type === "email" ? [value] : [])),
    urls: identifiers.flatMap(({ type, value }) => (type === "urlScheme" ? [value] : [])),
  };
}

function readNamedLicense({ object, type }: GraphElement): readonly SbomNamedLicense[] {
  const id = idOf(object);
  const text = textOf(object["simplelicensing_licenseText"]);
  if (id === undefined || text === undefined || type === "expandedlicensing_ListedLicense")
    return [];
  return [
    {
      id: licenseReference(id),
      name: textOf(object["name"]),
      text: text === "NOASSERTION" ? undefined : text,
      urls: textsOf(object["expandedlicensing_seeAlso"]),
    },
  ];
}
