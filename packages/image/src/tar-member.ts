import type { DeviceNumber, FileType } from "@coppice/types";
import type { SparsePart } from "./sparse-part.ts";

/** What a tar member is; tar has no sockets. */
export type TarMemberType = Exclude<FileType, "socket"> | "hard-link";

/** What a tar stream says of a member, and where its content is. */
export interface TarMemberFacts {
  /** Absolute and normalised; bytes that are not UTF-8 stand as {@link decodeName} says. */
  readonly path: string;
  readonly type: TarMemberType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; 0 for all but regular files. */
  readonly size: number;
  /** Whole seconds since 1970. */
  readonly mtime: number;
  /** Text of a symlink as stored, or absolute path of what a hard link names. */
  readonly target?: string;
  readonly device?: DeviceNumber;
  /** Extended attributes, values in base64. */
  readonly xattrs?: { readonly [name: string]: string };
  /** Where the content begins, in bytes from the start of the stream. */
  readonly offset: number;
  /** Of a sparse file, the parts that the stream holds from `offset` on, one right after the other; the rest is zeros. */
  readonly sparse?: readonly SparsePart[];
}

/** One member of a tar stream. */
export interface TarMember extends TarMemberFacts {
  /**
   * The content. Take it before asking for the next member; what is not taken is passed over.
   *
   * @throws An {@link ImageError} with code `TAR_MEMBER_PASSED` when the stream is already further.
   */
  content(): AsyncGenerator<Uint8Array, void, undefined>;
}
