import type { FileEntry } from "@coppice/types";
import type { LayerSource } from "./layer-source.ts";

/** A layer that is to be written. */
export interface LayerPlan {
  /** Which layer of the original it stands for, counted from 0; the length of that stack for the one added on top. */
  readonly number: number;
  /** The layer that is written as it is. */
  readonly source?: LayerSource;
  /** What it holds when it is made from entries, in order and with the folders above. */
  readonly entries: readonly FileEntry[];
}
