import { carryParty, restoreParties } from "./carried-party.ts";
import { carriesRelationship, restoreRelationship } from "./carried-relationship.ts";
import { readLayer, renderLayer } from "./coppice-properties.ts";
import { readEvidence } from "./cyclonedx/read-evidence.ts";
import { renderEvidence } from "./cyclonedx/render-evidence.ts";
import { textsOf } from "./json/members.ts";
import { parsedJson } from "./json/parsed-json.ts";
import { isComponentType, type SbomComponent, type SbomProperty } from "./sbom-component.ts";
import type { SbomRelationship } from "./sbom-relationship.ts";

const prefix = "coppice:member:";

/** Members of a component that some formats have no place for. */
export type CarriedMembers = Partial<
  Pick<
    SbomComponent,
    | "type"
    | "group"
    | "scope"
    | "publisher"
    | "purls"
    | "cpes"
    | "hashes"
    | "identifiers"
    | "originators"
    | "supplier"
    | "evidence"
  >
>;

/**
 * Members that a format has no place for, as properties, which all formats can hold; {@link restoreMembers} puts them back, so
 * that a way through such a format loses nothing. A type that is not known is carried as empty text.
 */
export function carryMembers(members: CarriedMembers): readonly SbomProperty[] {
  const { type, group, scope, publisher, supplier } = members;
  const evidence = members.evidence && renderEvidence(members.evidence);
  const texts: readonly (readonly [string, string | undefined])[] = [
    ["type", "type" in members ? (type ?? "") : undefined],
    ["group", group],
    ["scope", scope],
    ["publisher", publisher],
    ["supplier", supplier && carryParty(supplier)],
    ["evidence", evidence && JSON.stringify(evidence)],
    ...(members.purls ?? []).map((text) => ["purl", text] as const),
    ...(members.cpes ?? []).map((text) => ["cpe", text] as const),
    ...(members.hashes ?? []).map((text) => ["hash", text] as const),
    ...(members.identifiers ?? []).map(
      ({ kind, value }) => ["identifier", JSON.stringify([kind, value])] as const,
    ),
    ...(members.originators ?? []).map((party) => ["originator", carryParty(party)] as const),
  ];
  return texts.flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: prefix + name, value }],
  );
}

/** A component's own properties, and its layer where none of them names it. */
export function propertiesWithLayer({ properties, layer }: SbomComponent): readonly SbomProperty[] {
  return layer === undefined || readLayer(properties) === layer
    ? properties
    : [...properties, renderLayer(layer)];
}

/** The component with carried members in their place again, and the relationships that its properties carried. */
export function restoreMembers(component: SbomComponent): {
  readonly component: SbomComponent;
  readonly relationships: readonly SbomRelationship[];
} {
  const { properties } = component;
  if (!properties.some(isCarried)) return { component, relationships: [] };
  const valuesOf = (member: string): readonly string[] =>
    properties.flatMap(({ name, value = "" }) => (name === prefix + member ? [value] : []));
  const [type] = valuesOf("type");
  const [evidence] = valuesOf("evidence");
  const kept = properties.filter((item) => !isCarried(item));
  return {
    component: {
      ...component,
      type: type === undefined ? component.type : isComponentType(type) ? type : undefined,
      group: valuesOf("group")[0] ?? component.group,
      scope: valuesOf("scope")[0] ?? component.scope,
      publisher: valuesOf("publisher")[0] ?? component.publisher,
      purls: [...component.purls, ...valuesOf("purl")],
      cpes: [...component.cpes, ...valuesOf("cpe")],
      hashes: [...component.hashes, ...valuesOf("hash")],
      identifiers: [
        ...component.identifiers,
        ...valuesOf("identifier").flatMap((text) => {
          const [kind, value] = textsOf(parsedJson(text));
          return kind === undefined || value === undefined ? [] : [{ kind, value }];
        }),
      ],
      supplier: restoreParties(
        component.supplier ? [component.supplier] : [],
        valuesOf("supplier"),
      )[0],
      originators: restoreParties(component.originators, valuesOf("originator")),
      evidence:
        evidence === undefined ? component.evidence : readEvidence(parsedJson(evidence), kept),
      properties: kept,
    },
    relationships: properties.flatMap(
      (property) => restoreRelationship(property, component.ref) ?? [],
    ),
  };
}

function isCarried(property: SbomProperty): boolean {
  return property.name.startsWith(prefix) || carriesRelationship(property);
}
