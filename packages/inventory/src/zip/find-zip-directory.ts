import type { ReadRange } from "../elf/elf-reader.ts";
import { zipError } from "./zip-error.ts";
import { readWhole, type ZipView, zipView } from "./zip-reader.ts";

/** Where the central directory of a zip file stands. */
export interface ZipDirectoryPlace {
  /** In bytes from the start of the file. */
  readonly start: number;
  readonly size: number;
  readonly entries: number;
  /** Bytes before the first byte that offsets in the directory count from, such as a script that starts the file. */
  readonly prefix: number;
}

const signatures = {
  local: 0x04034b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
} as const;
const endBytes = 22;
const end64Bytes = 56;
const locatorBytes = 20;
const maximumComment = 0xffff;

/**
 * Finds the central directory from the end of the file, where its end stands before a comment of any content. See PKWARE's
 * APPNOTE.TXT, sections 4.3.14 to 4.3.16.
 *
 * @throws An `InventoryError` with code `CONTENT_INVALID` when there is none, or what is said of it cannot be.
 */
export async function findZipDirectory(read: ReadRange, size: number): Promise<ZipDirectoryPlace> {
  const tailStart = Math.max(0, size - endBytes - maximumComment - locatorBytes);
  const tail = zipView(await readWhole(read, tailStart, size - tailStart));
  const at = findEnd(tail);
  if (at === undefined) throw zipError("the end of its directory is missing");
  const end = tailStart + at;
  const short = {
    disk: tail.uint16(at + 4),
    directoryDisk: tail.uint16(at + 6),
    entries: tail.uint16(at + 10),
    size: tail.uint32(at + 12),
    offset: tail.uint32(at + 16),
  };
  const isLong =
    short.entries === 0xffff || short.size === 0xffffffff || short.offset === 0xffffffff;
  const long = isLong ? await readLongEnd(read, tail, at, end) : undefined;
  const record = long ?? { ...short, at: end };
  if (record.disk !== 0 || record.directoryDisk !== 0) throw zipError("it has other parts");
  const start = record.at - record.size;
  const prefix = start - record.offset;
  if (start < 0 || prefix < 0) throw zipError("its directory begins outside of it");
  await checkPrefix(read, prefix);
  return { start, size: record.size, entries: record.entries, prefix };
}

/** The last record whose comment ends where the file does; else the last whose comment fits, as Java takes it. */
function findEnd(tail: ZipView): number | undefined {
  const { length } = tail.bytes;
  let fitting: number | undefined;
  for (let at = length - endBytes; at >= 0; at--) {
    if (tail.bytes[at] !== 0x50 || tail.uint32(at) !== signatures.end) continue;
    const end = at + endBytes + tail.uint16(at + 20);
    if (end === length) return at;
    if (end < length) fitting ??= at;
  }
  return fitting;
}

/**
 * The record with long numbers, which a locator before the short one points to. Where the file has a prefix the pointer is
 * off by it, and the record is right before the locator.
 */
async function readLongEnd(read: ReadRange, tail: ZipView, at: number, end: number) {
  const locator = at - locatorBytes;
  if (locator < 0 || tail.uint32(locator) !== signatures.locator64) return undefined;
  const locatorAt = end - locatorBytes;
  for (const place of [tail.uint64(locator + 8), locatorAt - end64Bytes]) {
    if (place < 0 || place + end64Bytes > locatorAt) continue;
    const view = zipView(await readWhole(read, place, end64Bytes));
    if (view.uint32(0) !== signatures.end64 || place + 12 + view.uint64(4) !== locatorAt) continue;
    return {
      at: place,
      disk: view.uint32(16),
      directoryDisk: view.uint32(20),
      entries: view.uint64(32),
      size: view.uint64(40),
      offset: view.uint64(48),
    };
  }
  throw zipError("the long end of its directory is missing");
}

/** A file that begins as a zip file and ends as one that was stored in it was cut. */
async function checkPrefix(read: ReadRange, prefix: number): Promise<void> {
  if (prefix < 4) return;
  const head = zipView(await readWhole(read, 0, 4));
  if (head.uint32(0) === signatures.local) throw zipError("it begins as another one than it ends");
}
