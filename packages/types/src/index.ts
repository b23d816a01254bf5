/**
 * The shared vocabulary: plain, read-only data that every Coppice package takes and gives.
 *
 * @module @coppice/types
 */
export type {
  Attribution,
  ConfigurationAttribution,
  DerivedAttribution,
  OwnedAttribution,
  PackageDatabaseAttribution,
  UnownedAttribution,
} from "./attribution.ts";
export type { Bom, BomFile, Distribution, Subject, Tool } from "./bom.ts";
export { CoppiceError, isCoppiceError } from "./coppice-error.ts";
export type { Dependency, DependencyKind } from "./dependency.ts";
export type { Digest } from "./digest.ts";
export {
  DocumentError,
  type DocumentErrorCode,
  type Documents,
  parseDocument,
  schemaVersion,
} from "./document.ts";
export type {
  Completeness,
  Evidence,
  EvidenceSubject,
  FileEvidence,
  Grade,
  Loss,
  NetworkEvidence,
  ObservationUnit,
  PackageEvidence,
  Sighting,
  Sightings,
  Stratum,
  UnattributedPath,
  UnplacedPath,
  UseReason,
  UseReference,
  UseSettler,
  UseVerdict,
} from "./evidence.ts";
export type { DeviceNumber, FileEntry, FileType } from "./file-entry.ts";
export type { ElfFacts, Shebang } from "./file-facts.ts";
export type {
  ByteRange,
  DigestAlgorithm,
  FileTree,
  FoundPath,
  LostPath,
  Resolution,
} from "./file-tree.ts";
export type { Finding, Severity } from "./finding.ts";
export { compareGrades, grades } from "./grade.ts";
export type {
  BeforeAfter,
  CheckResult,
  FileDecision,
  HardeningMode,
  HardeningPlan,
  HardeningPolicy,
  PackageDecision,
  PlanSummary,
  Reason,
  WaivedDependency,
} from "./hardening-plan.ts";
export type { ImageConfig, ImageHealthcheck } from "./image-config.ts";
export type {
  Ecosystem,
  FilePlace,
  ModifiedFile,
  Package,
  PackageId,
  PackageSource,
} from "./package.ts";
export type { OnProblem, Problem } from "./problem.ts";
export { readBytes } from "./read-bytes.ts";
export type {
  EventOrigin,
  EventPath,
  EventProcess,
  FileEvent,
  ImageEvent,
  KnownPath,
  LossCode,
  LostEvents,
  NetworkEvent,
  ProcessEvent,
  RuntimeEvent,
  SeenKind,
  UnknownPath,
} from "./runtime-event.ts";
export { strongestSighting } from "./strongest-sighting.ts";
export { strongestUse } from "./strongest-use.ts";
export { type UsedFile, usedFiles } from "./used-files.ts";
