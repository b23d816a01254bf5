import { createHash, type Hash, hash } from "node:crypto";
import { type FileIndex, ImageError } from "@coppice/image";
import type { ByteRange, FileEntry, FileTree } from "@coppice/types";

/** Reads the content of a regular file, or a part of it. */
export type ReadContent = (entry: FileEntry, range?: ByteRange) => AsyncIterable<Uint8Array>;

/** Gives the first eight bytes of a regular file, or all of a shorter one, where they are at hand. */
export type ReadHead = (entry: FileEntry) => Uint8Array | undefined;

/** A tree of the entries in `index`, whose contents `readContent` and `readHead` read. */
export function storedTree(
  index: FileIndex,
  readContent: ReadContent,
  readHead: ReadHead,
): FileTree & FileIndex {
  return {
    ...index,
    async *read(path, range) {
      yield* readContent(regularFile(index, path), range);
    },
    head(path) {
      const entry = index.lookup(path);
      return entry?.type === "file" ? readHead(entry) : undefined;
    },
    async digest(path, algorithm) {
      const entry = regularFile(index, path);
      if (entry.digest?.startsWith(`${algorithm}:`)) return entry.digest;
      let running: Hash | undefined;
      for await (const chunk of readContent(entry)) {
        // Most files are one chunk, for which no object need be made.
        if (chunk.length === entry.size) return `${algorithm}:${hash(algorithm, chunk)}`;
        running ??= createHash(algorithm);
        running.update(chunk);
      }
      return `${algorithm}:${running?.digest("hex") ?? hash(algorithm, "")}`;
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
