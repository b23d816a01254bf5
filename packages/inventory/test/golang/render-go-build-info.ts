import {
  baseAddress,
  firstOffset,
  type ObjectFormat,
  type RenderedObject,
  renderElfSections,
  renderMachO,
  renderPe,
} from "../binary/render-object.ts";

const sentinel = Array.from({ length: 16 }, (_, at) => 0x80 + at);

function encode(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

function wrapped(modules: string): number[] {
  return [...sentinel, ...encode(modules), ...sentinel];
}

function header(pointerBytes: number, flags: number): number[] {
  return [0xff, ...encode(" Go buildinf:"), pointerBytes, flags];
}

/** Build information as Go 1.18 and later write it (`debug/buildinfo`): strings in place, after their lengths. */
export function renderInlineInfo(version: string, modules: string): Uint8Array {
  const counted = (bytes: number[]) => {
    const length: number[] = [];
    for (let left = bytes.length; ; left >>= 7) {
      if (left < 0x80) return [...length, left, ...bytes];
      length.push((left & 0x7f) | 0x80);
    }
  };
  const head = [...header(8, 2), ...Array.from({ length: 16 }, () => 0)];
  return Uint8Array.from([...head, ...counted(encode(version)), ...counted(wrapped(modules))]);
}

/** As older ones write it: pointers to pointers, in a section that is the first of its file. */
export function renderPointedInfo(
  version: string,
  modules: string,
  { bits, order }: ObjectFormat,
): Uint8Array {
  const size = bits / 8;
  const texts = [encode(version), wrapped(modules)];
  const bytes = new Uint8Array(64 + texts.flat().length);
  const view = new DataView(bytes.buffer);
  const word = (at: number, value: number) =>
    size === 8
      ? view.setBigUint64(at, BigInt(value), order === "little")
      : view.setUint32(at, value, order === "little");
  const start = baseAddress + firstOffset;
  bytes.set(header(size, order === "big" ? 1 : 0));
  let end = 64;
  for (const [number, text] of texts.entries()) {
    const pair = 32 + number * 2 * size;
    word(16 + number * size, start + pair);
    word(pair, start + end);
    word(pair + size, text.length);
    bytes.set(text, end);
    end += text.length;
  }
  return bytes;
}

/** A program of each kind that holds build information; what is no ELF object and of the other order is none of Go's. */
export function renderGoProgram(
  kind: "elf" | "stripped" | "mach-o" | "pe",
  info: Uint8Array,
  format: ObjectFormat,
): RenderedObject {
  if (kind === "mach-o") return renderMachO([{ name: "__go_buildinfo", bytes: info }], format);
  if (kind === "pe") return renderPe([{ name: ".data", bytes: info }], format);
  return renderElfSections([{ name: ".go.buildinfo", bytes: info }], format, kind === "stripped");
}
