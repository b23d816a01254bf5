import { comparePaths, ImageError, parentPath, type TarInput } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import type { ImageContent } from "./write-image.ts";

/** The members of the one layer that `content` makes, in order, with the folders above them. */
export function flattenEntries(content: ImageContent): readonly TarInput[] {
  const { tree, contents } = content;
  const byPath = new Map<string, FileEntry>();
  for (const entry of content.entries ?? tree.entries()) byPath.set(entry.path, entry);
  for (const path of [...byPath.keys()]) addFolders(path)
  const names = new Map<string, string>();
  return [...byPath.values()].sort((a, b) => comparePaths(a.path, b.path)).map((entry) => {
    const { hardLink, ...own } = entry;
    const replacement = contents?.get(entry.path);
    if (replacement) return { entry: { ...own, size: replacement.length }, content: [replacement] };
    if (entry.type !== "file") return { entry };
    const file = hardLink ?? entry.path;
    const first = names.get(file);
    if (first !== undefined) return { entry: { ...entry, hardLink: first } };
    names.set(file, entry.path);
    return { entry: own, content: tree.read(entry.path) };
  });
}
