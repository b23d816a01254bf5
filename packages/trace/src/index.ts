/**
 * Reads event logs and says which files and packages were used, and how strongly.
 *
 * @module @coppice/trace
 */
export {
  type EstimateCompletenessOptions,
  estimateCompleteness,
} from "./estimate-completeness.ts";
export {
  type GradeEvidenceLimits,
  type GradeEvidenceOptions,
  gradeEvidence,
} from "./grade-evidence.ts";
export { mergeEvidence } from "./merge-evidence.ts";
export { readStrace } from "./read-strace.ts";
export type { ReadStraceOptions, StraceLimits } from "./read-strace-options.ts";
export { type EvidenceSummary, summariseEvidence } from "./summarise-evidence.ts";
export { isTraceError, TraceError, type TraceErrorCode } from "./trace-error.ts";
