import type { FileEntry, FileTree, OnProblem } from "@coppice/types";
import { isCoppiceError, readBytes } from "@coppice/types";
import { type FileFormat, fileFormat } from "./file-format.ts";
import { mapConcurrently } from "./map-concurrently.ts";

const headBytes = 8;

/** The formats of the regular files, by path: what the tree has at hand, or else read. Files that cannot be read
 * have none, after a problem. */
export async function readFileFormats(
  tree: FileTree,
  entries: readonly FileEntry[],
  onProblem: OnProblem,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, FileFormat>> {
  const formats = new Map<string, FileFormat>();
  const note = (path: string, head: Uint8Array) => {
    const format = fileFormat(head);
    if (format) formats.set(path, format);
  };
  const unknown: FileEntry[] = [];
  for (const entry of entries) {
    if (entry.type !== "file" || entry.size < 2) continue;
    const head = tree.head?.(entry.path);
    if (head) note(entry.path, head);
    else unknown.push(entry);
  }
  await mapConcurrently(unknown, 16, async ({ path, size }) => {
    signal?.throwIfAborted();
    try {
      note(path, await readBytes(tree, path, { start: 0, end: Math.min(size, headBytes) }));
    } catch (error) {
      if (!isCoppiceError(error)) throw error;
      const message = `what it is is not known: ${error.message}`;
      onProblem({ code: "FILE_UNREADABLE", message, path });
    }
  });
  return formats;
}
