import { decodeName } from "@coppice/image";
import type { ObjectSection } from "../binary/object-section.ts";
import type { ReadRange } from "../elf/elf-reader.ts";
import { InventoryError } from "../inventory-error.ts";

/** The parts of a PE file: a program or library of Windows, or of .NET anywhere. */
export interface PeImage {
  /** Address that it is loaded to by preference. */
  readonly base: number;
  /** Their addresses are relative to `base`. */
  readonly sections: readonly ObjectSection[];
  /** Data directories by number; addresses are relative to `base`, 0 where it has none. */
  readonly directories: readonly PeDirectory[];
}

/** Where a table stands in memory. */
interface PeDirectory {
  readonly address: number;
  readonly size: number;
}

/** Where the fields of the optional header stand that differ between PE32 and PE32+, in bytes. */
const layouts = new Map([
  [0x10b, { directories: 96, base: (view: DataView) => view.getUint32(28, true) }],
  [0x20b, { directories: 112, base: (view: DataView) => Number(view.getBigUint64(24, true)) }],
]);

const signature = 0x4550;
const coffBytes = 24;
const sectionBytes = 40;
/** The format defines sixteen. */
const maximumDirectories = 16;

/**
 * The sections and data directories of a PE file; `undefined` where the file is a program of DOS alone. See "PE
 * Format" of Microsoft's documentation.
 *
 * @throws An `InventoryError` with code `CONTENT_INVALID` when its headers are cut or of no known kind.
 */
export async function parsePe(read: ReadRange): Promise<PeImage | undefined> {
  const fetch = async (start: number, size: number): Promise<DataView> => {
    const bytes = await read({ start, end: start + size });
    if (bytes.length < size) throw peError(`${size} bytes at ${start} are past its end`);
    return new DataView(bytes.buffer, bytes.byteOffset, size);
  };
  const stub = await read({ start: 0, end: 64 });
  if (stub.length < 64) return undefined;
  const start = new DataView(stub.buffer, stub.byteOffset).getUint32(60, true);
  const mark = await read({ start, end: start + 4 });
  if (
    mark.length < 4 ||
    new DataView(mark.buffer, mark.byteOffset).getUint32(0, true) !== signature
  ) {
    return undefined;
  }
  const coff = await fetch(start, coffBytes);
  const headerBytes = coff.getUint16(20, true);
  const header = await fetch(start + coffBytes, headerBytes);
  const layout = headerBytes < 2 ? undefined : layouts.get(header.getUint16(0, true));
  if (layout === undefined || headerBytes < layout.directories) {
    throw peError("its optional header is of no known kind");
  }
  const count = coff.getUint16(6, true);
  const table = await fetch(start + coffBytes + headerBytes, count * sectionBytes);
  return {
    base: layout.base(header),
    directories: readDirectories(header, layout.directories),
    sections: Array.from({ length: count }, (_, number) => section(table, number * sectionBytes)),
  };
}

function readDirectories(header: DataView, first: number): PeDirectory[] {
  const stated = header.getUint32(first - 4, true);
  const room = Math.floor((header.byteLength - first) / 8);
  return Array.from({ length: Math.min(stated, room, maximumDirectories) }, (_, number) => ({
    address: header.getUint32(first + number * 8, true),
    size: header.getUint32(first + number * 8 + 4, true),
  }));
}

function section(table: DataView, at: number): ObjectSection {
  const name = new Uint8Array(table.buffer, table.byteOffset + at, 8);
  const end = name.indexOf(0);
  return {
    name: decodeName(name.subarray(0, end < 0 ? undefined : end)),
    address: table.getUint32(at + 12, true),
    size: table.getUint32(at + 16, true),
    offset: table.getUint32(at + 20, true),
  };
}

function peError(what: string): InventoryError {
  return new InventoryError(
    "CONTENT_INVALID",
    `the PE file is damaged: ${what}; build or fetch it again`,
  );
}
