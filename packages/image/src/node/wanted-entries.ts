import { comparePaths, ImageError, parentPath } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import type { ImageContent } from "./image-content.ts";

/**
 * What the image will hold, in order: the entries of `content` and the folders above them, sizes as they will be. Of the
 * names of one file that are there the first carries the content.
 */
export function wantedEntries({ tree, entries, contents }: ImageContent): readonly FileEntry[] {
  const byPath = new Map<string, FileEntry>();
  for (const entry of entries ?? tree.entries()) byPath.set(entry.path, entry);
  for (const { path } of [...byPath.values()]) {
    if (!isTreePath(path)) throw unsupported(path, "is no path of a tree, such as /etc/hosts");
    if (path.includes("/.wh.")) throw unsupported(path, "would be read as a whiteout in a layer");
    for (let folder = parentPath(path); !byPath.has(folder); folder = parentPath(folder)) {
      const found = tree.stat(folder);
      if (found?.path !== folder) break;
      byPath.set(folder, found);
    }
  }
  const carriers = new Map<string, string>();
  const sorted = [...byPath.values()].sort((a, b) => comparePaths(a.path, b.path));
  return sorted.map((entry) => {
    const { path, hardLink } = entry;
    if (entry.type !== "file") return entry;
    const replacement = contents?.get(path);
    if (replacement) return replaced(entry, replacement);
    const file = hardLink ?? path;
    const carrier = carriers.get(file);
    if (carrier === undefined) carriers.set(file, path);
    return hardLink === carrier ? entry : withCarrier(entry, carrier);
  });
}

function withCarrier({ hardLink: _, ...entry }: FileEntry, carrier: string | undefined): FileEntry {
  return carrier === undefined ? entry : { ...entry, hardLink: carrier };
}

/** The digest goes, since it is that of the old content. */
function replaced({ hardLink: _, digest: __, ...entry }: FileEntry, by: Uint8Array): FileEntry {
  return { ...entry, size: by.length };
}

/** Whether it is from the root, without `.`, `..` and slashes too many. */
function isTreePath(path: string): boolean {
  const whole = `${path}/`;
  const isPlain = !["//", "/./", "/../"].some((part) => whole.includes(part));
  return path === "/" || (path.startsWith("/") && isPlain);
}

function unsupported(path: string, what: string): ImageError {
  return new ImageError("ENTRY_UNSUPPORTED", `${path} ${what}; leave it out`);
}
