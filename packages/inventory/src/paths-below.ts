import type { FileIndex } from "@coppice/image";

/** `path`, which has no link in it, and all paths below it. */
export function* pathsBelow(index: FileIndex, path: string): Generator<string> {
  if (index.lookup(path) === undefined) return;
  yield path;
  const pending = [path];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const child of index.children(folder)) {
      yield child.path;
      if (child.type === "directory") pending.push(child.path);
    }
  }
}
