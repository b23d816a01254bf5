import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { isComponentType } from "../sbom-component.ts";
import { carriedProperty } from "../spdx2/carried-annotation.ts";
import { isListedRef } from "../spdx2/read-external-refs.ts";
import type { Shape } from "./shape.ts";

/** Annotations are carried where we wrote them ourselves. */
const annotations = (item: JsonValue): boolean =>
  isJsonObject(item) && carriedProperty(item) !== undefined;

const location = (value: JsonValue): boolean => value !== "NONE";

/** Members that the model carries of packages, files and snippets. */
const shared: Shape = {
  SPDXID: true,
  name: true,
  checksums: { algorithm: true, checksumValue: true },
  licenseConcluded: true,
  copyrightText: true,
  annotations,
};

/** That something has none of a kind, or that it is not known, is carried of dependencies alone. */
function relationshipShape(item: JsonObject): false | Shape {
  const { relatedSpdxElement: to, relationshipType: type } = item;
  if (to === "NOASSERTION" || (to === "NONE" && type !== "DEPENDS_ON")) return false;
  const described = type === "DESCRIBES" || type === "DESCRIBED_BY" || to === "NONE";
  return {
    spdxElementId: true,
    relationshipType: true,
    relatedSpdxElement: true,
    comment: described ? () => false : true,
  };
}

/** What of SPDX 2 reaches a document of another family. */
export const spdx2Shape: Shape = {
  spdxVersion: true,
  SPDXID: true,
  dataLicense: (value) => value === "CC0-1.0",
  name: true,
  documentNamespace: true,
  creationInfo: { created: true, creators: true },
  documentDescribes: true,
  annotations,
  packages: {
    ...shared,
    versionInfo: true,
    supplier: true,
    originator: true,
    downloadLocation: location,
    homepage: location,
    filesAnalyzed: (value) => value === false,
    licenseDeclared: true,
    description: true,
    primaryPackagePurpose: (purpose) =>
      typeof purpose === "string" && isComponentType(purpose.toLowerCase().replaceAll("_", "-")),
    externalRefs: (item) => ({
      ...(isJsonObject(item) && isListedRef(item) && { referenceCategory: true }),
      referenceType: true,
      referenceLocator: true,
      comment: isJsonObject(item) && !isListedRef(item) ? true : () => false,
    }),
    hasFiles: true,
  },
  files: { ...shared, fileName: true, licenseInfoInFiles: true },
  snippets: { ...shared, licenseInfoInSnippets: true },
  relationships: (item) => isJsonObject(item) && relationshipShape(item),
  hasExtractedLicensingInfos: { licenseId: true, name: true, extractedText: true, seeAlsos: true },
};
