import { decodeName } from "@coppice/image";
import { createElfReader, type ElfView, elfError, type ReadRange } from "./elf-reader.ts";

/** A section of an ELF object: what linkers and tools leave in it, beside what is loaded. */
export interface ElfSection {
  readonly name: string;
  /** `sh_type`, such as 7 for notes. */
  readonly type: number;
  /** In memory; 0 for what is not loaded. */
  readonly address: number;
  /** In the file. */
  readonly offset: number;
  /** Bytes in the file; 0 for what has only space in memory. */
  readonly size: number;
}

/** Of the fields that are wanted, where those stand that differ between the classes, in bytes. */
const layouts = {
  32: { entry: 40, address: 12, offset: 16, size: 20, link: 24 },
  64: { entry: 64, address: 16, offset: 24, size: 32, link: 40 },
} as const;

/** `SHT_NOBITS`: the section has no bytes in the file. */
const noBits = 8;
/** `SHN_XINDEX`: the number of the section with the names did not fit, and stands in section 0. */
const namesInFirst = 0xffff;
/** More than programs have; only object files that put each function apart come near. */
const maximumSections = 1 << 16;
/** Of all names, which may share bytes; a forged table may give every section the same long one. */
const maximumNameBytes = 1 << 22;

/**
 * The sections of an ELF object, of either class and byte order; none when it was stripped of them. See the System V ABI,
 * chapter 4, "Sections".
 *
 * @example
 * ```ts
 * import { parseElfSections } from "@coppice/inventory";
 *
 * const file = new Uint8Array(64);
 * file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
 * await parseElfSections(async ({ start, end }) => file.subarray(start, end)); // => []
 * ```
 * @throws An `InventoryError` with code `ELF_INVALID` when it is none, or an offset in it leads nowhere.
 */
export async function parseElfSections(read: ReadRange): Promise<readonly ElfSection[]> {
  const { bits, sectionTable, view } = await createElfReader(read);
  const layout = layouts[bits];
  if (sectionTable.offset === 0) return [];
  if (sectionTable.entrySize !== layout.entry) {
    throw elfError(`its section headers have ${sectionTable.entrySize} bytes each`);
  }
  const first = await view(sectionTable.offset, layout.entry);
  // A number that did not fit into the header stands in the first section, which is none itself.
  const entries = sectionTable.entries || first.word(layout.size);
  const names =
    sectionTable.names === namesInFirst ? first.uint32(layout.link) : sectionTable.names;
  if (entries > maximumSections) throw elfError(`it has ${entries} sections`);
  const table = await view(sectionTable.offset, entries * layout.entry);
  const headers = Array.from({ length: entries }, (_, number) => header(table, number, layout));
  const strings = headers[names];
  if (strings === undefined) return [];
  if (strings.size > maximumNameBytes) throw elfError("the names of its sections are too long");
  const { bytes } = await view(strings.offset, strings.size);
  let nameBytes = 0;
  return headers.slice(1).map(({ name: start, ...section }): ElfSection => {
    const zero = bytes.indexOf(0, start);
    const name = bytes.subarray(start, zero < 0 ? undefined : zero);
    nameBytes += name.length;
    if (nameBytes > maximumNameBytes) throw elfError("the names of its sections are too long");
    return { name: decodeName(name), ...section };
  });
}

function header(table: ElfView, number: number, layout: (typeof layouts)[32 | 64]) {
  const at = number * layout.entry;
  const type = table.uint32(at + 4);
  return {
    /** Where its name begins among the names. */
    name: table.uint32(at),
    type,
    address: table.word(at + layout.address),
    offset: table.word(at + layout.offset),
    size: type === noBits ? 0 : table.word(at + layout.size),
  };
}
