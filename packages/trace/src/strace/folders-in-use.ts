import type { Place } from "../places/place.ts";

/** Folders that were made or that processes start paths from, and all folders above them. */
export interface FoldersInUse {
  readonly paths: Set<string>;
  /** There are more than are kept, so that any may be in use. */
  full: boolean;
}

/** As many as are kept: what is renamed is seldom a folder in use, and then all processes are looked through. */
const mostPaths = 1 << 16;

export function createFoldersInUse(first: Place | undefined): FoldersInUse {
  const folders: FoldersInUse = { paths: new Set(), full: false };
  noteFolder(folders, first);
  return folders;
}

/** Notes that a folder is in use from now on. */
export function noteFolder(folders: FoldersInUse, place: Place | undefined): void {
  if (!place?.inside || folders.full) return;
  const { paths } = folders;
  // Where one is known, those above it are.
  for (let path = place.path; path !== "" && !paths.has(path); ) {
    paths.add(path);
    path = path.slice(0, path.lastIndexOf("/"));
  }
  folders.full = paths.size > mostPaths;
}

export function isInUse({ paths, full }: FoldersInUse, path: string): boolean {
  return full || paths.has(path);
}
