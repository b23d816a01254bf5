import type { FileEntry, FileTree } from "@coppice/types";
import { type Lookup, parentPath, resolvePath } from "./resolve-path.ts";

/** The names and facts of a root file system without its contents. */
export interface FileIndex extends Omit<FileTree, "read"> {
  /** The entry at a path that has no link in it. */
  readonly lookup: Lookup;
  /** The entries right in the folder at a path that has no link in it, in code unit order of their names. */
  children(path: string): readonly FileEntry[];
}

/**
 * Indexes entries by path. Where a path comes twice the later entry counts.
 *
 * @example
 * ```ts
 * import { createFileIndex } from "@coppice/image";
 *
 * const facts = { mode: 0o644, uid: 0, gid: 0, size: 0 };
 * const tree = createFileIndex([
 *   { path: "/etc", type: "directory", ...facts },
 *   { path: "/etc/hosts", type: "file", ...facts },
 * ]);
 * tree.stat("/etc//./hosts")?.type; // => "file"
 * tree.children("/etc").map((entry) => entry.path); // => ["/etc/hosts"]
 * ```
 */
export function createFileIndex(entries: Iterable<FileEntry>): FileIndex {
  const byPath = new Map<string, FileEntry>();
  for (const entry of entries) byPath.set(entry.path, entry);
  let sorted: readonly FileEntry[] | undefined;
  let folders: Map<string, FileEntry[]> | undefined;
  const lookup: Lookup = (path) => byPath.get(path);
  const all = (): readonly FileEntry[] => {
    sorted ??= [...byPath.values()].sort((a, b) => comparePaths(a.path, b.path));
    return sorted;
  };
  return {
    lookup,
    entries: all,
    stat: (path) => {
      const resolution = resolvePath(lookup, path, { followLast: false });
      return resolution.found ? resolution.entry : undefined;
    },
    resolve: (path) => resolvePath(lookup, path),
    children: (path) => {
      folders ??= groupByFolder(all());
      return folders.get(path) ?? [];
    },
  };
}

function groupByFolder(entries: readonly FileEntry[]): Map<string, FileEntry[]> {
  const folders = new Map<string, FileEntry[]>();
  for (const entry of entries) {
    if (entry.path === "/") continue;
    const parent = parentPath(entry.path);
    const siblings = folders.get(parent);
    if (siblings) siblings.push(entry);
    else folders.set(parent, [entry]);
  }
  return folders;
}

/**
 * Orders paths so that a folder comes before what is in it and before its next sibling.
 *
 * @example
 * ```ts
 * import { comparePaths } from "@coppice/image";
 *
 * ["/a-b", "/a/c", "/a"].sort(comparePaths); // => ["/a", "/a/c", "/a-b"]
 * ```
 */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return x === slash ? -1 : y === slash ? 1 : x - y;
  }
  return a.length - b.length;
}

const slash = 0x2f;
