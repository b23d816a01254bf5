import { joinPath, parentPath } from "@coppice/image";
import type { BomFile } from "@coppice/types";
import { compareText } from "../compare-text.ts";
import { type BomFiles, resolveFile } from "../grading/place-path.ts";

/** The subject's paths by their last names, links to folders included. */
export interface PathNames {
  /** How many entries were looked at so far. */
  readonly visited: number;
  /** Folders that a path which ends in these names may lead to; `undefined` for no name: any. */
  folders(names: readonly string[]): ReadonlySet<string> | undefined;
  /** Entries of that name, in any folder or in one of `folders`. */
  named(name: string, folders: ReadonlySet<string> | undefined): Iterable<BomFile>;
  /** Entries whose own name begins so, in any folder or in one of `folders`. */
  beginning(text: string, folders: ReadonlySet<string> | undefined): Iterable<BomFile>;
  /** What is right in a folder. */
  children(folder: string): readonly BomFile[];
}

/** Indexes the subject's paths by name. */
export function createPathNames(files: BomFiles): PathNames {
  const byName = new Map<string, BomFile[]>();
  const byFolder = new Map<string, BomFile[]>();
  for (const file of files.byPath.values()) {
    if (file.path === "/") continue;
    add(byName, nameOf(file.path), file);
    add(byFolder, parentPath(file.path), file);
  }
  const sortedNames = [...byName.keys()].sort(compareText);
  const known = new Map<string, ReadonlySet<string>>();
  let visited = 0;

  function* named(name: string, folders: ReadonlySet<string> | undefined): Generator<BomFile> {
    const all = byName.get(name) ?? [];
    if (folders !== undefined && folders.size < all.length) {
      for (const folder of folders) {
        visited++;
        const file = files.byPath.get(joinPath(folder, name));
        if (file) yield file;
      }
    } else yield* those(all, folders);
  }

  function* beginning(text: string, folders: ReadonlySet<string> | undefined): Generator<BomFile> {
    const first = firstWhere(sortedNames, (name) => name >= text);
    const end = firstWhere(sortedNames, (name) => name > text && !name.startsWith(text));
    if (folders !== undefined && folders.size < end - first) {
      for (const folder of folders) {
        for (const file of children(folder)) if (nameOf(file.path).startsWith(text)) yield file;
      }
    } else {
      for (const name of sortedNames.slice(first, end)) {
        yield* those(byName.get(name) ?? [], folders);
      }
    }
  }

  function* those(
    entries: readonly BomFile[],
    folders: ReadonlySet<string> | undefined,
  ): Generator<BomFile> {
    visited += entries.length;
    for (const file of entries) if (folders?.has(parentPath(file.path)) ?? true) yield file;
  }

  function children(folder: string): readonly BomFile[] {
    const entries = byFolder.get(folder) ?? [];
    visited += entries.length + 1;
    return entries;
  }

  function foldersOf(names: readonly string[]): ReadonlySet<string> | undefined {
    let folders: ReadonlySet<string> | undefined;
    let key = "";
    for (const name of names) {
      key = `${key}/${name}`;
      const next = known.get(key) ?? foldersAmong(files, named(name, folders));
      // What leads nowhere is cheap to find again, and there may be any number of it.
      if (next.size > 0) known.set(key, next);
      folders = next;
    }
    return folders;
  }

  return {
    get visited() {
      return visited;
    },
    folders: foldersOf,
    named,
    beginning,
    children,
  };
}

/** Those entries that are folders or lead to one. */
export function foldersAmong(files: BomFiles, entries: Iterable<BomFile>): Set<string> {
  const found = new Set<string>();
  for (const file of entries) {
    const folder = file.type === "symlink" ? resolveFile(files, file.path) : file;
    if (folder?.type === "directory") found.add(folder.path);
  }
  return found;
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function add(to: Map<string, BomFile[]>, key: string, file: BomFile): void {
  const others = to.get(key);
  if (others) others.push(file);
  else to.set(key, [file]);
}

/** The first index for which `test` holds, as it does for all that follow. */
function firstWhere(sorted: readonly string[], test: (text: string) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(sorted[middle] ?? "")) high = middle;
    else low = middle + 1;
  }
  return low;
}
