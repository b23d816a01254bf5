/**
 * Records runs of images on this machine.
 *
 * @module @coppice/trace/node
 */
export { assertRecordable } from "./assert-recordable.ts";
export { findRecordSources } from "./find-record-sources.ts";
export { hookPath } from "./hook-path.ts";
export { record } from "./record.ts";
export type {
  RecordedLog,
  Recording,
  RecordOptions,
  RecordSource,
  RuntimeHook,
} from "./record-options.ts";
export { unpackImage } from "./unpack-image.ts";
