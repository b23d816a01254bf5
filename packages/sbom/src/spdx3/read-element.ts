import { readLayer } from "../coppice-properties.ts";
import { readEvidence } from "../cyclonedx/read-evidence.ts";
import { digestOf } from "../hash-algorithms.ts";
import type { JsonValue } from "../json/json-value.ts";
import { itemsOf, objectsOf, textOf, textsOf } from "../json/members.ts";
import {
  isComponentType,
  type SbomComponent,
  type SbomComponentType,
  type SbomExternalReference,
  type SbomLicense,
  type SbomParty,
  type SbomProperty,
} from "../sbom-component.ts";
import type { GraphElement } from "./element-index.ts";
import { referenceTypeOf } from "./external-ref-types.ts";

/** Classes whose elements are components, with the type that the class alone says. */
const componentClasses: ReadonlyMap<string, SbomComponentType | undefined> = new Map<
  string,
  SbomComponentType | undefined
>([
  ["software_Package", undefined],
  ["software_File", "file"],
  ["software_Snippet", "snippet"],
  ["ai_AIPackage", "machine-learning-model"],
  ["dataset_DatasetPackage", "data"],
]);

/** Whether an element is a component. */
export function isComponentElement({ type }: GraphElement): boolean {
  return componentClasses.has(type);
}

/** The model of an SPDX 3 package, file or snippet. */
export function readElement(
  { object, type, pointer }: GraphElement,
  ref: string,
  licenses: readonly SbomLicense[],
  findParty: (id: string) => SbomParty | undefined,
): SbomComponent {
  const identifiers = objectsOf(object["externalIdentifier"]).flatMap((item) => {
    const [kind, value] = [textOf(item["externalIdentifierType"]), textOf(item["identifier"])];
    return kind === undefined || value === undefined ? [] : [{ kind, value }];
  });
  const valuesOf = (wanted: string): readonly string[] =>
    identifiers.flatMap(({ kind, value }) => (kind === wanted ? [value] : []));
  const purl = textOf(object["software_packageUrl"]);
  const properties = readProperties(object["extension"]);
  const supplier = textOf(object["suppliedBy"]);
  const party = (id: string): SbomParty => findParty(id) ?? { name: id, emails: [], urls: [] };
  return {
    ref,
    pointer,
    type: componentClasses.get(type) ?? purposeOf(textOf(object["software_primaryPurpose"])),
    name: textOf(object["name"]) ?? "",
    version: textOf(object["software_packageVersion"]),
    purls: [...new Set([...(purl === undefined ? [] : [purl]), ...valuesOf("packageUrl")])],
    cpes: [...valuesOf("cpe23"), ...valuesOf("cpe22")],
    identifiers: identifiers.filter(({ kind }) => !known.has(kind)),
    // A verification code of a package is no hash of it.
    hashes: objectsOf(object["verifiedUsing"]).flatMap(({ type: method, algorithm, hashValue }) =>
      method === "Hash" && typeof algorithm === "string" && typeof hashValue === "string"
        ? [digestOf(algorithm, hashValue)]
        : [],
    ),
    licenses,
    copyright: asserted(object["software_copyrightText"]),
    description: textOf(object["description"]) ?? textOf(object["summary"]),
    supplier: supplier === undefined ? undefined : party(supplier),
    originators: textsOf(object["originatedBy"]).map(party),
    externalReferences: readReferences(object),
    properties,
    layer: readLayer(properties),
    evidence: readEvidence(undefined, properties),
  };
}

/** CycloneDX's properties in an element's `extension`. See SPDX 3.0.1, `CdxPropertiesExtension`. */
export function readProperties(extension: JsonValue | undefined): readonly SbomProperty[] {
  return objectsOf(extension).flatMap((item) =>
    objectsOf(item["extension_cdxProperty"]).map((property) => ({
      name: textOf(property["extension_cdxPropName"]) ?? "",
      value: textOf(property["extension_cdxPropValue"]),
    })),
  );
}

const known: ReadonlySet<string> = new Set(["packageUrl", "cpe22", "cpe23"]);

function readReferences(object: GraphElement["object"]): readonly SbomExternalReference[] {
  const fixed = [
    ["distribution", textOf(object["software_downloadLocation"])],
    ["website", textOf(object["software_homePage"])],
  ] as const;
  return [
    ...fixed.flatMap(([type, url]) => (url === undefined ? [] : [{ type, url, hashes: [] }])),
    ...objectsOf(object["externalRef"]).flatMap((reference) =>
      itemsOf(reference["locator"]).map((url) => ({
        type: referenceTypeOf(textOf(reference["externalRefType"])),
        url: textOf(url) ?? "",
        comment: textOf(reference["comment"]),
        hashes: [],
      })),
    ),
  ];
}

/** SPDX 3.0.1 `SoftwarePurpose` in the model's words; a purpose that the model has none for is none. */
export function purposeOf(purpose: string | undefined): SbomComponentType | undefined {
  const words = purpose?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (words === "model") return "machine-learning-model";
  return isComponentType(words) ? words : undefined;
}

function asserted(value: GraphElement["object"][string]): string | undefined {
  return value === "NOASSERTION" ? undefined : textOf(value);
}
