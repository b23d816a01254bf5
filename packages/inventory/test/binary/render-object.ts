/** A section to put into a program. */
export interface SectionInput {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `sh_type` of an ELF section. Default: 1, a program's own. */
  readonly type?: number;
}

/** How numbers stand in an object. */
export interface ObjectFormat {
  readonly bits: 32 | 64;
  readonly order: "little" | "big";
}

/** Where the section of a name begins in the file, and in memory. */
export interface RenderedObject {
  readonly file: Uint8Array;
  offsetOf(name: string): number;
}

/** Memory begins here: a section at offset n of the file is loaded to this plus n. */
export const baseAddress = 0x400000;
/** Where the first section begins; each begins at a multiple of 16. */
export const firstOffset = 0x400;

interface Placed extends SectionInput {
  readonly offset: number;
}

function place(sections: readonly SectionInput[]): { placed: Placed[]; end: number } {
  let end = firstOffset;
  const placed = sections.map((section) => {
    const offset = end;
    end = Math.ceil((offset + section.bytes.length) / 16) * 16;
    return { ...section, offset };
  });
  return { placed, end };
}

function finish(file: Uint8Array, placed: readonly Placed[]): RenderedObject {
  for (const { bytes, offset } of placed) file.set(bytes, offset);
  return { file, offsetOf: (name) => placed.find((each) => each.name === name)?.offset ?? -1 };
}

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** An ELF object (System V ABI, chapter 4) with these sections and one segment; `stripped` leaves out the section table. */
export function renderElfSections(
  sections: readonly SectionInput[],
  { bits, order }: ObjectFormat,
  stripped = false,
): RenderedObject {
  const little = order === "little";
  const names = ascii(`\0${sections.map(({ name }) => `${name}\0`).join("")}.shstrtab\0`);
  const { placed, end } = place([...sections, { name: ".shstrtab", bytes: names, type: 3 }]);
  const entry = bits === 64 ? 64 : 40;
  const file = new Uint8Array(end + (placed.length + 1) * entry);
  const view = new DataView(file.buffer);
  const word = (at: number, value: number) =>
    bits === 64 ? view.setBigUint64(at, BigInt(value), little) : view.setUint32(at, value, little);
  const wide = bits === 64;
  file.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1]);
  view.setUint16(16, 2, little);
  word(wide ? 32 : 28, wide ? 64 : 52);
  view.setUint16(wide ? 54 : 42, wide ? 56 : 32, little);
  view.setUint16(wide ? 56 : 44, 1, little);
  const segment = wide ? 64 : 52;
  view.setUint32(segment, 1, little);
  word(segment + (wide ? 8 : 4), firstOffset);
  word(segment + (wide ? 16 : 8), baseAddress + firstOffset);
  word(segment + (wide ? 32 : 16), end - firstOffset);
  if (!stripped) {
    word(wide ? 40 : 32, end);
    view.setUint16(wide ? 58 : 46, entry, little);
    view.setUint16(wide ? 60 : 48, placed.length + 1, little);
    view.setUint16(wide ? 62 : 50, placed.length, little);
  }
  let name = 1;
  for (const [index, section] of placed.entries()) {
    const at = end + (index + 1) * entry;
    view.setUint32(at, name, little);
    view.setUint32(at + 4, section.type ?? 1, little);
    word(at + (wide ? 16 : 12), baseAddress + section.offset);
    word(at + (wide ? 24 : 16), section.offset);
    word(at + (wide ? 32 : 20), section.bytes.length);
    name += section.name.length + 1;
  }
  return finish(file, placed);
}

/** A PE file ("PE Format" of Microsoft) with these sections; directories have a number, and an address of a section. */
export function renderPe(
  sections: readonly SectionInput[],
  { bits }: Pick<ObjectFormat, "bits">,
  directories: ReadonlyMap<number, string> = new Map(),
): RenderedObject {
  const { placed, end } = place(sections);
  const file = new Uint8Array(end);
  const view = new DataView(file.buffer);
  const start = 0x80;
  const directoryAt = start + 24 + (bits === 64 ? 112 : 96);
  const headerBytes = (bits === 64 ? 112 : 96) + 16 * 8;
  file.set(ascii("MZ"));
  view.setUint32(60, start, true);
  file.set(ascii("PE\0\0"), start);
  view.setUint16(start + 6, placed.length, true);
  view.setUint16(start + 20, headerBytes, true);
  view.setUint16(start + 24, bits === 64 ? 0x20b : 0x10b, true);
  if (bits === 64) view.setBigUint64(start + 48, BigInt(baseAddress), true);
  else view.setUint32(start + 52, baseAddress, true);
  view.setUint32(directoryAt - 4, 16, true);
  for (const [index, { name, bytes, offset }] of placed.entries()) {
    const at = start + 24 + headerBytes + index * 40;
    file.set(ascii(name.slice(0, 8)), at);
    view.setUint32(at + 12, offset, true);
    view.setUint32(at + 16, bytes.length, true);
    view.setUint32(at + 20, offset, true);
  }
  const rendered = finish(file, placed);
  for (const [number, name] of directories) {
    view.setUint32(directoryAt + number * 8, rendered.offsetOf(name), true);
    view.setUint32(directoryAt + number * 8 + 4, 1, true);
  }
  return rendered;
}

/** A Mach-O file (`<mach-o/loader.h>`) with these sections in one segment. */
export function renderMachO(
  sections: readonly SectionInput[],
  { bits, order }: ObjectFormat,
): RenderedObject {
  const little = order === "little";
  const { placed, end } = place(sections);
  const file = new Uint8Array(end);
  const view = new DataView(file.buffer);
  const wide = bits === 64;
  const [header, command, entry] = wide ? [32, 72, 80] : [28, 56, 68];
  const size = command + placed.length * entry;
  view.setUint32(0, wide ? 0xfeedfacf : 0xfeedface, little);
  view.setUint32(16, 2, little);
  view.setUint32(20, 24 + size, little);
  // A command of another kind stands before the segment.
  view.setUint32(header, 0x1b, little);
  view.setUint32(header + 4, 24, little);
  view.setUint32(header + 24, wide ? 0x19 : 1, little);
  view.setUint32(header + 28, size, little);
  for (const [index, { name, bytes, offset }] of placed.entries()) {
    const at = header + 24 + command + index * entry;
    file.set(ascii(name.slice(0, 16)), at);
    file.set(ascii("__DATA"), at + 16);
    const address = baseAddress + offset;
    if (wide) {
      view.setBigUint64(at + 32, BigInt(address), little);
      view.setBigUint64(at + 40, BigInt(bytes.length), little);
    } else {
      view.setUint32(at + 32, address, little);
      view.setUint32(at + 36, bytes.length, little);
    }
    view.setUint32(at + (wide ? 48 : 40), offset, little);
  }
  return finish(file, placed);
}
