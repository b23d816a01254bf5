import type { ObjectSection } from "../binary/object-section.ts";
import type { ReadRange } from "../elf/elf-reader.ts";
import type { FileFormat } from "../file-format.ts";

/** `\xff Go buildinf:`, at a multiple of sixteen bytes from the start of its section. */
const mark = Uint8Array.of(
  0xff,
  ...[0x20, 0x47, 0x6f, 0x20, 0x62, 0x75, 0x69, 0x6c, 0x64, 0x69, 0x6e, 0x66, 0x3a],
);
const step = 16;
const windowBytes = 1 << 20;
/** More than programs have of data. */
const maximumBytes = 1 << 28;
/** Programs that read build information themselves have the mark, too. */
const maximumMarks = 16;

/** The sections that hold it. Of an ELF object without a section table there are loaded segments, which have no name. */
const names: ReadonlyMap<FileFormat | undefined, readonly string[]> = new Map([
  ["elf", [".go.buildinfo", ""]],
  ["mach-o", ["__go_buildinfo"]],
  ["pe", [".data"]],
]);

/** Places in a file that are marked as build information of Go, at most sixteen. */
export async function* findGoMarks(
  read: ReadRange,
  sections: readonly ObjectSection[],
  format: FileFormat | undefined,
): AsyncGenerator<number> {
  const likely = sections.filter(({ name }) => names.get(format)?.includes(name));
  let marks = 0;
  let left = maximumBytes;
  for (const { offset, size } of likely) {
    for (let at = 0; at < size && left > 0; at += windowBytes) {
      const start = offset + at;
      const window = await read({ start, end: start + Math.min(windowBytes, size - at) });
      left -= windowBytes;
      for (let place = 0; place + step <= window.length; place += step) {
        if (!isMark(window, place)) continue;
        yield start + place;
        marks++;
        if (marks === maximumMarks) return;
      }
      if (window.length < windowBytes) break;
    }
  }
}

function isMark(window: Uint8Array, at: number): boolean {
  return mark.every((byte, index) => window[at + index] === byte);
}
