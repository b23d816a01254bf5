import { comparePaths, parentPath } from "@coppice/image";
import type { FileEntry } from "@coppice/types";

/**
 * The entries of a layer in order, with those of `folders` that are above them: without these the folders would not have
 * their times when the layer is unpacked.
 */
export function withFolders(
  entries: readonly FileEntry[],
  folders: ReadonlyMap<string, FileEntry>,
): readonly FileEntry[] {
  const all = new Map(entries.map((entry) => [entry.path, entry]));
  for (const { path } of entries) {
    let above = parentPath(path);
    for (; !all.has(above); above = parentPath(above)) {
      const folder = folders.get(above);
      if (folder === undefined) break;
      all.set(above, folder);
    }
  }
  return [...all.values()].sort((a, b) => comparePaths(a.path, b.path));
}
