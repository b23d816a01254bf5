import { type FileIndex, joinPath, parentPath } from "@coppice/image";

/** Longer paths cannot be opened (`PATH_MAX` of Linux). */
export const maximumPathLength = 4096;

/**
 * Makes a function that follows the links in the parents of an absolute path, and not one at its end. Where a folder
 * does not exist the rest is taken as it is written, so that the answer is what the path would be.
 */
export function createCanonicalPath(index: FileIndex): (path: string) => string {
  const folders = new Map([["/", "/"]]);
  const follow = (path: string): string => {
    if (index.lookup(path)?.type !== "symlink") return path;
    const resolution = index.resolve(path);
    return resolution.found ? resolution.path : path;
  };
  const canonicalFolder = (path: string): string => {
    // Each folder on the way is remembered: a deep path with all its parents would take cubic time without it.
    const unknown: string[] = [];
    let at = path;
    for (; !folders.has(at); at = parentPath(at)) unknown.push(at);
    let folder = folders.get(at) ?? "/";
    for (const next of unknown.reverse()) {
      folder = follow(step(folder, lastName(next)));
      folders.set(next, folder);
    }
    return folder;
  };
  return (path) => {
    if (path.length > maximumPathLength) return path;
    return step(canonicalFolder(parentPath(path)), lastName(path));
  };
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function step(folder: string, name: string): string {
  if (name === "" || name === ".") return folder;
  return name === ".." ? parentPath(folder) : joinPath(folder, name);
}
