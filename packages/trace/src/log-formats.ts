import { auditd } from "./auditd/auditd-format.ts";
import { bccText } from "./bcc/bcc-format.ts";
import { bpftrace } from "./bpftrace/bpftrace-format.ts";
import { containerReport } from "./container-report/container-report-format.ts";
import { falco } from "./falco/falco-format.ts";
import { fanotify } from "./fanotify/fanotify-format.ts";
import { fatrace } from "./fatrace/fatrace-format.ts";
import { inspektorGadget } from "./inspektor-gadget/inspektor-gadget-format.ts";
import { jvmClassLoad } from "./jvm/jvm-class-load-format.ts";
import { kubescape } from "./kubescape/kubescape-format.ts";
import { laurel } from "./laurel/laurel-format.ts";
import { ldDebug } from "./ld-debug/ld-debug-format.ts";
import type { LogFormat } from "./log-format.ts";
import { perfScript } from "./perf/perf-script-format.ts";
import { procMaps } from "./proc-maps/proc-maps-format.ts";
import { pythonImportTime } from "./python/python-import-time-format.ts";
import { pythonVerbose } from "./python/python-verbose-format.ts";
import { nodeHook } from "./runtime-hooks/node-hook-format.ts";
import { phpHook } from "./runtime-hooks/php-hook-format.ts";
import { pythonHook } from "./runtime-hooks/python-hook-format.ts";
import { rubyHook } from "./runtime-hooks/ruby-hook-format.ts";
import { strace } from "./strace/strace-format.ts";
import { tetragon } from "./tetragon/tetragon-format.ts";
import { tracee } from "./tracee/tracee-format.ts";
import { v8Coverage } from "./v8-coverage/v8-coverage-format.ts";

/**
 * Every format that is read. A log is recognised by one of them at most, so that their order says nothing.
 *
 * @example
 * ```ts
 * import { logFormats } from "@coppice/trace";
 *
 * logFormats.find(({ name }) => name === "strace")?.shows.includes("exec"); // => true
 * ```
 */
export const logFormats: readonly LogFormat[] = [
  strace,
  auditd,
  laurel,
  tetragon,
  tracee,
  falco,
  inspektorGadget,
  kubescape,
  containerReport,
  bpftrace,
  bccText,
  fanotify,
  fatrace,
  perfScript,
  procMaps,
  ldDebug,
  v8Coverage,
  nodeHook,
  pythonHook,
  pythonVerbose,
  pythonImportTime,
  jvmClassLoad,
  phpHook,
  rubyHook,
];
