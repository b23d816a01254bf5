import type { Digest } from "@coppice/types";

/** A layer of the image that a tree comes from, which can be written again as it is. */
export interface LayerSource {
  /** Digest of its uncompressed tar stream. */
  readonly diffId: Digest;
  /** Digest of the blob that it came as. */
  readonly digest?: Digest;
  /** Its uncompressed tar stream; a layer without it is made anew from its entries. */
  tar?(): AsyncIterable<Uint8Array>;
  /** The blob that it came as, which may be compressed. */
  blob?(): AsyncIterable<Uint8Array>;
}
