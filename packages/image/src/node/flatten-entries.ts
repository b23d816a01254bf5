import { comparePaths, ImageError, parentPath, type TarInput } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import type { ImageContent } from "./image-content.ts";

/** The members of the one layer that `content` makes, in order, with the folders above them. */
export function flattenEntries({ tree, entries, contents }: ImageContent): readonly TarInput[] {
  const byPath = new Map<string, FileEntry>();
  for (const entry of entries ?? tree.entries()) byPath.set(entry.path, entry);
  for (const { path } of [...byPath.values()]) {
    for (let folder = parentPath(path); !byPath.has(folder); folder = parentPath(folder)) {
      const found = tree.stat(folder);
      if (found?.path !== folder) break;
      byPath.set(folder, found);
    }
  }
  const carriers = new Map<string, string>();
  const sorted = [...byPath.values()].sort((a, b) => comparePaths(a.path, b.path));
  return sorted.map(({ hardLink, ...entry }): TarInput => {
    const { path } = entry;
    if (path.includes("/.wh.")) throw whiteout(path);
    const replacement = contents?.get(path);
    if (replacement) {
      return { entry: { ...entry, size: replacement.length }, content: [replacement] };
    }
    if (entry.type !== "file") return { entry };
    const carrier = carriers.get(hardLink ?? path);
    if (carrier !== undefined) return { entry: { ...entry, hardLink: carrier } };
    carriers.set(hardLink ?? path, path);
    return { entry, content: tree.read(path) };
  });
}

function whiteout(path: string): ImageError {
  const message = `${path} would be read as a whiteout in a layer; leave it out`;
  return new ImageError("ENTRY_UNSUPPORTED", message);
}
