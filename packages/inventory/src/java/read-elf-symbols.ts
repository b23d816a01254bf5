import type { ByteRange } from "@coppice/types";
import type { ElfSection } from "../elf/parse-elf-sections.ts";

/** Reads a range of a file; `undefined` where it cannot be read. */
type TryReadRange = (range: ByteRange) => Promise<Uint8Array | undefined>;

/** Where fields of a symbol stand, in bytes. See the System V ABI, chapter 4, "Symbol Table". */
const layouts = { 1: { entry: 16, value: 4 }, 2: { entry: 24, value: 8 } } as const;
const maximumTableBytes = 64 * 1024 * 1024;

/**
 * Where in an ELF object the symbols stand that it exports, by name, of those that are asked for; of a symbol that no section
 * holds there is no place.
 */
export async function readElfSymbols(
  read: TryReadRange,
  sections: readonly ElfSection[],
  wanted: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const places = new Map<string, number>();
  const table = sections.find(({ name }) => name === ".dynsym");
  const strings = sections.find(({ name }) => name === ".dynstr");
  const head = await read({ start: 0, end: 6 });
  const symbolBytes = await readSection(read, table);
  const stringBytes = await readSection(read, strings);
  const bits = head?.[4];
  if ((bits !== 1 && bits !== 2) || symbolBytes === undefined || stringBytes === undefined) {
    return places;
  }
  const little = head?.[5] === 1;
  const { entry, value } = layouts[bits];
  const view = new DataView(symbolBytes.buffer, symbolBytes.byteOffset, symbolBytes.byteLength);
  const names = new Map(wanted.map((name) => [name, new TextEncoder().encode(`${name}\0`)]));
  for (let at = 0; at + entry <= symbolBytes.length; at += entry) {
    const nameAt = view.getUint32(at, little);
    for (const [name, bytes] of names) {
      if (!bytes.every((byte, index) => stringBytes[nameAt + index] === byte)) continue;
      const address =
        bits === 1
          ? view.getUint32(at + value, little)
          : Number(view.getBigUint64(at + value, little));
      const offset = toOffset(sections, address);
      if (offset !== undefined) places.set(name, offset);
    }
  }
  return places;
}

async function readSection(
  read: TryReadRange,
  section: ElfSection | undefined,
): Promise<Uint8Array | undefined> {
  if (section === undefined || section.size > maximumTableBytes) return undefined;
  return read({ start: section.offset, end: section.offset + section.size });
}

function toOffset(sections: readonly ElfSection[], address: number): number | undefined {
  const section = sections.find(
    (each) => each.address > 0 && address >= each.address && address < each.address + each.size,
  );
  return section && section.offset + address - section.address;
}
