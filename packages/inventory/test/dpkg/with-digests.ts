import { createHash } from "node:crypto";
import type { FileIndex } from "@coppice/image";
import { type FileTree, readBytes } from "@coppice/types";

/** The same tree, which can compute digests of its files. `onDigest` is told of each. */
export function withDigests(
  tree: FileTree & FileIndex,
  onDigest: (path: string) => void = () => {},
): FileTree & FileIndex {
  return {
    ...tree,
    digest: async (path, algorithm) => {
      onDigest(path);
      const hash = createHash(algorithm).update(await readBytes(tree, path));
      return `${algorithm}:${hash.digest("hex")}`;
    },
  };
}
