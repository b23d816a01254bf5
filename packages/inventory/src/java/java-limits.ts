import { defaultZipLimits, type ZipLimits } from "../zip/zip-limits.ts";

/** Bounds of what is read of one archive with all that is in it. */
export interface JavaLimits extends ZipLimits {
  /** Archives within archives; 0 reads what is in the file alone. */
  readonly nesting: number;
  /** Archives in one file, at all depths. */
  readonly archives: number;
  /** Bytes taken out of one file, at all depths. Archives that are stored and not compressed are read in place. */
  readonly totalBytes: number;
  /** Bytes of archives within archives that are in memory at once. */
  readonly heldBytes: number;
}

/** The limits that hold unless others are given: those of zip files, 8 levels, 20,000 archives, 1 GiB and 256 MiB. */
export const defaultJavaLimits: JavaLimits = {
  ...defaultZipLimits,
  nesting: 8,
  archives: 20_000,
  totalBytes: 1024 * 1024 * 1024,
  heldBytes: 256 * 1024 * 1024,
};
