import {
  type BomFile,
  type FileEntry,
  type FileTree,
  isCoppiceError,
  type OnProblem,
  readBytes,
} from "@coppice/types";
import { parseElf } from "./elf/parse-elf.ts";
import type { FileFormat } from "./file-format.ts";
import { isInventoryError } from "./inventory-error.ts";
import { parseShebang, shebangBytes } from "./linux/parse-shebang.ts";
import { mapConcurrently } from "./map-concurrently.ts";

/** What later steps need of a file's content. */
export type FileFacts = Pick<BomFile, "elf" | "shebang">;

/** Holds the head, the program headers and the interpreter of most programs. */
const headBytes = 1024;

/**
 * Facts of every regular file that is an ELF object or an executable script, by path. The kernel looks for a `#!` only
 * where execute permission lets it.
 */
export async function readFileFacts(
  tree: FileTree,
  entries: readonly FileEntry[],
  formats: ReadonlyMap<string, FileFormat>,
  onProblem: OnProblem,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, FileFacts>> {
  const facts = new Map<string, FileFacts>();
  const files = entries.filter(({ path, mode }) => {
    const format = formats.get(path);
    return format === "elf" || (format === "script" && (mode & 0o111) !== 0);
  });
  await mapConcurrently(files, 16, async (entry) => {
    signal?.throwIfAborted();
    try {
      const found = await readFacts(tree, entry, formats.get(entry.path) === "elf");
      if (found) facts.set(entry.path, found);
    } catch (error) {
      if (!isCoppiceError(error)) throw error;
      const code = isInventoryError(error) ? error.code : "FILE_UNREADABLE";
      const message = `what it runs or links to is not known: ${error.message}`;
      onProblem({ code, message, path: entry.path });
    }
  });
  return facts;
}

async function readFacts(
  tree: FileTree,
  { path, size }: FileEntry,
  isElf: boolean,
): Promise<FileFacts | undefined> {
  const head = await readBytes(tree, path, { start: 0, end: Math.min(size, headBytes) });
  if (!isElf) {
    const shebang = parseShebang(head.subarray(0, shebangBytes));
    return shebang && { shebang };
  }
  const elf = await parseElf(async (range) => {
    const end = Math.min(range.end, size);
    if (range.start >= end) return new Uint8Array();
    if (end <= head.length) return head.subarray(range.start, end);
    return readBytes(tree, path, { start: range.start, end });
  });
  return { elf };
}
