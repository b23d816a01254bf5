/** Bounds of what is taken out of a zip file, so that a small one cannot exhaust memory. */
export interface ZipLimits {
  /** Entries of the central directory. */
  readonly entries: number;
  /** Bytes of the central directory. */
  readonly directoryBytes: number;
  /** Bytes of one entry's content. */
  readonly entryBytes: number;
  /** How many times its compressed size an entry's content may be, where it is more than a mebibyte. */
  readonly ratio: number;
}

/** The limits that hold unless others are given: 200,000 entries, 64 MiB of directory and of content, 200 times. */
export const defaultZipLimits: ZipLimits = {
  entries: 200_000,
  directoryBytes: 64 * 1024 * 1024,
  entryBytes: 64 * 1024 * 1024,
  ratio: 200,
};
