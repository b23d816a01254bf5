import { type FileIndex, joinPath, parentPath } from "@coppice/image";

/** Longer paths cannot be opened (`PATH_MAX` of Linux). */
const maximumLength = 4096;

/**
 * Makes a function that follows the links in the parents of an absolute path, and not one at its end. Where a folder
 * does not exist the rest is taken as it is written, so that the answer is what the path would be.
 */
export function createCanonicalPath(index: FileIndex): (path: string) => string {
  const folders = new Map<string, string>();
  const canonicalFolder = (path: string): string => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const folder = path.split("/").reduce((at, name) => {
      const next = step(at, name);
      if (index.lookup(next)?.type !== "symlink") return next;
      const resolution = index.resolve(next);
      return resolution.found ? resolution.path : next;
    }, "/");
    folders.set(path, folder);
    return folder;
  };
  return (path) => {
    if (path.length > maximumLength) return path;
    return step(canonicalFolder(parentPath(path)), path.slice(path.lastIndexOf("/") + 1));
  };
}

function step(folder: string, name: string): string {
  if (name === "" || name === ".") return folder;
  return name === ".." ? parentPath(folder) : joinPath(folder, name);
}
