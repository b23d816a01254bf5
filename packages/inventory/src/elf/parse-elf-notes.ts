import { decodeName } from "@coppice/image";

/** A note in an ELF object: what a tool of its owner left there. */
export interface ElfNote {
  /** Such as `GNU` or `FDO`. */
  readonly owner: string;
  /** What it is, in the owner's numbers. */
  readonly type: number;
  readonly content: Uint8Array;
  /** Where the content begins, in bytes from the start of the section. */
  readonly offset: number;
}

/**
 * The notes in a section of an ELF object; what follows one that is cut is left out. See the System V ABI, chapter 5,
 * "Note Section", of which 64-bit objects follow the form with words of four bytes.
 *
 * @example
 * ```ts
 * import { parseElfNotes } from "@coppice/inventory";
 *
 * const section = Uint8Array.of(4, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0x47, 0x4e, 0x55, 0, 0xbe, 0xef, 0, 0);
 * const [buildId] = parseElfNotes(section, "little");
 * [buildId?.owner, buildId?.type]; // => ["GNU", 3]
 * ```
 */
export function parseElfNotes(section: Uint8Array, order: "little" | "big"): ElfNote[] {
  const view = new DataView(section.buffer, section.byteOffset, section.length);
  const little = order === "little";
  const notes: ElfNote[] = [];
  for (let at = 0; at + 12 <= section.length; ) {
    const ownerEnd = at + 12 + view.getUint32(at, little);
    const offset = aligned(ownerEnd);
    const end = offset + view.getUint32(at + 4, little);
    if (end > section.length) break;
    const owner = decodeName(section.subarray(at + 12, ownerEnd)).replace(/\0$/, "");
    const type = view.getUint32(at + 8, little);
    notes.push({ owner, type, content: section.subarray(offset, end), offset });
    at = aligned(end);
  }
  return notes;
}

function aligned(at: number): number {
  return Math.ceil(at / 4) * 4;
}
