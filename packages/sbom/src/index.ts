/**
 * SBOM documents of every format as one model: read, written, converted, merged, filtered, compared, validated and scored.
 *
 * @module @coppice/sbom
 */
export { type BomOfDocumentOptions, bomOfDocument } from "./bom/bom-of-document.ts";
export { type DocumentOfBomOptions, documentOfBom } from "./bom/document-of-bom.ts";
export type { ComparableSbom } from "./compare/compare-metadata.ts";
export { type CompareSbomsOptions, compareSboms } from "./compare/compare-sboms.ts";
export type {
  SbomComponentChange,
  SbomComponentField,
  SbomDifference,
  SbomFieldChange,
  SbomMatch,
  SbomMetadataField,
  SbomRelationshipChange,
  SbomRelationshipEnd,
  SbomVersionChange,
} from "./compare/sbom-difference.ts";
export { componentIdentities } from "./component-identity.ts";
export { type ConvertedSbom, convertSbom, type SbomTarget } from "./convert/convert-sbom.ts";
export {
  type FilteredSbom,
  type FilterSbomOptions,
  filterSbom,
} from "./filter/filter-sbom.ts";
export { type CreateSbomGraphOptions, createSbomGraph } from "./graph/create-sbom-graph.ts";
export { dependencyKinds } from "./graph/dependency-kinds.ts";
export { findCycles } from "./graph/find-cycles.ts";
export { findRoots } from "./graph/find-roots.ts";
export { type MeasureDepthsOptions, measureDepths } from "./graph/measure-depths.ts";
export { dependenciesOf, dependentsOf } from "./graph/neighbours.ts";
export { type PathsToOptions, pathsTo, type SbomPaths } from "./graph/paths-to.ts";
export { type ReachableFromOptions, reachableFrom } from "./graph/reachable-from.ts";
export type { SbomAdjacency, SbomGraph } from "./graph/sbom-graph.ts";
export { sortTopologically } from "./graph/sort-topologically.ts";
export type { ByteSource } from "./input/byte-source.ts";
export { type DetectSbomOptions, detectSbom, type SbomDetection } from "./input/detect-sbom.ts";
export { type DuplicateKey, findDuplicateKeys } from "./json/find-duplicate-keys.ts";
export { isJsonObject, type JsonObject, type JsonValue } from "./json/json-value.ts";
export { locateJsonPointers } from "./json/locate-json-pointers.ts";
export { parseJsonText } from "./json/parse-json-text.ts";
export {
  type MergedSbom,
  type MergeSbomsOptions,
  type MergeSource,
  type MergeSubject,
  mergeSboms,
} from "./merge/merge-sboms.ts";
export type { MergeConflict } from "./merge/merge-values.ts";
export { type ParseSbomOptions, parseSbom, readSbom } from "./parse-sbom.ts";
export { type RenderedSbom, type RenderSbomOptions, renderSbom } from "./render-sbom.ts";
export {
  type SbomComponent,
  type SbomComponentType,
  type SbomEvidence,
  type SbomExternalReference,
  type SbomIdentifier,
  type SbomIdentity,
  type SbomIdentityMethod,
  type SbomLicense,
  type SbomOccurrence,
  type SbomParty,
  type SbomProperty,
  type SbomUse,
  sbomComponentTypes,
} from "./sbom-component.ts";
export type {
  SbomDocument,
  SbomEnvelope,
  SbomLoss,
  SbomModel,
  SbomNamedLicense,
} from "./sbom-document.ts";
export { isSbomError, SbomError, type SbomErrorCode } from "./sbom-error.ts";
export type { SbomEncoding, SbomFamily, SbomFormat } from "./sbom-format.ts";
export { defaultSbomLimits, type SbomLimits } from "./sbom-limits.ts";
export type {
  SbomDependencyScope,
  SbomRelationship,
  SbomRelationshipKind,
} from "./sbom-relationship.ts";
export type { SbomEdition, SbomFacts } from "./score/sbom-facts.ts";
export type {
  SbomAnswer,
  SbomComponentRule,
  SbomDocumentRule,
  SbomProfile,
  SbomRule,
  SbomRuleFacts,
  SbomRuleSeverity,
} from "./score/sbom-profile.ts";
export { sbomProfiles } from "./score/sbom-profiles.ts";
export type {
  SbomFailure,
  SbomGrade,
  SbomRuleScore,
  SbomScore,
} from "./score/sbom-score.ts";
export { type ScoreSbomOptions, scoreSbom } from "./score/score-sbom.ts";
export type { CompletenessStatements, StatedCompleteness } from "./score/stated-completeness.ts";
export type { SbomStreamItem, SbomStreamPart } from "./streaming/sbom-stream-item.ts";
export { defaultSbomStreamLimits, type SbomStreamLimits } from "./streaming/sbom-stream-limits.ts";
export { type StreamSbomOptions, streamSbom } from "./streaming/stream-sbom.ts";
export type { SbomTextChecks } from "./validation/check-meaning.ts";
export { type MapReference, mapReferences } from "./validation/map-references.ts";
export type { ReferenceFormat } from "./validation/reference-format.ts";
export type { SbomFault, SbomFaultCode, SbomFaultSeverity } from "./validation/sbom-fault.ts";
export {
  type SbomVerdict,
  type ValidateSbomOptions,
  type ValidateSbomSubject,
  validateSbom,
} from "./validation/validate-sbom.ts";
export {
  type OnReference,
  type ReferenceKind,
  visitReferences,
} from "./validation/visit-references.ts";
