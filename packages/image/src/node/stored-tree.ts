import { type FileIndex, ImageError } from "@coppice/image";
import type { ByteRange, FileEntry, FileTree } from "@coppice/types";

/** Reads the content of a regular file, or a part of it. */
export type ReadContent = (entry: FileEntry, range?: ByteRange) => AsyncIterable<Uint8Array>;

/** A tree of the entries in `index`, whose contents `readContent` reads. */
export function storedTree(index: FileIndex, readContent: ReadContent): FileTree & FileIndex {
  return {
    ...index,
    async *read(path, range) {
      yield* readContent(regularFile(index, path), range);
    },
  };
}

function regularFile(index: FileIndex, path: string): FileEntry {
  const resolution = index.resolve(path);
  if (!resolution.found) {
    throw resolution.reason === "loop"
      ? new ImageError("SYMLINK_LOOP", `${path} leads through too many links, at ${resolution.path}; read another file`)
      : new ImageError("FILE_ABSENT", `${path} leads nowhere: ${resolution.path} is ${resolution.reason}; look with resolve first`);
  }
  const { entry } = resolution;
  if (entry.type === "file") return entry;
  throw new ImageError("NOT_A_FILE", `${path} is a ${entry.type} and has no content; look with resolve first`);
}
