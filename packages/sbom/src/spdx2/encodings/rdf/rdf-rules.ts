import {
  annotationTypes,
  checksumAlgorithms,
  fileTypes,
  packagePurposes,
  relationshipTypes,
  type Spdx2Words,
} from "../spdx2-words.ts";
import { namespaces } from "./rdf-graph.ts";

/** A class of the vocabulary whose instances are objects of the native form. */
export type RdfClass =
  | "SpdxDocument"
  | "CreationInfo"
  | "ExternalDocumentRef"
  | "ExtractedLicensingInfo"
  | "CrossRef"
  | "Package"
  | "PackageVerificationCode"
  | "ExternalRef"
  | "File"
  | "Project"
  | "Snippet"
  | "StartEndPointer"
  | "Pointer"
  | "Checksum"
  | "Annotation"
  | "Review"
  | "Relationship";

/** How the value of a property is written in the native form. */
export type RdfForm =
  /** Text as it stands. */
  | { readonly kind: "text" }
  /** Text without white space around it, or a node by its identifier. */
  | { readonly kind: "line" }
  /** One of the words of the specification. */
  | { readonly kind: "word"; readonly words: Spdx2Words }
  | { readonly kind: "license" }
  /** A category of external references. */
  | { readonly kind: "category" }
  | { readonly kind: "referenceType" }
  /** A relationship, which is listed in the document. */
  | { readonly kind: "relationship" }
  | { readonly kind: "object"; readonly class: RdfClass };

/** What one property of a class says. */
export interface RdfRule {
  readonly member: string;
  readonly form: RdfForm;
}

const text: RdfForm = { kind: "text" };
const line: RdfForm = { kind: "line" };
const license: RdfForm = { kind: "license" };

type Rows = Readonly<Record<string, readonly [member: string, form?: RdfForm]>>;

/** What packages, files and snippets share. */
const element: Rows = {
  "rdfs:comment": ["comment", text],
  annotation: ["annotations", object("Annotation")],
  attributionText: ["attributionTexts", text],
  copyrightText: ["copyrightText", text],
  licenseComments: ["licenseComments", text],
  licenseConcluded: ["licenseConcluded", license],
  relationship: ["relationships", { kind: "relationship" }],
};

/**
 * The properties of each class, by their URIs.
 *
 * Source: the RDF vocabulary of SPDX 2.3, clauses 6 to 13; `reviewed`, `artifactOf` and `fileDependency` from SPDX 2.1.
 */
export const rdfRules: { readonly [name in RdfClass]: ReadonlyMap<string, RdfRule> } = {
  SpdxDocument: rules({
    "rdfs:comment": ["comment", text],
    annotation: ["annotations", object("Annotation")],
    creationInfo: ["creationInfo", object("CreationInfo")],
    dataLicense: ["dataLicense", license],
    describesPackage: ["documentDescribes"],
    externalDocumentRef: ["externalDocumentRefs", object("ExternalDocumentRef")],
    name: ["name"],
    relationship: ["relationships", { kind: "relationship" }],
    reviewed: ["revieweds", object("Review")],
    specVersion: ["spdxVersion"],
  }),
  CreationInfo: rules({
    "rdfs:comment": ["comment", text],
    created: ["created"],
    creator: ["creators"],
    licenseListVersion: ["licenseListVersion"],
  }),
  ExternalDocumentRef: rules({
    checksum: ["checksum", object("Checksum")],
    externalDocumentId: ["externalDocumentId"],
    spdxDocument: ["spdxDocument"],
  }),
  ExtractedLicensingInfo: rules({
    "rdfs:comment": ["comment", text],
    "rdfs:seeAlso": ["seeAlsos"],
    crossRef: ["crossRefs", object("CrossRef")],
    extractedText: ["extractedText", text],
    licenseId: ["licenseId"],
    name: ["name"],
  }),
  CrossRef: rules({
    isLive: ["isLive"],
    isValid: ["isValid"],
    isWayBackLink: ["isWayBackLink"],
    match: ["match"],
    order: ["order"],
    timestamp: ["timestamp"],
    url: ["url"],
  }),
  Package: rules({
    ...element,
    "doap:homepage": ["homepage"],
    builtDate: ["builtDate"],
    checksum: ["checksums", object("Checksum")],
    description: ["description", text],
    downloadLocation: ["downloadLocation"],
    externalRef: ["externalRefs", object("ExternalRef")],
    filesAnalyzed: ["filesAnalyzed"],
    hasFile: ["hasFiles"],
    licenseDeclared: ["licenseDeclared", license],
    licenseInfoFromFiles: ["licenseInfoFromFiles", license],
    name: ["name"],
    originator: ["originator"],
    packageFileName: ["packageFileName"],
    packageVerificationCode: ["packageVerificationCode", object("PackageVerificationCode")],
    primaryPackagePurpose: ["primaryPackagePurpose", word(packagePurposes)],
    releaseDate: ["releaseDate"],
    sourceInfo: ["sourceInfo", text],
    summary: ["summary", text],
    supplier: ["supplier"],
    validUntilDate: ["validUntilDate"],
    versionInfo: ["versionInfo"],
  }),
  PackageVerificationCode: rules({
    packageVerificationCodeExcludedFile: ["packageVerificationCodeExcludedFiles"],
    packageVerificationCodeValue: ["packageVerificationCodeValue"],
  }),
  ExternalRef: rules({
    "rdfs:comment": ["comment", text],
    referenceCategory: ["referenceCategory", { kind: "category" }],
    referenceLocator: ["referenceLocator"],
    referenceType: ["referenceType", { kind: "referenceType" }],
  }),
  File: rules({
    ...element,
    artifactOf: ["artifactOfs", object("Project")],
    checksum: ["checksums", object("Checksum")],
    fileContributor: ["fileContributors"],
    fileDependency: ["fileDependencies"],
    fileName: ["fileName"],
    fileType: ["fileTypes", word(fileTypes)],
    licenseInfoInFile: ["licenseInfoInFiles", license],
    noticeText: ["noticeText", text],
  }),
  Project: rules({ "doap:homepage": ["homepage"], "doap:name": ["name"] }),
  Snippet: rules({
    ...element,
    licenseInfoInSnippet: ["licenseInfoInSnippets", license],
    name: ["name"],
    range: ["ranges", object("StartEndPointer")],
    snippetFromFile: ["snippetFromFile"],
  }),
  StartEndPointer: rules({
    "ptr:endPointer": ["endPointer", object("Pointer")],
    "ptr:startPointer": ["startPointer", object("Pointer")],
  }),
  Pointer: rules({
    "ptr:lineNumber": ["lineNumber"],
    "ptr:offset": ["offset"],
    "ptr:reference": ["reference"],
  }),
  Checksum: rules({
    algorithm: ["algorithm", word(checksumAlgorithms)],
    checksumValue: ["checksumValue"],
  }),
  Annotation: rules({
    "rdfs:comment": ["comment", text],
    annotationDate: ["annotationDate"],
    annotationType: ["annotationType", word(annotationTypes)],
    annotator: ["annotator"],
  }),
  Review: rules({
    "rdfs:comment": ["comment", text],
    reviewDate: ["reviewDate"],
    reviewer: ["reviewer"],
  }),
  Relationship: rules({
    "rdfs:comment": ["comment", text],
    relatedSpdxElement: ["relatedSpdxElement"],
    relationshipType: ["relationshipType", word(relationshipTypes)],
  }),
};

function object(name: RdfClass): RdfForm {
  return { kind: "object", class: name };
}

function word(words: Spdx2Words): RdfForm {
  return { kind: "word", words };
}

/** Rules by URI; a name without a prefix is one of SPDX. */
function rules(rows: Rows): ReadonlyMap<string, RdfRule> {
  const prefixes: Readonly<Record<string, string>> = {
    doap: namespaces.doap,
    ptr: namespaces.pointers,
    rdfs: namespaces.rdfs,
  };
  return new Map(
    Object.entries(rows).map(([written, [member, form = line]]) => {
      const [prefix = "", name] = written.split(":");
      const uri = name === undefined ? namespaces.spdx + prefix : (prefixes[prefix] ?? "") + name;
      return [uri, { member, form }];
    }),
  );
}
