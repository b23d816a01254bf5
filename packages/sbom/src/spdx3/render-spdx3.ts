import { carryDocument } from "../carried-document.ts";
import { partiesToCarry } from "../carried-party.ts";
import { relationshipComment } from "../carried-relationship.ts";
import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import { createLicenseNamer, type LicenseNamer } from "../license-namer.ts";
import type { SbomComponent, SbomLicense, SbomParty } from "../sbom-component.ts";
import type { SbomModel } from "../sbom-document.ts";
import type { SbomRelationship } from "../sbom-relationship.ts";
import { spdxTime } from "../spdx-time.ts";
import { nameElements } from "../spdx2/name-elements.ts";
import { splitTool } from "../spdx2/split-tool.ts";
import { iriOfRef } from "./foreign-ref.ts";
import { relationshipTypes } from "./relationship-types.ts";
import { renderComponentElement } from "./render-component-element.ts";
import { renderProperties } from "./render-properties.ts";

/** What SPDX 3 requires and a model may not say. */
export interface RenderSpdx3Options {
  /** Id for a document that has none of its own: an absolute IRI that no other document has. */
  readonly namespace: string;
}

const context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";
const creationInfo = "_:creationInfo";
const noneElement = "https://spdx.org/rdf/3.0.1/terms/Core/NoneElement";
const noneLicense = "https://spdx.org/rdf/3.0.1/terms/Licensing/None";

/** Elements of the graph that are made as they are first asked for. */
interface Elements {
  readonly graph: JsonObject[];
  /** The id of the element that stands for `key`, which `make` makes the first time. */
  once(key: string, end: string, make: () => JsonObject): string;
}

/** The JSON-LD object of SPDX 3.0.1 for what a model says. */
export function renderSpdx3(model: SbomModel, { namespace }: RenderSpdx3Options): JsonObject {
  const document = isIri(model.id) ? model.id : namespace;
  const names = nameElements(model.components.map(({ ref }) => ref));
  const idOf = (ref: string): string =>
    isIri(ref) ? ref : names.has(ref) ? `${document}#${names.get(ref)}` : iriOfRef(ref);
  const elements = createElements(document);
  const namer = createLicenseNamer(model.namedLicenses);
  const party = (item: SbomParty): string => renderParty(item, elements);
  const tools = model.creators.filter(({ kind }) => kind === "tool");
  const agents = model.creators.filter(({ kind }) => kind !== "tool").map(party);
  const creation = present({
    type: "CreationInfo",
    "@id": creationInfo,
    specVersion: "3.0.1",
    created: spdxTime(model.created),
    createdBy: agents.length > 0 ? agents : [renderAgent(elements)],
    createdUsing: tools.map(party),
  });
  for (const component of model.components) {
    const id = idOf(component.ref);
    elements.graph.push(renderComponentElement(component, id, creationInfo, party));
    relateLicenses(component, id, namer, elements);
  }
  for (const relationship of renderRelationships(model, idOf)) {
    elements.once(JSON.stringify(relationship), "relationship", () => relationship);
  }
  return {
    "@context": context,
    "@graph": [
      creation,
      present({
        type: "SpdxDocument",
        spdxId: document,
        creationInfo,
        name: model.name,
        profileConformance: ["core", "software", "simpleLicensing"],
        rootElement: model.subjects.map(idOf),
        extension: renderProperties(
          carryDocument({ revision: model.revision, creators: partiesToCarry(tools, asRead) }),
        ),
      }),
      ...elements.graph,
      ...namer.named().map(({ id, name, text, urls }) =>
        present({
          type:
            urls.length === 0
              ? "simplelicensing_SimpleLicensingText"
              : "expandedlicensing_CustomLicense",
          spdxId: `${document}#${id}`,
          creationInfo,
          name,
          simplelicensing_licenseText: text ?? "NOASSERTION",
          expandedlicensing_seeAlso: urls,
        }),
      ),
    ],
  };
}

function createElements(document: string): Elements {
  const ids = new Map<string, string>();
  const counts = new Map<string, number>();
  const graph: JsonObject[] = [];
  return {
    graph,
    once(key, end, make) {
      const found = ids.get(key);
      if (found !== undefined) return found;
      const count = (counts.get(end) ?? 0) + 1;
      counts.set(end, count);
      const spdxId = `${document}#${end}-${count}`;
      ids.set(key, spdxId);
      graph.push({ ...make(), spdxId, creationInfo });
      return spdxId;
    },
  };
}

const partyTypes = { person: "Person", organization: "Organization", tool: "Tool" } as const;

function renderParty({ kind, name, version, emails, urls }: SbomParty, elements: Elements): string {
  const type = kind === undefined ? "Agent" : partyTypes[kind];
  const identify = (externalIdentifierType: string, identifier: string): JsonObject => ({
    type: "ExternalIdentifier",
    externalIdentifierType,
    identifier,
  });
  const element = present({
    type,
    name: partyName({ name, version }),
    externalIdentifier: [
      ...emails.map((email) => identify("email", email)),
      ...urls.map((url) => identify("urlScheme", url)),
    ],
  });
  return elements.once(JSON.stringify(element), type.toLowerCase(), () => element);
}

/** One text for both, of which a reader takes a tool's version out again. */
function partyName({ name, version }: Pick<SbomParty, "name" | "version">): string | undefined {
  return version === undefined ? name : `${name ?? ""}-${version}`;
}

/** A tool as it is read again. */
function asRead(tool: SbomParty): SbomParty {
  const { version: _, ...rest } = tool;
  const name = partyName(tool);
  return name === undefined ? rest : { ...rest, ...splitTool(name) };
}

/** Somebody must have made a document; where nobody is named it is the program that wrote it. */
function renderAgent(elements: Elements): string {
  return elements.once("coppice", "agent", () => ({ type: "SoftwareAgent", name: "coppice" }));
}

function relateLicenses(
  { licenses }: SbomComponent,
  from: string,
  namer: LicenseNamer,
  elements: Elements,
): void {
  const state = (relationshipType: string, stated: readonly SbomLicense[]): void => {
    const expression = namer.expressionOf(stated);
    if (expression === undefined) return;
    const license =
      expression === "NONE"
        ? noneLicense
        : elements.once(`license ${expression}`, "license", () => ({
            type: "simplelicensing_LicenseExpression",
            simplelicensing_licenseExpression: expression,
          }));
    const relationship = { type: "Relationship", from, relationshipType, to: [license] };
    elements.once(JSON.stringify(relationship), "relationship", () => relationship);
  };
  state(
    "hasDeclaredLicense",
    licenses.filter((item) => item.acknowledgement !== "concluded"),
  );
  state(
    "hasConcludedLicense",
    licenses.filter((item) => item.acknowledgement === "concluded"),
  );
}

/** One element for all that a component has the same relationship to. */
function renderRelationships(
  model: SbomModel,
  idOf: (ref: string) => string,
): readonly JsonObject[] {
  const grouped = new Map<string, SbomRelationship[]>();
  for (const relationship of model.relationships) {
    const { from, kind, scope, comment } = relationship;
    const key = JSON.stringify([from, kind, scope, comment]);
    const group = grouped.get(key) ?? [];
    group.push(relationship);
    grouped.set(key, group);
  }
  const related = [...grouped.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [
          renderRelationship(
            first,
            group.map(({ to }) => idOf(to)),
            idOf,
          ),
        ];
  });
  const independent = model.leaves.map((ref) => ({
    type: "Relationship",
    from: idOf(ref),
    relationshipType: "dependsOn",
    to: [noneElement],
    completeness: "complete",
  }));
  return [...related, ...independent];
}

function renderRelationship(
  relationship: SbomRelationship,
  to: readonly string[],
  idOf: (ref: string) => string,
): JsonObject {
  const { kind, scope, comment } = relationship;
  const from = idOf(relationship.from);
  if (kind === "dependsOn" && scope === "optional") {
    return present({
      type: "Relationship",
      from,
      relationshipType: "hasOptionalDependency",
      to,
      comment,
    });
  }
  if (kind === "dependsOn" && scope === "provided") {
    return present({
      type: "Relationship",
      from,
      relationshipType: "hasProvidedDependency",
      to,
      comment,
    });
  }
  const known = relationshipTypes.has(kind);
  return present({
    type: scope === undefined || !known ? "Relationship" : "LifecycleScopedRelationship",
    from,
    relationshipType: known ? kind : "other",
    to,
    scope: known ? scope : undefined,
    comment: known ? comment : relationshipComment(relationship),
  });
}

/** Whether `id` can stand for an element wherever it is read. */
function isIri(id: string | undefined): id is string {
  return id !== undefined && /^(?:https?|urn):[^\s<>"{}|\\^`]+$/.test(id);
}
