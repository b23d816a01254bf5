import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type ImageConfiguration, ImageError } from "@coppice/image";
import type { Digest, FileEntry, FileTree } from "@coppice/types";
import { flattenEntries } from "./flatten-entries.ts";
import { writeBlob } from "./write-blob.ts";
import { writeLayer } from "./write-layer.ts";

/** What {@link writeImage} writes. */
export interface ImageContent {
  /** Where contents and parent folders are taken from. */
  readonly tree: FileTree;
  /**
   * What the image holds, in any order; the folders above each come with it. A new file needs a content in `contents`.
   * Default: all of the tree.
   */
  readonly entries?: Iterable<FileEntry>;
  /** Contents by path that replace those of the tree; other names of the same file keep the old one. */
  readonly contents?: ReadonlyMap<string, Uint8Array>;
  /** The configuration to keep, such as that of the opened image; layers and history in it are replaced. */
  readonly configuration: ImageConfiguration;
}

/** Options of {@link writeImage}. */
export interface WriteImageOptions {
  /** The image's tag in the layout. Default: `latest`. */
  readonly reference?: string;
  /** How the layer is compressed. Default: `gzip`. */
  readonly compression?: "gzip" | "none";
  /** What the image's history says of its one layer. Default: `coppice`. */
  readonly createdBy?: string;
  readonly signal?: AbortSignal;
}

/** An image that was written. */
export interface WrittenImage {
  /** Digest of its manifest. */
  readonly digest: Digest;
  /** Bytes of its blobs: layer, configuration and manifest. */
  readonly bytes: number;
  /** Digest of the layer's blob. */
  readonly layerDigest: Digest;
  /** Digest of the layer's uncompressed tar stream. */
  readonly diffId: Digest;
}
