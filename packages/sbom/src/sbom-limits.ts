/** How much a document may ask for before it is refused with a code that names the limit. */
export interface SbomLimits {
  /** Bytes of a document, after decompression (`DOCUMENT_TOO_LARGE`). */
  readonly bytes: number;
  /** Objects, arrays or elements inside one another (`DOCUMENT_TOO_DEEP`). */
  readonly depth: number;
  /** Objects, arrays or elements in all, in formats that are read value by value (`TOO_MANY_ITEMS`). */
  readonly items: number;
}

/** What is allowed unless a caller says otherwise: 512 MiB, 512 levels, 50 million items. */
export const defaultSbomLimits: SbomLimits = {
  bytes: 512 * 1024 * 1024,
  depth: 512,
  items: 50_000_000,
};
