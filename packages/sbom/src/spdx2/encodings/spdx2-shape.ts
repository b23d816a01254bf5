/** What a member of an SPDX 2 document is: a scalar, an object of members, or an array of one of both. */
export type Spdx2Shape = Spdx2Scalar | Spdx2Members | readonly [Spdx2Scalar | Spdx2Members];

/** Shapes of an object's members. */
export interface Spdx2Members {
  readonly [member: string]: Spdx2Shape;
}

/** How JSON writes a value that other encodings write as text; `any` is left as the encoding has it. */
export type Spdx2Scalar = "string" | "boolean" | "integer" | "any";

const checksum: Spdx2Members = { algorithm: "string", checksumValue: "string" };

const annotation: Spdx2Members = {
  annotationDate: "string",
  annotationType: "string",
  annotator: "string",
  comment: "string",
};

const pointer: Spdx2Members = { reference: "string", offset: "integer", lineNumber: "integer" };

/** What packages, files and snippets share. */
const element: Spdx2Members = {
  SPDXID: "string",
  annotations: [annotation],
  attributionTexts: ["string"],
  comment: "string",
  copyrightText: "string",
  licenseComments: "string",
  licenseConcluded: "string",
};

const packageShape: Spdx2Members = {
  ...element,
  builtDate: "string",
  checksums: [checksum],
  description: "string",
  downloadLocation: "string",
  externalRefs: [
    {
      comment: "string",
      referenceCategory: "string",
      referenceLocator: "string",
      referenceType: "string",
    },
  ],
  filesAnalyzed: "boolean",
  hasFiles: ["string"],
  homepage: "string",
  licenseDeclared: "string",
  licenseInfoFromFiles: ["string"],
  name: "string",
  originator: "string",
  packageFileName: "string",
  packageVerificationCode: {
    packageVerificationCodeExcludedFiles: ["string"],
    packageVerificationCodeValue: "string",
  },
  primaryPackagePurpose: "string",
  releaseDate: "string",
  sourceInfo: "string",
  summary: "string",
  supplier: "string",
  validUntilDate: "string",
  versionInfo: "string",
};

const fileShape: Spdx2Members = {
  ...element,
  artifactOfs: ["any"],
  checksums: [checksum],
  fileContributors: ["string"],
  fileDependencies: ["string"],
  fileName: "string",
  fileTypes: ["string"],
  licenseInfoInFiles: ["string"],
  noticeText: "string",
};

const snippetShape: Spdx2Members = {
  ...element,
  licenseInfoInSnippets: ["string"],
  name: "string",
  ranges: [{ startPointer: pointer, endPointer: pointer }],
  snippetFromFile: "string",
};

const extractedLicenseShape: Spdx2Members = {
  comment: "string",
  crossRefs: [
    {
      isLive: "boolean",
      isValid: "boolean",
      isWayBackLink: "boolean",
      match: "string",
      order: "integer",
      timestamp: "string",
      url: "string",
    },
  ],
  extractedText: "string",
  licenseId: "string",
  name: "string",
  seeAlsos: ["string"],
};

/**
 * Which members of the native form are arrays, booleans and integers, for the encodings that do not show it. What 2.2
 * and 2.3 know together; they do not contradict each other.
 *
 * Source: the JSON Schemas of SPDX 2.2 and 2.3.
 */
export const spdx2Shape: Spdx2Members = {
  SPDXID: "string",
  annotations: [annotation],
  comment: "string",
  creationInfo: {
    comment: "string",
    created: "string",
    creators: ["string"],
    licenseListVersion: "string",
  },
  dataLicense: "string",
  documentDescribes: ["string"],
  documentNamespace: "string",
  externalDocumentRefs: [{ checksum, externalDocumentId: "string", spdxDocument: "string" }],
  files: [fileShape],
  hasExtractedLicensingInfos: [extractedLicenseShape],
  name: "string",
  packages: [packageShape],
  relationships: [
    {
      comment: "string",
      relatedSpdxElement: "string",
      relationshipType: "string",
      spdxElementId: "string",
    },
  ],
  revieweds: [{ comment: "string", reviewDate: "string", reviewer: "string" }],
  snippets: [snippetShape],
  spdxVersion: "string",
};

/** The shape of a member of what `shape` describes; of an array that of its items' member. */
export function shapeOfMember(shape: Spdx2Shape, member: string): Spdx2Shape {
  const inner = itemShape(shape);
  return typeof inner === "object" && Object.hasOwn(inner, member)
    ? (inner[member] ?? "any")
    : "any";
}

/** The shape of the items of an array; any other shape is its own. */
export function itemShape(shape: Spdx2Shape): Spdx2Scalar | Spdx2Members {
  return isArrayShape(shape) ? shape[0] : shape;
}

/** Whether `shape` is that of an array. */
export function isArrayShape(shape: Spdx2Shape): shape is readonly [Spdx2Scalar | Spdx2Members] {
  return Array.isArray(shape);
}
