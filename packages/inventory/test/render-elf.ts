/** What {@link renderElf} puts into an ELF object. */
export interface ElfSpecification {
  readonly bits: 32 | 64;
  readonly order: "little" | "big";
  readonly interpreter?: string;
  /** Tag and string of each entry of the dynamic section. */
  readonly strings?: readonly (readonly [tag: number, text: string])[];
}

const baseAddress = 0x10000;

/** A minimal ELF object with a program header table and no sections, as the System V ABI describes it. */
export function renderElf({
  bits,
  order,
  interpreter,
  strings = [],
}: ElfSpecification): Uint8Array {
  const little = order === "little";
  const word = bits / 8;
  const headerSize = bits === 64 ? 64 : 52;
  const entrySize = bits === 64 ? 56 : 32;
  const table = ["", interpreter ?? "", ...strings.map(([, text]) => text)];
  const text = new TextEncoder().encode(`${table.join("\0")}\0`);
  const starts = [0, ...[...text.keys()].filter((at) => text[at] === 0).map((at) => at + 1)];
  const dynamicOffset = headerSize + 3 * entrySize;
  const dynamic = [...strings.map(([tag], index) => [tag, starts[index + 2]]), [5, 0], [0, 0]];
  const textOffset = dynamicOffset + dynamic.length * 2 * word;
  const size = textOffset + text.length;
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  const putWord = (at: number, value: number) =>
    bits === 64 ? view.setBigUint64(at, BigInt(value), little) : view.setUint32(at, value, little);
  file.set([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, little ? 1 : 2, 1]);
  view.setUint16(16, 3, little);
  view.setUint16(18, 8, little);
  putWord(bits === 64 ? 32 : 28, headerSize);
  view.setUint16(bits === 64 ? 54 : 42, entrySize, little);
  view.setUint16(bits === 64 ? 56 : 44, 3, little);
  const segments = [
    [1, 0, baseAddress, size],
    [2, dynamicOffset, baseAddress + dynamicOffset, dynamic.length * 2 * word],
    [
      interpreter === undefined ? 0 : 3,
      textOffset + 1,
      baseAddress,
      (interpreter ?? "").length + 1,
    ],
  ];
  for (const [index, [type = 0, offset = 0, address = 0, length = 0]] of segments.entries()) {
    const at = headerSize + index * entrySize;
    view.setUint32(at, type, little);
    putWord(at + (bits === 64 ? 8 : 4), offset);
    putWord(at + (bits === 64 ? 16 : 8), address);
    putWord(at + (bits === 64 ? 32 : 16), length);
  }
  for (const [index, [tag = 0, value = 0]] of dynamic.entries()) {
    putWord(dynamicOffset + index * 2 * word, tag);
    const last = index === dynamic.length - 2;
    putWord(dynamicOffset + (index * 2 + 1) * word, last ? baseAddress + textOffset : value);
  }
  file.set(text, textOffset);
  return file;
}
