import { type FileIndex, joinPath, parentPath } from "@coppice/image";

/** Longer paths cannot be opened (`PATH_MAX` of Linux). */
const maximumLength = 4096;

/**
 * Paths of the folders that the way to `path` enters only to leave them by `..`: without them it is closed
 * (path_resolution(7)). Links on the way count with their targets.
 */
export function* detours(index: FileIndex, path: string): Generator<string, void, undefined> {
  yield* beforeDots(path);
  for (const link of index.resolve(path).links) {
    const target = index.lookup(link)?.target ?? "";
    yield* beforeDots(target.startsWith("/") ? target : joinPath(parentPath(link), target));
  }
}

function* beforeDots(path: string): Generator<string, void, undefined> {
  if (path.length > maximumLength) return;
  for (let at = path.indexOf("/.."); at >= 0; at = path.indexOf("/..", at + 1)) {
    const next = path[at + 3];
    if (at > 0 && (next === undefined || next === "/")) yield path.slice(0, at);
  }
}
