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
    const { reason, path: end } = resolution;
    if (reason === "loop") {
      const message = `${path} leads through too many links, the last at ${end}; read another file`;
      throw new ImageError("SYMLINK_LOOP", message);
    }
    const message = `${path} leads to ${end}, which is ${reason}; ask resolve() before reading`;
    throw new ImageError("FILE_ABSENT", message);
  }
  const { entry } = resolution;
  if (entry.type === "file") return entry;
  const message = `${path} is of type ${entry.type}; ask resolve() before reading`;
  throw new ImageError("NOT_A_FILE", message);
}
