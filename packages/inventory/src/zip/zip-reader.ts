import type { ReadRange } from "../elf/elf-reader.ts";
import { zipError } from "./zip-error.ts";

/** Bytes of a zip file, whose numbers are little-endian. */
export interface ZipView {
  readonly bytes: Uint8Array;
  uint16(at: number): number;
  uint32(at: number): number;
  /** @throws An `InventoryError` with code `CONTENT_INVALID` when it is beyond any file. */
  uint64(at: number): number;
}

/** The view of these bytes. */
export function zipView(bytes: Uint8Array): ZipView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    bytes,
    uint16: (at) => view.getUint16(at, true),
    uint32: (at) => view.getUint32(at, true),
    uint64: (at) => {
      const value = Number(view.getBigUint64(at, true));
      if (!Number.isSafeInteger(value)) throw zipError("a number in it is beyond any file");
      return value;
    },
  };
}

/**
 * All of a range.
 *
 * @throws An `InventoryError` with code `CONTENT_INVALID` when the file ends in it.
 */
export async function readWhole(
  read: ReadRange,
  start: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = await read({ start, end: start + length });
  if (bytes.length < length) throw zipError(`${length} bytes at ${start} are past its end`);
  return bytes;
}
