import { decodeName } from "@coppice/image";
import type { ObjectSection } from "../binary/object-section.ts";
import type { ReadRange } from "../elf/elf-reader.ts";
import { InventoryError } from "../inventory-error.ts";

/** Where fields stand that differ between the word sizes, in bytes. */
const layouts = {
  32: { header: 28, command: 1, sections: 56, section: 68, address: 32, size: 36, offset: 40 },
  64: { header: 32, command: 0x19, sections: 72, section: 80, address: 32, size: 40, offset: 48 },
} as const;

const universal = 0xcafebabe;
const magics = { 32: 0xfeedface, 64: 0xfeedfacf } as const;
/** More than there are kinds of processors for it. */
const maximumSlices = 32;
/** The kernel takes no more than a few pages. */
const maximumCommandBytes = 1 << 22;
/** `S_ZEROFILL` and its like, which have no bytes in the file. */
const withoutBytes = new Set([1, 12, 18]);

/**
 * The sections of a Mach-O file, of either word size and byte order; of a universal one, those of the first program
 * in it. Names have no segment before them. See `<mach-o/loader.h>` and `<mach-o/fat.h>`.
 *
 * @throws An `InventoryError` with code `CONTENT_INVALID` when its headers are cut or contradict each other.
 */
export async function parseMachO(read: ReadRange): Promise<readonly ObjectSection[]> {
  const fetch = async (start: number, size: number): Promise<DataView> => {
    const bytes = await read({ start, end: start + size });
    if (bytes.length < size) throw machOError(`${size} bytes at ${start} are past its end`);
    return new DataView(bytes.buffer, bytes.byteOffset, size);
  };
  const first = await fetch(0, 8);
  if (first.getUint32(0) !== universal) return readProgram(fetch, 0);
  const count = first.getUint32(4);
  if (count === 0 || count > maximumSlices)
    throw machOError(`it says that it holds ${count} programs`);
  const slice = await fetch(8, 20);
  return readProgram(fetch, slice.getUint32(8));
}

async function readProgram(
  fetch: (start: number, size: number) => Promise<DataView>,
  start: number,
): Promise<readonly ObjectSection[]> {
  const header = await fetch(start, layouts[32].header);
  const little = header.getUint8(0) !== 0xfe;
  const magic = header.getUint32(0, little);
  const bits = magic === magics[32] ? 32 : magic === magics[64] ? 64 : undefined;
  if (bits === undefined) throw machOError("a program in it does not begin as one");
  const layout = layouts[bits];
  const commandBytes = header.getUint32(20, little);
  if (commandBytes > maximumCommandBytes) throw machOError("its load commands are too long");
  const commands = await fetch(start + layout.header, commandBytes);
  const sections: ObjectSection[] = [];
  for (let at = 0; at + 8 <= commandBytes; ) {
    const size = commands.getUint32(at + 4, little);
    if (size < 8 || at + size > commandBytes) throw machOError("a load command has no end");
    if (commands.getUint32(at, little) === layout.command) {
      for (
        let own = at + layout.sections;
        own + layout.section <= at + size;
        own += layout.section
      ) {
        sections.push(readSection(commands, own, layout, little, start));
      }
    }
    at += size;
  }
  return sections;
}

function readSection(
  view: DataView,
  at: number,
  layout: (typeof layouts)[32 | 64],
  little: boolean,
  start: number,
): ObjectSection {
  const word = (place: number) =>
    layout.section === 68
      ? view.getUint32(at + place, little)
      : Number(view.getBigUint64(at + place, little));
  const name = new Uint8Array(view.buffer, view.byteOffset + at, 16);
  const end = name.indexOf(0);
  const kind = view.getUint32(at + layout.offset + 16, little) & 0xff;
  return {
    name: decodeName(name.subarray(0, end < 0 ? undefined : end)),
    address: word(layout.address),
    offset: start + view.getUint32(at + layout.offset, little),
    size: withoutBytes.has(kind) ? 0 : word(layout.size),
  };
}

function machOError(what: string): InventoryError {
  return new InventoryError(
    "CONTENT_INVALID",
    `the Mach-O file is damaged: ${what}; build or fetch it again`,
  );
}
