import type { OnProblem } from "@coppice/types";
import type { RpmRecord } from "./rpm-record.ts";

/** Little-endian texts: `RpmP`, `Slot`, `BlbS`, `BlbE`. */
const databaseMagic = 0x506d7052;
const slotMagic = 0x746f6c53;
const blobMagic = 0x53626c42;
const tailMagic = 0x45626c42;

const pageSize = 4096;
const slotSize = 16;
/** The header takes the place of the first two slots. */
const headerSize = 32;
const blockSize = 16;
const blobHeaderSize = 16;
const tailSize = 12;

/** Whether a file begins as a database of rpm's own format, `Packages.db`. */
export function isNdb(database: Uint8Array): boolean {
  if (database.length < 4) return false;
  return new DataView(database.buffer, database.byteOffset, 4).getUint32(0, true) === databaseMagic;
}

/** The headers of an `ndb` database, in the order of its slots. rpm's `lib/backend/ndb/rpmpkg.c` defines it. */
export function* readNdbRecords(database: Uint8Array, onProblem: OnProblem): Generator<RpmRecord> {
  const damaged = (offset: number, message: string) =>
    onProblem({ code: "RPM_DATABASE_DAMAGED", message, offset });
  if (database.length < headerSize) {
    return damaged(0, "the database ends in its header; no package is read");
  }
  const view = new DataView(database.buffer, database.byteOffset, database.byteLength);
  const slotsEnd = view.getUint32(12, true) * pageSize;
  if (view.getUint32(4, true) !== 0) {
    return damaged(4, "the database is of an unknown version; no package is read");
  }
  if (slotsEnd > database.length)
    damaged(12, "the database ends in its slots; packages are missing");
  // Records that come again or overlap could give the same bytes many times over.
  const seen = new Set<number>();
  let left = database.length;
  for (
    let slot = headerSize;
    slot < slotsEnd && slot + slotSize <= database.length;
    slot += slotSize
  ) {
    if (view.getUint32(slot, true) !== slotMagic) {
      return damaged(slot, "a slot is damaged; packages from here on are missing");
    }
    const number = view.getUint32(slot + 4, true);
    if (number === 0) continue;
    const start = view.getUint32(slot + 8, true) * blockSize;
    const end = start + view.getUint32(slot + 12, true) * blockSize;
    const tail = end - tailSize;
    left -= end - start;
    if (left < 0 || seen.has(number)) {
      return damaged(slot, "records overlap; packages from here on are missing");
    }
    seen.add(number);
    if (end > database.length || tail < start + blobHeaderSize) {
      damaged(slot, `record ${number} is not whole in the file; its package is missing`);
      continue;
    }
    const size = view.getUint32(start + 12, true);
    const isRecord =
      view.getUint32(start, true) === blobMagic &&
      view.getUint32(start + 4, true) === number &&
      view.getUint32(tail + 8, true) === tailMagic &&
      view.getUint32(tail + 4, true) === size &&
      start + blobHeaderSize + size <= tail;
    if (!isRecord) {
      damaged(start, `record ${number} is damaged; its package is missing`);
      continue;
    }
    const content = start + blobHeaderSize;
    if (adler32(database.subarray(start, tail)) !== view.getUint32(tail, true)) {
      damaged(
        start,
        `record ${number} was changed, for its checksum is wrong; it is used as it is`,
      );
    }
    yield { bytes: database.subarray(content, content + size), number };
  }
}

/** RFC 1950, section 8.2. */
function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  let at = 0;
  while (at < bytes.length) {
    // So many steps stay below 2^32 before the remainder is taken.
    const stop = Math.min(at + 3800, bytes.length);
    for (; at < stop; at++) {
      a += bytes[at] ?? 0;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 0x10000 + a;
}
