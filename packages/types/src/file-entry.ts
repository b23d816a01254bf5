import type { Digest } from "./digest.ts";

/** What a path is. */
export type FileType =
  | "file"
  | "directory"
  | "symlink"
  | "character-device"
  | "block-device"
  | "fifo"
  | "socket";

/** A path of a root file system with what its inode says. */
export interface FileEntry {
  /**
   * Absolute and normalised, `/` for the root. Bytes that are not UTF-8 stand as lone surrogates U+DC80 to U+DCFF
   * (Python's PEP 383), so that no name is lost.
   */
  readonly path: string;
  readonly type: FileType;
  /** Permission bits with setuid, setgid and sticky: at most `0o7777`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; 0 for all but regular files. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly mtime?: number;
  /** Text of a symlink, as stored. */
  readonly target?: string;
  /** Path of the entry that this one shares its content with; the named entry itself has none. */
  readonly hardLink?: string;
  /** Numbers of a device. */
  readonly device?: DeviceNumber;
  /** Extended attributes, values in base64. */
  readonly xattrs?: { readonly [name: string]: string };
  /** Digest of a regular file's content. */
  readonly digest?: Digest;
  /** Digest (uncompressed) of the layer that brought it. */
  readonly layer?: Digest;
}

/** Major and minor number of a device. */
export interface DeviceNumber {
  readonly major: number;
  readonly minor: number;
}
