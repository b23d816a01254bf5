import type { ImageConfiguration } from "@coppice/image";
import type { FileEntry, FileTree } from "@coppice/types";
import type { LayerSource } from "./layer-source.ts";

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
  /** Layers of the opened image. Those of them that stay whole are written as they are when layers are kept apart. */
  readonly layers?: readonly LayerSource[];
}
