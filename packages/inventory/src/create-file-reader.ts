import {
  type ByteRange,
  type FileTree,
  isCoppiceError,
  type OnProblem,
  readBytes,
} from "@coppice/types";
import { type ElfSection, parseElfSections } from "./elf/parse-elf-sections.ts";
import type { ExtractorContext } from "./extractor.ts";

/** The functions by which extractors read: what cannot be read, or is too large, becomes a problem. */
export type FileReader = Pick<ExtractorContext, "read" | "readRange" | "elfSections">;

/** Reads files of `tree`, wholes and ranges of at most `maximumBytes`. */
export function createFileReader(
  tree: FileTree,
  maximumBytes: number,
  onProblem: OnProblem,
): FileReader {
  const tooLarge = (path: string, size: number): undefined => {
    const message = `it has ${size} bytes and is skipped; raise limits.metadataBytes to read it`;
    onProblem({ code: "FILE_TOO_LARGE", message, path });
  };
  const attempt = async <Result>(
    path: string,
    work: () => Promise<Result>,
  ): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!isCoppiceError(error)) throw error;
      onProblem({ code: "FILE_UNREADABLE", message: error.message, path });
      return undefined;
    }
  };
  const within = (path: string, range: ByteRange): ByteRange => {
    const resolution = tree.resolve(path);
    const size = resolution.found ? resolution.entry.size : 0;
    return { start: Math.min(range.start, size), end: Math.min(range.end, size) };
  };
  const sections = new Map<string, Promise<readonly ElfSection[]>>();
  return {
    async read(path) {
      const resolution = tree.resolve(path);
      if (resolution.found && resolution.entry.size > maximumBytes) {
        return tooLarge(path, resolution.entry.size);
      }
      return attempt(path, () => readBytes(tree, path));
    },
    async readRange(path, range) {
      const { start, end } = within(path, range);
      if (end - start > maximumBytes) return tooLarge(path, end - start);
      return attempt(path, () => readBytes(tree, path, { start, end }));
    },
    elfSections(path) {
      const known = sections.get(path);
      if (known) return known;
      const read = (range: ByteRange) => readBytes(tree, path, within(path, range));
      const reading = readSections(read);
      sections.set(path, reading);
      return reading;
    },
  };
}

/** What is wrong with an ELF object is told once, where its facts are read. */
async function readSections(
  read: (range: ByteRange) => Promise<Uint8Array>,
): Promise<readonly ElfSection[]> {
  try {
    return await parseElfSections(read);
  } catch (error) {
    if (isCoppiceError(error)) return [];
    throw error;
  }
}
