/** How much a document may ask for before it is refused with a code that names the limit. */
export interface VexLimits {
  /** Bytes of a document, or UTF-16 units of a text (`DOCUMENT_TOO_LARGE`). */
  readonly bytes: number;
  /** Objects and arrays inside one another (`DOCUMENT_TOO_DEEP`). */
  readonly depth: number;
  /** Products that statements name, those of groups counted wherever a group is named (`TOO_MANY_ITEMS`). */
  readonly items: number;
}

/** What is allowed unless a caller says otherwise: 256 MiB, 512 levels, 10 million products. */
export const defaultVexLimits: VexLimits = {
  bytes: 256 * 1024 * 1024,
  depth: 512,
  items: 10_000_000,
};
