import { type FileTree, isCoppiceError, type OnProblem, readBytes } from "@coppice/types";
import type { ExtractorContext } from "./extractor.ts";

/** Makes the function by which extractors read: what cannot be read, or is too large, becomes a problem. */
export function createFileReader(
  tree: FileTree,
  maximumBytes: number,
  onProblem: OnProblem,
): ExtractorContext["read"] {
  return async (path) => {
    const resolution = tree.resolve(path);
    if (resolution.found && resolution.entry.size > maximumBytes) {
      const message = `it has ${resolution.entry.size} bytes and is skipped; raise limits.metadataBytes to read it`;
      onProblem({ code: "FILE_TOO_LARGE", message, path });
      return undefined;
    }
    try {
      return await readBytes(tree, path);
    } catch (error) {
      if (!isCoppiceError(error)) throw error;
      onProblem({ code: "FILE_UNREADABLE", message: error.message, path });
      return undefined;
    }
  };
}
