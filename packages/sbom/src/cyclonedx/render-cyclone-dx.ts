import { carryDocument } from "../carried-document.ts";
import { partiesToCarry } from "../carried-party.ts";
import { carryRelationship } from "../carried-relationship.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import type { SbomComponent, SbomParty, SbomProperty } from "../sbom-component.ts";
import type { SbomModel, SbomNamedLicense } from "../sbom-document.ts";
import type { SbomRelationship } from "../sbom-relationship.ts";
import { type Nesting, nestComponents } from "./nest-components.ts";
import { readOrganization, readPerson } from "./read-party.ts";
import { renderComponent, renderProperties, renderService } from "./render-component.ts";
import { renderOrganization, renderPerson } from "./render-party.ts";

/**
 * The native form of CycloneDX 1.7 for what a model says. Relationships that it has no place for (all but `dependsOn`,
 * `provides` and nested `contains`) are carried in properties of the component that they begin at, or of the document.
 */
export function renderCycloneDx(model: SbomModel): JsonObject {
  const nesting = nestComponents(model);
  const { dependencies, carried, foreign } = splitRelationships(model, nesting);
  const named = new Map(model.namedLicenses.map((license) => [license.id, license]));
  const byRef = new Map(model.components.map((component) => [component.ref, component]));
  // Nesting has a limit, so that this ends.
  const render = (component: SbomComponent): JsonObject => {
    const { ref, type } = component;
    const service = type === "service";
    const own = (service ? renderService : renderComponent)(
      component,
      named,
      carried.get(ref) ?? [],
    );
    const children = (nesting.children.get(ref) ?? []).flatMap((child) => byRef.get(child) ?? []);
    if (children.length === 0) return own;
    return { ...own, [service ? "services" : "components"]: children.map(render) };
  };
  const [first = "", ...others] = model.subjects;
  const subject = others.length === 0 ? byRef.get(first) : undefined;
  const top = model.components.filter((item) => item !== subject && !nesting.parents.has(item.ref));
  return present({
    bomFormat: "CycloneDX",
    specVersion: "1.7",
    serialNumber: isSerialNumber(model.id) ? model.id : undefined,
    version: model.revision ?? 1,
    metadata: renderMetadata(model, foreign, subject && render(subject)),
    components: top.filter(({ type }) => type !== "service").map(render),
    services: top.filter(({ type }) => type === "service").map(render),
    dependencies,
  });
}

/** Whether CycloneDX takes `id` as a serial number: a UUID as RFC 4122 writes it. */
export function isSerialNumber(id: string | undefined): id is string {
  return /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id ?? "");
}

function renderMetadata(
  model: SbomModel,
  foreign: readonly SbomRelationship[],
  component: JsonObject | undefined,
): JsonValue | undefined {
  const { creators } = model;
  const tools = creators
    .filter(({ kind }) => kind === "tool")
    .map(({ name = "", version }) => present({ type: "application", name, version }));
  const maker = creators.find(({ kind }) => kind === "organization");
  const authors = creators.filter((party) => party.kind !== "tool" && party !== maker);
  const written = (party: SbomParty): SbomParty => {
    if (party.kind === "tool") return { ...party, emails: [], urls: [] };
    return party === maker
      ? readOrganization(renderOrganization(party))
      : readPerson(renderPerson(party));
  };
  const metadata = present({
    timestamp: model.created,
    tools: tools.length === 0 ? undefined : { components: tools },
    authors: authors.map(renderPerson),
    component,
    manufacturer: maker && renderOrganization(maker),
    properties: renderProperties(
      carryDocument({
        name: model.name,
        id: isSerialNumber(model.id) ? undefined : model.id,
        subjects: component === undefined ? model.subjects : [],
        creators: partiesToCarry(creators, written),
        relationships: foreign,
        namedLicenses: model.namedLicenses.filter(isUnsaid(model)),
      }),
    ),
  });
  return Object.keys(metadata).length === 0 ? undefined : metadata;
}

/** Whether a licence that the document defines is more than what stands at the components that have this licence alone. */
function isUnsaid({ components }: SbomModel): (license: SbomNamedLicense) => boolean {
  const alone = new Set<string>();
  const joined = new Set<string>();
  for (const { licenses } of components) {
    for (const { expression = "" } of licenses) {
      if (!expression.includes(" ")) alone.add(expression);
      else for (const word of expression.split(/[\s()]+/)) joined.add(word);
    }
  }
  return ({ id, name, urls }) =>
    name === undefined || urls.length > 1 || !alone.has(id) || joined.has(id);
}

/** What goes into `dependencies`, what into properties by the ref that it begins at, and what begins at nothing here. */
function splitRelationships(
  model: SbomModel,
  { parents }: Nesting,
): {
  readonly dependencies: readonly JsonObject[];
  readonly carried: ReadonlyMap<string, readonly SbomProperty[]>;
  readonly foreign: readonly SbomRelationship[];
} {
  const refs = new Set(model.components.map(({ ref }) => ref));
  const edges = new Map<
    string,
    { readonly dependsOn: Set<string>; readonly provides: Set<string> }
  >();
  const edgesOf = (ref: string) => {
    const found = edges.get(ref) ?? { dependsOn: new Set(), provides: new Set() };
    edges.set(ref, found);
    return found;
  };
  const carried = new Map<string, SbomProperty[]>();
  const foreign: SbomRelationship[] = [];
  for (const relationship of model.relationships) {
    const { from, kind, to } = relationship;
    const local = refs.has(from) && refs.has(to);
    if (local && kind === "dependsOn") edgesOf(from).dependsOn.add(to);
    if (local && kind === "provides") edgesOf(from).provides.add(to);
    if (!refs.has(from)) foreign.push(relationship);
    if (!refs.has(from) || isExpressed(relationship, local, parents)) continue;
    const properties = carried.get(from) ?? [];
    properties.push(carryRelationship(relationship));
    carried.set(from, properties);
  }
  for (const ref of model.leaves) if (refs.has(ref)) edgesOf(ref);
  const dependencies = [...edges].map(([ref, { dependsOn, provides }]) =>
    present({ ref, dependsOn: [...dependsOn], provides: [...provides] }),
  );
  return { dependencies, carried, foreign };
}

/** Whether CycloneDX says all of a relationship without our help. */
function isExpressed(
  { from, kind, to, scope, comment }: SbomRelationship,
  local: boolean,
  parents: ReadonlyMap<string, string>,
): boolean {
  if (scope !== undefined || comment !== undefined) return false;
  if (kind === "contains") return parents.get(to) === from;
  return local && (kind === "dependsOn" || kind === "provides");
}
