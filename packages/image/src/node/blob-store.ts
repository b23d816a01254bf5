import type { Descriptor } from "@coppice/image";
import type { FileRange } from "./file-range.ts";

/** What a blob is asked for as; messages name it so. */
export type BlobKind = "index" | "manifest" | "configuration" | "layer";

/** Where the blobs of an image come from: a folder, an archive or a registry. */
export interface BlobStore {
  /** What to call it in messages. */
  readonly name: string;
  /** Whether a blob that it gives was verified on its way. */
  readonly verified: boolean;
  /** Whether the blob is at hand. A store without this function is taken to have whatever its indexes name. */
  holds?(descriptor: Descriptor): Promise<boolean>;
  /** The blob; undefined when it is absent. */
  open(descriptor: Descriptor, kind: BlobKind): Promise<FileRange | undefined>;
}
