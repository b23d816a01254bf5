import { isCoppiceError, type OnProblem } from "@coppice/types";
import { createElfReader } from "../elf/elf-reader.ts";
import type { ExtractorContext } from "../extractor.ts";
import { parseMachO } from "../mach-o/parse-mach-o.ts";
import { parsePe } from "../pe/parse-pe.ts";
import type { ObjectSection } from "./object-section.ts";
import { rangeReader } from "./range-reader.ts";

/** `PT_LOAD` */
const loaded = 1;

/**
 * The sections of an ELF, PE or Mach-O file, with addresses as pointers in it have them. Of an ELF object that was
 * stripped of its section table these are its loaded segments, which have no name. What is wrong with a PE or Mach-O
 * file is told to `onProblem`; with an ELF object, where its facts are read.
 */
export async function readObjectSections(
  context: ExtractorContext,
  path: string,
  onProblem?: OnProblem,
): Promise<readonly ObjectSection[]> {
  const read = rangeReader(context, path);
  const format = context.format(path);
  try {
    if (format === "mach-o") return await parseMachO(read);
    if (format === "pe") {
      const image = await parsePe(read);
      const base = image?.base ?? 0;
      return (image?.sections ?? []).map((own) => ({ ...own, address: own.address + base }));
    }
    const sections = await context.elfSections(path);
    if (sections.length > 0) return sections;
    const { segments } = await createElfReader(read);
    return segments.filter(({ type }) => type === loaded).map((own) => ({ ...own, name: "" }));
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    if (format !== "elf") onProblem?.({ code: error.code, message: error.message, path });
    return [];
  }
}
