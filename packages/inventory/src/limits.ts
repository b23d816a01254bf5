/** Bounds of what {@link inventory} takes on, so that hostile input cannot exhaust memory. */
export interface InventoryLimits {
  /** Entries of the tree; with more it throws. */
  readonly files: number;
  /** Bytes of one file that describes packages, such as dpkg's status; a larger one is skipped with a problem. */
  readonly metadataBytes: number;
}

/** The limits that hold unless others are given: 4 million entries, 64 MiB. */
export const defaultLimits: InventoryLimits = { files: 4_000_000, metadataBytes: 64 * 1024 * 1024 };
