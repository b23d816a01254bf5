/** What the central directory of a zip file says of one member. */
export interface ZipEntry {
  /**
   * With `/` at the end for a folder. Bytes that are not UTF-8 stand as lone surrogates, as in the paths of a file tree:
   * old tools wrote names in an encoding of their own without saying which.
   */
  readonly name: string;
  /** Bytes of the name. */
  readonly nameBytes: number;
  /** Bytes of content. */
  readonly size: number;
  /** Bytes of content as they stand in the file. */
  readonly compressedSize: number;
  /** 0 for stored, 8 for deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc32: number;
  /** Where its local header begins, in bytes from the start of the file. */
  readonly offset: number;
}
