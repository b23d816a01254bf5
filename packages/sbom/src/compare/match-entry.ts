import { parseLoosePurl, purlIdentity } from "@coppice/purl";
import { type VersionScheme, versionSchemeOf } from "@coppice/vers";
import { componentIdentities, componentKind, componentName } from "../component-identity.ts";
import type { SbomComponent } from "../sbom-component.ts";
import { type ComponentFields, distinct, readComponentFields } from "./component-fields.ts";
import { readCpe } from "./read-cpe.ts";

/** A component with all that comparing it needs, read once. Of the keys only content and hashes depend on the version. */
export interface MatchEntry {
  readonly component: SbomComponent;
  readonly identities: readonly string[];
  readonly fields: ComponentFields;
  /** All that is compared, in one text. */
  readonly content: string;
  /** Package URLs with their qualifiers, and without. */
  readonly purls: readonly string[];
  readonly packages: readonly string[];
  readonly cpes: readonly string[];
  readonly hashes: readonly string[];
  readonly name: string;
  readonly version: string;
  readonly scheme: VersionScheme | undefined;
}

/** Reads what comparing a component needs. */
export function createMatchEntry(component: SbomComponent): MatchEntry {
  // Whatever is taken from the first of several must not depend on which one a document names first.
  const purls = distinct(component.purls).map(readPurl);
  const cpes = distinct(component.cpes).flatMap((cpe) => readCpe(cpe) ?? []);
  const version = component.version ?? purls[0]?.version ?? cpes[0]?.version ?? "";
  const kind = componentKind(component);
  const fields = readComponentFields(component);
  return {
    component,
    identities: componentIdentities(component),
    fields,
    content: JSON.stringify([component.version, Object.values(fields)]),
    purls: distinct(purls.map(({ text }) => text)),
    packages: distinct(purls.map(({ name }) => name)),
    cpes: distinct(cpes.map(({ part, vendor, product }) => `${part}:${vendor}:${product}`)),
    hashes: distinct(component.hashes.map((hash) => `${kind} ${hash.toLowerCase()}`)),
    name: componentName(component),
    version,
    scheme: purls.find(({ scheme }) => scheme !== undefined)?.scheme,
  };
}

interface PurlKeys {
  readonly text: string;
  readonly name: string;
  readonly version?: string | undefined;
  readonly scheme?: VersionScheme | undefined;
}

function readPurl(text: string): PurlKeys {
  const { purl } = parseLoosePurl(text);
  if (purl === undefined) return { text, name: text };
  const { type, namespace, name, version, subpath } = purl;
  const bare = { type, name, ...(namespace && { namespace }), ...(subpath && { subpath }) };
  return {
    text: purlIdentity({ ...bare, ...(purl.qualifiers && { qualifiers: purl.qualifiers }) }),
    name: purlIdentity(bare),
    version,
    scheme: versionSchemeOf(type),
  };
}
