import type { FileEntry, FileTree } from "@coppice/types";
import { type Lookup, resolvePath } from "./resolve-path.ts";

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
  return indexFiles(
    (path) => byPath.get(path),
    () => [...byPath.values()].sort((a, b) => comparePaths(a.path, b.path)),
  );
}

/**
 * An index of entries that something else holds by path. `list` gives them in the order of {@link comparePaths} and is
 * asked once, when the order is needed.
 *
 * @example
 * ```ts
 * import { indexFiles } from "@coppice/image";
 *
 * const motd = { path: "/motd", type: "file", mode: 0o644, uid: 0, gid: 0, size: 0 } as const;
 * const index = indexFiles((path) => (path === "/motd" ? motd : undefined), () => [motd]);
 * index.stat("./motd")?.type; // => "file"
 * ```
 */
export function indexFiles(lookup: Lookup, list: () => readonly FileEntry[]): FileIndex {
  let sorted: readonly FileEntry[] | undefined;
  const all = (): readonly FileEntry[] => {
    sorted ??= list();
    return sorted;
  };
  let last: { readonly path: string; readonly children: readonly FileEntry[] } | undefined;
  return {
    lookup,
    entries: all,
    stat: (path) => {
      const resolution = resolvePath(lookup, path, { followLast: false });
      return resolution.found ? resolution.entry : undefined;
    },
    resolve: (path) => resolvePath(lookup, path),
    children: (path) => {
      // Callers often ask for the same folder again, such as for each of its files.
      if (last?.path !== path) last = { path, children: childrenOf(all(), path) };
      return last.children;
    },
  };
}

/** What is right in the folder at `path`, found in the order of paths, so that no list for each folder is kept. */
function childrenOf(sorted: readonly FileEntry[], path: string): readonly FileEntry[] {
  const inside = path === "/" ? path : `${path}/`;
  const children: FileEntry[] = [];
  let at = firstWhere(sorted, 0, (entry) => comparePaths(entry.path, path) > 0);
  for (let entry = sorted[at]; entry?.path.startsWith(inside); entry = sorted[at]) {
    const slashAt = entry.path.indexOf("/", inside.length);
    if (slashAt < 0) children.push(entry);
    const below = slashAt < 0 ? `${entry.path}/` : entry.path.slice(0, slashAt + 1);
    at++;
    if (sorted[at]?.path.startsWith(below)) {
      at = firstWhere(sorted, at, (other) => !other.path.startsWith(below));
    }
  }
  return children;
}

/** The first index from `start` on for which `test` holds, as it does for all that follow. */
function firstWhere(
  sorted: readonly FileEntry[],
  start: number,
  test: (entry: FileEntry) => boolean,
): number {
  const holds = (index: number): boolean => {
    const entry = sorted[index];
    return entry === undefined || test(entry);
  };
  let step = 1;
  while (!holds(start + step - 1)) step *= 2;
  let low = start + Math.floor(step / 2);
  let high = start + step - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
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
