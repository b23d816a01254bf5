import type { FileIndex, ImageConfiguration, LayerDeletion } from "@coppice/image";
import type { FileTree, Subject } from "@coppice/types";
import type { ImageLayer } from "./read-layers.ts";

/** An image or a folder whose files can be looked at until it is closed. */
export interface OpenedImage {
  readonly subject: Subject;
  readonly tree: FileTree & FileIndex;
  /** The image's whole configuration, which {@link writeImage} takes; empty for a folder. */
  readonly configuration: ImageConfiguration;
  /** The lowest first; none for a folder. */
  readonly layers: readonly ImageLayer[];
  /** What later layers took away of lower ones; none for a folder. */
  readonly deletions: readonly LayerDeletion[];
  /** Lets go of files and temporary space; afterwards nothing can be read. */
  close(): Promise<void>;
}
