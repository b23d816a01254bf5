import type { FileEntry } from "@coppice/types";
import { comparePaths } from "./file-index.ts";

/** An entry with what a squash has to know of it. */
export interface TreeNode {
  readonly entry: FileEntry;
  /** The layer that wrote it last. */
  readonly layer: number;
  /** What stands for the place of a regular file's content; -1 for others. */
  readonly content: number;
  /** Shared by all names of a file that has several. */
  readonly inode: Inode | undefined;
}

/** A file that has several names. */
interface Inode {
  /** The layer that brought its content. */
  readonly layer: number;
}

/** Nodes by path, in columns: of millions, an object for each would take as much memory as the entries themselves. */
export interface TreeTable {
  size(): number;
  paths(): Iterable<string>;
  entry(path: string): FileEntry | undefined;
  get(path: string): TreeNode | undefined;
  /** Puts a node in the place of what has its path. */
  set(node: TreeNode): void;
  delete(path: string): void;
  /** All entries in order, the names of each file with the first of them as `hardLink`. */
  finish(): readonly FileEntry[];
}

/** A table without nodes. */
export function createTreeTable(): TreeTable {
  const slots = new Map<string, number>();
  const free: number[] = [];
  const entries: (FileEntry | undefined)[] = [];
  const inodes = new Map<number, Inode>();
  let layers = new Uint32Array(256);
  let contents = new Float64Array(256);

  function entry(path: string): FileEntry | undefined {
    const slot = slots.get(path);
    return slot === undefined ? undefined : entries[slot];
  }

  /** Makes the first name of each file its carrier. */
  function nameHardLinks(): void {
    const linked = [...inodes].flatMap(([slot, inode]) => {
      const named = entries[slot];
      return named ? [{ slot, inode, named }] : [];
    });
    linked.sort((a, b) => comparePaths(a.named.path, b.named.path));
    const carriers = new Map<Inode, string>();
    for (const { slot, inode, named } of linked) {
      const carrier = carriers.get(inode);
      if (carrier === undefined) carriers.set(inode, named.path);
      if (carrier === named.hardLink) continue;
      const { hardLink: _, ...facts } = named;
      entries[slot] = carrier === undefined ? facts : { ...facts, hardLink: carrier };
    }
  }

  return {
    size: () => slots.size,
    paths: () => slots.keys(),
    entry,
    get(path) {
      const slot = slots.get(path);
      const found = slot === undefined ? undefined : entries[slot];
      if (slot === undefined || found === undefined) return undefined;
      const [layer = 0, content = -1] = [layers[slot], contents[slot]];
      return { entry: found, layer, content, inode: inodes.get(slot) };
    },
    set(node) {
      const { path } = node.entry;
      const slot = slots.get(path) ?? free.pop() ?? entries.length;
      if (slot >= layers.length) {
        layers = larger(layers, new Uint32Array(2 * slot));
        contents = larger(contents, new Float64Array(2 * slot));
      }
      slots.set(path, slot);
      entries[slot] = node.entry;
      layers[slot] = node.layer;
      contents[slot] = node.content;
      if (node.inode) inodes.set(slot, node.inode);
      else if (inodes.size > 0) inodes.delete(slot);
    },
    delete(path) {
      const slot = slots.get(path);
      if (slot === undefined) return;
      slots.delete(path);
      inodes.delete(slot);
      entries[slot] = undefined;
      free.push(slot);
    },
    finish() {
      nameHardLinks();
      const all = entries.filter((found) => found !== undefined);
      return all.sort((a, b) => comparePaths(a.path, b.path));
    },
  };
}

function larger<Column extends Uint32Array | Float64Array>(old: Column, room: Column): Column {
  room.set(old);
  return room;
}
