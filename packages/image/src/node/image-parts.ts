import type { ImageConfiguration } from "@coppice/image";
import type { Digest } from "@coppice/types";
import type { FileRange } from "./file-range.ts";

/** An image of a store, found but with its layers not read yet. */
export interface ImageParts {
  /** A name for people, such as a reference. */
  readonly name: string;
  /** Digest of the manifest, or of the configuration where there is no manifest. */
  readonly digest: Digest;
  readonly configuration: ImageConfiguration;
  /** The lowest first. */
  readonly layers: readonly LayerPart[];
}

/** A layer as it is stored. */
export interface LayerPart {
  /** What to call it in messages. */
  readonly name: string;
  /** Digest of the blob, where the image names one. */
  readonly digest?: Digest;
  /** The blob, verified where there is a digest. */
  open(): Promise<FileRange>;
  /**
   * The blob for a reader that digests all of its bytes anyway and compares them with `digest` itself. Absent where
   * nothing is saved by it.
   */
  openUnverified?(): Promise<FileRange>;
}
