import { decodeName } from "@coppice/image";
import type { ByteRange } from "@coppice/types";
import { InventoryError } from "../inventory-error.ts";
import { isElf } from "./is-elf.ts";

/** Gives the bytes of a range of a file; fewer where the file ends in it. */
export type ReadRange = (range: ByteRange) => Promise<Uint8Array>;

/** One entry of the program header table. */
export interface Segment {
  readonly type: number;
  /** In the file. */
  readonly offset: number;
  /** In memory. */
  readonly address: number;
  /** Bytes in the file. */
  readonly size: number;
}

/** The head of an ELF object, and ways to read on in its class and byte order. */
export interface ElfReader {
  readonly bits: 32 | 64;
  readonly machine: number;
  readonly type: number;
  readonly segments: readonly Segment[];
  /** The header's fields about sections, as they stand. */
  readonly sectionTable: {
    readonly offset: number;
    readonly entrySize: number;
    readonly entries: number;
    /** Number of the section that holds the names. */
    readonly names: number;
  };
  /** A range as a view, and the way to read a number of the object's byte order in one. */
  view(offset: number, size: number): Promise<ElfView>;
  /** The numbers of the object's word size in a range. */
  readWords(offset: number, size: number): Promise<number[]>;
  /** The string at an offset, up to its NUL. */
  readString(offset: number): Promise<string>;
}

/** Bytes of an ELF object in its byte order. */
export interface ElfView {
  uint32(at: number): number;
  /** A number of the object's word size. */
  word(at: number): number;
  readonly bytes: Uint8Array;
}

/** Where the fields stand that differ between the classes, in bytes. */
const layouts = {
  32: {
    header: 52,
    tableOffset: 28,
    entrySize: 42,
    entry: 32,
    sectionOffset: 32,
    at: { offset: 4, address: 8, size: 16 },
  },
  64: {
    header: 64,
    tableOffset: 32,
    entrySize: 54,
    entry: 56,
    sectionOffset: 40,
    at: { offset: 8, address: 16, size: 32 },
  },
} as const;

/** Read at once for a string; the strings that matter mostly stand together. */
const windowBytes = 4096;
/** More than the strings of any real object, read or given; a forged one may name the same over and over. */
const maximumStringBytes = 1 << 20;

/** Reads the header and the program headers of an ELF object. See the System V ABI, chapters 4 and 5. */
export async function createElfReader(read: ReadRange): Promise<ElfReader> {
  const fetch = async (offset: number, size: number): Promise<Uint8Array> => {
    if (!Number.isSafeInteger(offset + size)) throw elfError("an offset in it is beyond any file");
    const bytes = await read({ start: offset, end: offset + size });
    if (bytes.length < size) throw elfError(`${size} bytes at ${offset} are past its end`);
    return bytes;
  };
  const start = await fetch(0, layouts[32].header);
  if (!isElf(start)) throw elfError("it does not begin as one");
  const [, , , , bitsByte, orderByte] = start;
  if ((bitsByte !== 1 && bitsByte !== 2) || (orderByte !== 1 && orderByte !== 2)) {
    throw elfError("it has no known class or byte order");
  }
  const bits = bitsByte === 1 ? 32 : 64;
  const little = orderByte === 1;
  const layout = layouts[bits];
  const word = (view: DataView, at: number) =>
    bits === 32 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));

  const header = viewOf(await fetch(0, layout.header));
  const entrySize = header.getUint16(layout.entrySize, little);
  const entries = header.getUint16(layout.entrySize + 2, little);
  // The kernel and the linker take no other size; a forged one would have gigabytes read.
  if (entries > 0 && entrySize !== layout.entry) {
    throw elfError(`its program headers have ${entrySize} bytes each`);
  }
  const table = viewOf(await fetch(word(header, layout.tableOffset), entries * entrySize));
  const segments = Array.from({ length: entries }, (_, index): Segment => {
    const at = index * entrySize;
    return {
      type: table.getUint32(at, little),
      offset: word(table, at + layout.at.offset),
      address: word(table, at + layout.at.address),
      size: word(table, at + layout.at.size),
    };
  });

  let window: Uint8Array = new Uint8Array();
  let windowStart = 0;
  let stringBytes = 0;
  const countString = (bytes: number) => {
    stringBytes += bytes;
    if (stringBytes > maximumStringBytes) throw elfError("its strings are too long");
  };
  return {
    bits,
    type: header.getUint16(16, little),
    machine: header.getUint16(18, little),
    segments,
    sectionTable: {
      offset: word(header, layout.sectionOffset),
      entrySize: header.getUint16(layout.entrySize + 4, little),
      entries: header.getUint16(layout.entrySize + 6, little),
      names: header.getUint16(layout.entrySize + 8, little),
    },
    view: async (offset, size) => {
      const bytes = await fetch(offset, size);
      const view = viewOf(bytes);
      return { bytes, uint32: (at) => view.getUint32(at, little), word: (at) => word(view, at) };
    },
    readWords: async (offset, size) => {
      const view = viewOf(await fetch(offset, size));
      const length = Math.floor(size / (bits / 8));
      return Array.from({ length }, (_, index) => word(view, (index * bits) / 8));
    },
    readString: async (offset) => {
      const parts: string[] = [];
      for (let at = offset; ; ) {
        if (at < windowStart || at >= windowStart + window.length) {
          countString(windowBytes);
          if (!Number.isSafeInteger(at)) throw elfError("an offset in it is beyond any file");
          window = await read({ start: at, end: at + windowBytes });
          windowStart = at;
        }
        const rest = window.subarray(at - windowStart);
        if (rest.length === 0) throw elfError(`the string at ${offset} has no end`);
        const zero = rest.indexOf(0);
        const part = zero < 0 ? rest : rest.subarray(0, zero);
        countString(part.length);
        parts.push(decodeName(part));
        if (zero >= 0) return parts.join("");
        at += rest.length;
      }
    },
  };
}

/** What a reader and its users throw. */
export function elfError(what: string): InventoryError {
  return new InventoryError(
    "ELF_INVALID",
    `the ELF object is damaged: ${what}; build or fetch it again`,
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
