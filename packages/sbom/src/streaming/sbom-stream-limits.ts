import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";

/** How much a document that is read as a stream may ask for. */
export interface SbomStreamLimits extends SbomLimits {
  /** Bytes of one item or other member, which are in memory at a time (`DOCUMENT_TOO_LARGE`). */
  readonly itemBytes: number;
}

/** {@link defaultSbomLimits}, and 16 MiB an item. */
export const defaultSbomStreamLimits: SbomStreamLimits = {
  ...defaultSbomLimits,
  itemBytes: 16 * 1024 * 1024,
};
