import type { OnProblem } from "@coppice/types";
import { joinParts } from "../join-parts.ts";
import type { RpmRecord } from "./rpm-record.ts";

const hashMagic = 0x00061561;
const metadataSize = 72;
const pageHeaderSize = 26;

/** Types of pages: hash with keys in any order, overflow, hash with sorted keys. */
const unsortedHash = 2;
const overflow = 7;
const sortedHash = 13;
/** Types of items: on the page itself, and on overflow pages. */
const keyData = 1;
const offPage = 3;
const offPageSize = 12;

/** A database, and how to read it. */
interface Database {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
  readonly pageSize: number;
  /** Pages that were read as part of a record: none is part of two. */
  readonly used: Set<number>;
}

/** Whether a file begins as a hash database of Berkeley DB, in either byte order. */
export function isBdb(database: Uint8Array): boolean {
  return byteOrderOf(database) !== undefined;
}

/**
 * The headers of a hash database of Berkeley DB, which is what `Packages` is of old, in the order of its pages. Versions 5
 * to 10 of the format, those of Berkeley DB 3 and later, have the same pages. Oracle's "Berkeley DB" sources define it
 * (`dbinc/db_page.h`).
 */
export function* readBdbRecords(bytes: Uint8Array, onProblem: OnProblem): Generator<RpmRecord> {
  const damaged = (offset: number, message: string) =>
    onProblem({ code: "RPM_DATABASE_DAMAGED", message, offset });
  const littleEndian = byteOrderOf(bytes);
  if (littleEndian === undefined || bytes.length < metadataSize) {
    return damaged(0, "the database ends in its first page; no package is read");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pageSize = view.getUint32(20, littleEndian);
  if (pageSize < 512 || pageSize > 0x10000 || (pageSize & (pageSize - 1)) !== 0) {
    return damaged(20, `pages cannot have ${pageSize} bytes; no package is read`);
  }
  if (view.getUint8(24) !== 0) return damaged(24, "the database is encrypted; no package is read");
  const pages = Math.floor(bytes.length / pageSize);
  if (view.getUint32(32, littleEndian) >= pages) {
    damaged(32, "the database ends early; packages can be missing");
  }
  const database: Database = { bytes, view, littleEndian, pageSize, used: new Set() };
  for (let page = 1; page < pages; page++) {
    const type = view.getUint8(page * pageSize + 25);
    if (type === unsortedHash || type === sortedHash) yield* recordsOf(database, page, damaged);
  }
}

function byteOrderOf(database: Uint8Array): boolean | undefined {
  if (database.length < 16) return undefined;
  const view = new DataView(database.buffer, database.byteOffset, 16);
  if (view.getUint32(12, true) === hashMagic) return true;
  return view.getUint32(12, false) === hashMagic ? false : undefined;
}

/** The records of a hash page: pairs of a number and a header. */
function* recordsOf(
  database: Database,
  page: number,
  damaged: (offset: number, message: string) => void,
): Generator<RpmRecord> {
  const { view, littleEndian, pageSize } = database;
  const start = page * pageSize;
  const count = view.getUint16(start + 20, littleEndian);
  const firstItem = pageHeaderSize + 2 * count;
  if (firstItem > pageSize) {
    return damaged(start, `page ${page} is damaged; its packages are missing`);
  }
  // Items fill a page from its end, each up to where the one before it begins.
  let previous = pageSize;
  let key: Uint8Array | undefined;
  for (let index = 0; index < count; index++) {
    const at = view.getUint16(start + pageHeaderSize + 2 * index, littleEndian);
    if (at < firstItem || at >= previous) {
      return damaged(start, `items of page ${page} overlap; packages are missing`);
    }
    const item = database.bytes.subarray(start + at, start + previous);
    previous = at;
    if (index % 2 === 0) {
      key = item;
      continue;
    }
    const number = key && numberOf(key, littleEndian);
    // The record with number 0 counts the others.
    if (number === 0) continue;
    const bytes = number === undefined ? undefined : contentOf(database, item);
    if (number === undefined || bytes === undefined) {
      const name = number === undefined ? "a record" : `record ${number}`;
      damaged(start + at, `${name} is damaged; its package is missing`);
    } else {
      yield { bytes, number };
    }
  }
}

function numberOf(key: Uint8Array, littleEndian: boolean): number | undefined {
  if (key[0] !== keyData || key.length !== 5) return undefined;
  return new DataView(key.buffer, key.byteOffset, 5).getUint32(1, littleEndian);
}

function contentOf(database: Database, item: Uint8Array): Uint8Array | undefined {
  if (item[0] === keyData) return item.subarray(1);
  if (item[0] !== offPage || item.length < offPageSize) return undefined;
  const { bytes, view, littleEndian, pageSize, used } = database;
  const link = new DataView(item.buffer, item.byteOffset, offPageSize);
  const size = link.getUint32(8, littleEndian);
  const parts: Uint8Array[] = [];
  let filled = 0;
  for (let page = link.getUint32(4, littleEndian); filled < size; ) {
    const start = page * pageSize;
    const isUsable = start + pageSize <= bytes.length && view.getUint8(start + 25) === overflow;
    if (!isUsable || used.has(page)) return undefined;
    used.add(page);
    const length = view.getUint16(start + 22, littleEndian);
    if (length > pageSize - pageHeaderSize) return undefined;
    parts.push(bytes.subarray(start + pageHeaderSize, start + pageHeaderSize + length));
    filled += length;
    page = view.getUint32(start + 16, littleEndian);
  }
  return filled === size ? joinParts(parts, size) : undefined;
}
