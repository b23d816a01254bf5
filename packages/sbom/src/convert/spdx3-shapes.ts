import { isJsonObject } from "../json/json-value.ts";
import { purposeOf } from "../spdx3/read-element.ts";
import type { Shape } from "./shape.ts";

const element: Shape = { type: true, spdxId: true, "@id": true, creationInfo: true };
const extension: Shape = {
  type: true,
  extension_cdxProperty: {
    type: true,
    extension_cdxPropName: true,
    extension_cdxPropValue: true,
  },
};
const identifier: Shape = { type: true, externalIdentifierType: true, identifier: true };
const party: Shape = {
  ...element,
  name: true,
  externalIdentifier: (item) =>
    isJsonObject(item) && /^(?:email|urlScheme)$/.test(String(item["externalIdentifierType"]))
      ? identifier
      : false,
};
const artifact: Shape = {
  ...element,
  name: true,
  externalIdentifier: identifier,
  description: true,
  suppliedBy: true,
  originatedBy: true,
  verifiedUsing: (item) =>
    isJsonObject(item) &&
    item["type"] === "Hash" && { type: true, algorithm: true, hashValue: true },
  externalRef: { type: true, externalRefType: true, locator: true, comment: true },
  extension,
  software_copyrightText: true,
  software_packageVersion: true,
  software_packageUrl: true,
  software_downloadLocation: true,
  software_homePage: true,
};
const relationship: Shape = {
  ...element,
  from: true,
  to: true,
  relationshipType: true,
  scope: true,
  comment: true,
};
const licensing: Shape = {
  ...element,
  name: true,
  simplelicensing_licenseExpression: true,
  simplelicensing_licenseText: true,
  expandedlicensing_seeAlso: true,
  expandedlicensing_member: true,
  expandedlicensing_subjectLicense: true,
  expandedlicensing_subjectExtendableLicense: true,
  expandedlicensing_subjectAddition: true,
};

/** What of the elements of SPDX 3 reaches a document of another family, by their type. */
export const spdx3Shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ["expandedlicensing_ListedLicense", element],
  [
    "CreationInfo",
    { ...element, created: true, createdBy: true, createdUsing: true, specVersion: true },
  ],
  [
    "SpdxDocument",
    {
      ...element,
      name: true,
      rootElement: true,
      profileConformance: true,
      element: true,
      extension,
    },
  ],
  ["software_Sbom", { ...element, rootElement: true, profileConformance: true, element: true }],
  ...["Person", "Organization", "SoftwareAgent", "Agent", "Tool"].map(
    (type) => [type, party] as const,
  ),
  ...["software_File", "software_Snippet", "ai_AIPackage", "dataset_DatasetPackage"].map(
    (type) => [type, artifact] as const,
  ),
  [
    "software_Package",
    {
      ...artifact,
      software_primaryPurpose: (value) =>
        typeof value === "string" && purposeOf(value) !== undefined,
    },
  ],
  ...["Relationship", "LifecycleScopedRelationship"].map((type) => [type, relationship] as const),
  ...[
    "simplelicensing_LicenseExpression",
    "simplelicensing_SimpleLicensingText",
    "expandedlicensing_CustomLicense",
    "expandedlicensing_ConjunctiveLicenseSet",
    "expandedlicensing_DisjunctiveLicenseSet",
    "expandedlicensing_OrLaterOperator",
    "expandedlicensing_WithAdditionOperator",
  ].map((type) => [type, licensing] as const),
]);
