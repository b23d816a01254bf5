import type { Digest, FileEntry } from "@coppice/types";
import type { FileIndex } from "./file-index.ts";
import type { TarMemberFacts } from "./tar-member.ts";

/** An entry that the layers leave, with the place of its content. */
export interface SquashedEntry {
  readonly entry: FileEntry;
  readonly content?: SquashedContent;
}

/** Where a regular file's content stands: which layer, counted from 0, and the offset in its tar stream. */
export interface SquashedContent {
  readonly layer: number;
  /** The member's own, or what stood for it when it was added. */
  readonly offset: number;
}

/** A tar member without its content. */
export type SquashMember = TarMemberFacts;

/** What a lower layer brought and a later one took away. */
export interface LayerDeletion {
  readonly path: string;
  /** Digest (uncompressed) of the layer that brought it. */
  readonly layer: Digest;
  /** Digest of the layer that took it away. */
  readonly deletedBy: Digest;
  /** That layer put something else in its place. */
  readonly replaced?: true;
}

/** What a squash may hold. */
export interface SquashLimits {
  /** Entries at one time. Default: 4 million. */
  readonly entries: number;
  /**
   * Characters of all paths, link targets and attributes at one time, and as many of paths that were taken away.
   * Default: 512 million, 128 for each entry.
   */
  readonly characters: number;
}

/** Layers on the way to becoming one tree. */
export interface LayerSquash {
  /** Begins the next layer, whose members follow; the lowest comes first. */
  startLayer(diffId: Digest): void;
  /**
   * Applies a member, with the digest of its content where it is known. `content` stands for the place of the content
   * where that is not the member's offset.
   */
  add(member: SquashMember, digest?: Digest, content?: number): void;
  /** What is there after the layers so far, in the order of {@link comparePaths}. */
  entries(): readonly SquashedEntry[];
  /** The same as an index, which shares its entries with the squash; no layer may follow. */
  index(): FileIndex;
  /** Where the content of the regular file at a path is that has no link in it. */
  content(path: string): SquashedContent | undefined;
  /** What later layers took away of lower ones, in the order in which they did. */
  deletions(): readonly LayerDeletion[];
}
