import { annotationTypes, fileTypes, packagePurposes } from "../spdx2-words.ts";
import {
  booleanForm,
  checksumForm,
  crossReferenceForm,
  documentRefForm,
  externalRefForm,
  freeForm,
  lineForm,
  rangeForm,
  relationshipForm,
  type TagForm,
  verificationCodeForm,
  wordForm,
} from "./tag-form.ts";

/** What a tag belongs to. */
export type TagSection =
  | "document"
  | "creationInfo"
  | "package"
  | "file"
  | "artifact"
  | "snippet"
  | "license"
  | "annotation"
  | "review";

/** What one tag says in the native form. */
export interface TagRule {
  readonly tag: string;
  readonly section: TagSection;
  /** The member that it fills; of a `comment` the list whose last item it is about. */
  readonly member: string;
  /** Whether it fills the member, adds to its list, begins another object, or comments on the last item of the list. */
  readonly does: "sets" | "adds" | "begins" | "comments";
  readonly form: TagForm;
}

/** The member of an annotation under which the element that it is about is kept while a document is read. */
export const annotatedElement = "spdxElementId";

/** The tags of each section in the order in which they are written; `SPDXID` stands in three of them. */
export const tagRules: { readonly [section in TagSection]: readonly TagRule[] } = {
  document: rulesOf("document", [
    ["SPDXVersion", "spdxVersion"],
    ["DataLicense", "dataLicense"],
    ["SPDXID", "SPDXID"],
    ["DocumentName", "name"],
    ["DocumentNamespace", "documentNamespace"],
    ["DocumentComment", "comment", "sets", freeForm],
    ["ExternalDocumentRef", "externalDocumentRefs", "adds", documentRefForm],
    ["Relationship", "relationships", "adds", relationshipForm],
    ["RelationshipComment", "relationships", "comments", freeForm],
  ]),
  creationInfo: rulesOf("creationInfo", [
    ["LicenseListVersion", "licenseListVersion"],
    ["Creator", "creators", "adds"],
    ["Created", "created"],
    ["CreatorComment", "comment", "sets", freeForm],
  ]),
  package: rulesOf("package", [
    ["PackageName", "name", "begins"],
    ["SPDXID", "SPDXID"],
    ["PackageVersion", "versionInfo"],
    ["PackageFileName", "packageFileName"],
    ["PackageSupplier", "supplier"],
    ["PackageOriginator", "originator"],
    ["PackageDownloadLocation", "downloadLocation"],
    ["FilesAnalyzed", "filesAnalyzed", "sets", booleanForm],
    ["PackageVerificationCode", "packageVerificationCode", "sets", verificationCodeForm],
    ["PackageChecksum", "checksums", "adds", checksumForm],
    ["PackageHomePage", "homepage"],
    ["PackageSourceInfo", "sourceInfo", "sets", freeForm],
    ["PrimaryPackagePurpose", "primaryPackagePurpose", "sets", wordForm(packagePurposes)],
    ["ReleaseDate", "releaseDate"],
    ["BuiltDate", "builtDate"],
    ["ValidUntilDate", "validUntilDate"],
    ["PackageLicenseConcluded", "licenseConcluded"],
    ["PackageLicenseInfoFromFiles", "licenseInfoFromFiles", "adds"],
    ["PackageLicenseDeclared", "licenseDeclared"],
    ["PackageLicenseComments", "licenseComments", "sets", freeForm],
    ["PackageCopyrightText", "copyrightText", "sets", freeForm],
    ["PackageSummary", "summary", "sets", freeForm],
    ["PackageDescription", "description", "sets", freeForm],
    ["PackageComment", "comment", "sets", freeForm],
    ["ExternalRef", "externalRefs", "adds", externalRefForm],
    ["ExternalRefComment", "externalRefs", "comments", freeForm],
    ["PackageAttributionText", "attributionTexts", "adds", freeForm],
  ]),
  file: rulesOf("file", [
    ["FileName", "fileName", "begins"],
    ["SPDXID", "SPDXID"],
    ["FileType", "fileTypes", "adds", wordForm(fileTypes)],
    ["FileChecksum", "checksums", "adds", checksumForm],
    ["LicenseConcluded", "licenseConcluded"],
    ["LicenseInfoInFile", "licenseInfoInFiles", "adds"],
    ["LicenseComments", "licenseComments", "sets", freeForm],
    ["FileCopyrightText", "copyrightText", "sets", freeForm],
    ["FileComment", "comment", "sets", freeForm],
    ["FileNotice", "noticeText", "sets", freeForm],
    ["FileContributor", "fileContributors", "adds"],
    ["FileAttributionText", "attributionTexts", "adds", freeForm],
    ["FileDependency", "fileDependencies", "adds"],
  ]),
  artifact: rulesOf("artifact", [
    ["ArtifactOfProjectName", "name"],
    ["ArtifactOfProjectHomePage", "homepage"],
    ["ArtifactOfProjectURI", "uri"],
  ]),
  snippet: rulesOf("snippet", [
    ["SnippetSPDXID", "SPDXID", "begins"],
    ["SnippetFromFileSPDXID", "snippetFromFile"],
    ["SnippetByteRange", "ranges", "adds", rangeForm("offset")],
    ["SnippetLineRange", "ranges", "adds", rangeForm("lineNumber")],
    ["SnippetLicenseConcluded", "licenseConcluded"],
    ["LicenseInfoInSnippet", "licenseInfoInSnippets", "adds"],
    ["SnippetLicenseComments", "licenseComments", "sets", freeForm],
    ["SnippetCopyrightText", "copyrightText", "sets", freeForm],
    ["SnippetComment", "comment", "sets", freeForm],
    ["SnippetName", "name"],
    ["SnippetAttributionText", "attributionTexts", "adds", freeForm],
  ]),
  license: rulesOf("license", [
    ["LicenseID", "licenseId", "begins"],
    ["ExtractedText", "extractedText", "sets", freeForm],
    ["LicenseName", "name"],
    ["LicenseCrossReference", "seeAlsos", "adds", crossReferenceForm],
    ["LicenseComment", "comment", "sets", freeForm],
  ]),
  annotation: rulesOf("annotation", [
    ["Annotator", "annotator"],
    ["AnnotationDate", "annotationDate"],
    ["AnnotationType", "annotationType", "sets", wordForm(annotationTypes)],
    ["SPDXREF", annotatedElement],
    ["AnnotationComment", "comment", "sets", freeForm],
  ]),
  review: rulesOf("review", [
    ["Reviewer", "reviewer"],
    ["ReviewDate", "reviewDate"],
    ["ReviewComment", "comment", "sets", freeForm],
  ]),
};

/** The rule of every tag but `SPDXID`. */
export const ruleOfTag: ReadonlyMap<string, TagRule> = new Map(
  Object.values(tagRules)
    .flat()
    .filter(({ tag }) => tag !== "SPDXID")
    .map((rule) => [rule.tag, rule]),
);

function rulesOf(
  section: TagSection,
  rows: readonly (readonly [tag: string, member: string, does?: TagRule["does"], form?: TagForm])[],
): readonly TagRule[] {
  return rows.map(([tag, member, does = "sets", form = lineForm]) => ({
    tag,
    section,
    member,
    does,
    form,
  }));
}
