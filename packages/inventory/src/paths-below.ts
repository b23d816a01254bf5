import type { FileIndex } from "@coppice/image";

/** `path`, which has no link in it, and all paths below it. */
export function* pathsBelow(index: FileIndex, path: string): Generator<string> {
  if (index.lookup(path) === undefined) return;
  const pending = [path];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    for (const child of index.children(next)) pending.push(child.path);
  }
}
