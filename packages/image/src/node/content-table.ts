import type { FileHandle } from "node:fs/promises";
import type { FileRange } from "./file-range.ts";
import { createHeadPool } from "./head-pool.ts";

/** Where the contents of many files stand, in whichever open files, and how they begin; without an object for each. */
export interface ContentTable {
  /** Notes a content that begins at `start` of the file `handle`, and gives its number, counted from 1. */
  add(handle: FileHandle, start: number): number;
  /** Takes what `bytes`, which stand at `offset` in the content, have of its beginning. */
  addHead(number: number, offset: number, bytes: Uint8Array): void;
  /** Where a content of `size` bytes stands; undefined for that of an empty file. */
  range(number: number, size: number): FileRange | undefined;
  head(number: number, size: number): Uint8Array;
}

/** Stands for the content of every empty file. */
export const emptyContent = 0;

/** A table without contents. */
export function createContentTable(): ContentTable {
  const handles: FileHandle[] = [];
  const heads = createHeadPool();
  let starts = new Float64Array(1024);
  let files = new Uint16Array(1024);
  let count = 1;
  return {
    add(handle, start) {
      let file = handles.lastIndexOf(handle);
      if (file < 0) file = handles.push(handle) - 1;
      if (count === starts.length) {
        starts = grown(starts, new Float64Array(2 * count));
        files = grown(files, new Uint16Array(2 * count));
      }
      starts[count] = start;
      files[count] = file;
      return count++;
    },
    addHead: heads.add,
    range(number, size) {
      const handle = number === emptyContent ? undefined : handles[files[number] ?? 0];
      return handle && { handle, start: starts[number] ?? 0, size };
    },
    head: heads.get,
  };
}

function grown<Columns extends Float64Array | Uint16Array>(old: Columns, larger: Columns): Columns {
  larger.set(old);
  return larger;
}
