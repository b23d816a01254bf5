import type { ReadRange } from "../elf/elf-reader.ts";
import type { ExtractorContext } from "../extractor.ts";

/** Reads ranges of one file of the tree; nothing, after a problem, where it cannot be read. */
export function rangeReader(context: ExtractorContext, path: string): ReadRange {
  return async (range) => (await context.readRange(path, range)) ?? new Uint8Array();
}
