/**
 * Reads logs of what ran and says which files and packages were used, how strongly, and what cannot be said.
 *
 * @module @coppice/trace
 */
export {
  type AssessReadinessOptions,
  assessReadiness,
  type Readiness,
} from "./assess-readiness.ts";
export { auditd } from "./auditd/auditd-format.ts";
export { backtestCompleteness, type CompletenessBacktest } from "./backtest-completeness.ts";
export { bccText } from "./bcc/bcc-format.ts";
export { type BlindSpot, blindSpots } from "./blind-spots.ts";
export { bpftrace } from "./bpftrace/bpftrace-format.ts";
export { combineSources } from "./combine-sources.ts";
export { containerReport } from "./container-report/container-report-format.ts";
export {
  type DecodeEvidenceLimits,
  type DecodeEvidenceOptions,
  decodeEvidence,
} from "./decode-evidence.ts";
export { encodeEvidence } from "./encode-evidence.ts";
export {
  type EstimateCompletenessOptions,
  estimateCompleteness,
} from "./estimate-completeness.ts";
export { falco } from "./falco/falco-format.ts";
export { fanotify } from "./fanotify/fanotify-format.ts";
export { fatrace } from "./fatrace/fatrace-format.ts";
export {
  type GradeEvidenceLimits,
  type GradeEvidenceOptions,
  gradeEvidence,
} from "./grade-evidence.ts";
export { inspektorGadget } from "./inspektor-gadget/inspektor-gadget-format.ts";
export { judgeUse } from "./judge-use.ts";
export { jvmClassLoad } from "./jvm/jvm-class-load-format.ts";
export { kubescape } from "./kubescape/kubescape-format.ts";
export { laurel } from "./laurel/laurel-format.ts";
export { ldDebug } from "./ld-debug/ld-debug-format.ts";
export type { LogFormat } from "./log-format.ts";
export { logFormats } from "./log-formats.ts";
export { mergeEvidence } from "./merge-evidence.ts";
export { type OpenedLog, type OpenLogOptions, openLog } from "./open-log.ts";
export { perfScript } from "./perf/perf-script-format.ts";
export { procMaps } from "./proc-maps/proc-maps-format.ts";
export { pythonImportTime } from "./python/python-import-time-format.ts";
export { pythonVerbose } from "./python/python-verbose-format.ts";
export type { LogLimits, ReadLogOptions } from "./read-log-options.ts";
export type { EntryPoint } from "./readiness/entry-points.ts";
export { renderUseReason } from "./render-use-reason.ts";
export { nodeHook } from "./runtime-hooks/node-hook-format.ts";
export { phpHook } from "./runtime-hooks/php-hook-format.ts";
export { pythonHook } from "./runtime-hooks/python-hook-format.ts";
export { rubyHook } from "./runtime-hooks/ruby-hook-format.ts";
export {
  type MergeStraceLogsLimits,
  type MergeStraceLogsOptions,
  mergeStraceLogs,
} from "./strace/merge-strace-logs.ts";
export { strace } from "./strace/strace-format.ts";
export { type EvidenceSummary, summariseEvidence } from "./summarise-evidence.ts";
export { tetragon } from "./tetragon/tetragon-format.ts";
export { isTraceError, TraceError, type TraceErrorCode } from "./trace-error.ts";
export { tracee } from "./tracee/tracee-format.ts";
export { v8Coverage } from "./v8-coverage/v8-coverage-format.ts";
