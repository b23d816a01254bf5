import { parseLoosePurl, renderPurl } from "@coppice/purl";
import type { SbomComponent, SbomParty } from "../sbom-component.ts";
import { licenseTexts } from "./license-texts.ts";
import type { SbomComponentField } from "./sbom-difference.ts";

/** What a component says in every field that is compared, as texts: each once, in order. */
export type ComponentFields = { readonly [Field in SbomComponentField]: readonly string[] };

/** The fields in the order in which they are reported. */
export const componentFields: readonly SbomComponentField[] = [
  "name",
  "type",
  "purl",
  "cpe",
  "identifier",
  "hash",
  "license",
  "copyright",
  "description",
  "supplier",
  "originator",
  "publisher",
  "reference",
  "property",
  "scope",
  "layer",
  "location",
];

/** The fields of a component in a form in which equal texts mean equal things. */
export function readComponentFields(component: SbomComponent): ComponentFields {
  const { type, group, name } = component;
  return {
    name: [group === undefined ? name : `${group}/${name}`],
    type: optional(type),
    purl: distinct(component.purls.map(canonicalPurl)),
    cpe: distinct(component.cpes),
    identifier: distinct(component.identifiers.map(({ kind, value }) => `${kind} ${value}`)),
    hash: distinct(component.hashes.map((hash) => hash.toLowerCase())),
    license: distinct(licenseTexts(component.licenses)),
    copyright: optional(component.copyright),
    description: optional(component.description),
    supplier: component.supplier === undefined ? [] : [partyText(component.supplier)],
    originator: distinct(component.originators.map(partyText)),
    publisher: optional(component.publisher),
    reference: distinct(component.externalReferences.map(({ type, url }) => `${type} ${url}`)),
    property: distinct(component.properties.map(({ name, value = "" }) => `${name}=${value}`)),
    scope: optional(component.scope),
    layer: optional(component.layer),
    location: distinct((component.evidence?.occurrences ?? []).map(({ location }) => location)),
  };
}

/** The canonical text of a purl; one that has none as it stands. */
function canonicalPurl(text: string): string {
  const { purl, fault } = parseLoosePurl(text);
  return purl === undefined || fault !== undefined ? text : renderPurl(purl);
}

/** A person, organisation or tool in one line: `Example Inc. <contact@example.org> https://example.org`. */
export function partyText({ name, version, emails, urls }: SbomParty): string {
  return [name, version, ...distinct(emails.map((email) => `<${email}>`)), ...distinct(urls)]
    .filter((text) => text !== undefined)
    .join(" ");
}

/** Each text once, in order. */
export function distinct(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...new Set(texts)].sort();
}

/** The texts that are there. */
export function optional(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}
