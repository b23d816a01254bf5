import { isSqlitePageSize } from "./is-sqlite-page-size.ts";

/** What a write-ahead log changes. */
export interface SqliteWal {
  /** The newest committed content of the pages in it. */
  readonly pages: ReadonlyMap<number, Uint8Array>;
}

/** The last bit says whether checksums are of big-endian numbers. */
const magic = 0x377f0682;
const headerSize = 32;
const frameHeaderSize = 24;

/**
 * The pages that a write-ahead log has in place of the database's, up to its last commit; `invalid` where its header is
 * damaged. It ends, as for SQLite, before the first frame that is cut, has a wrong checksum, or is left from before the
 * log was begun anew. See "Database File Format", section 4.
 */
export function parseSqliteWal(wal: Uint8Array): SqliteWal | "invalid" {
  if (wal.length < headerSize) return "invalid";
  const view = new DataView(wal.buffer, wal.byteOffset, wal.byteLength);
  const littleEndian = view.getUint32(0) === magic;
  const pageSize = view.getUint32(8);
  let sums = addToChecksum([0, 0], view, 0, 24, littleEndian);
  const isWhole = sums[0] === view.getUint32(24) && sums[1] === view.getUint32(28);
  if ((view.getUint32(0) & ~1) !== magic || !isSqlitePageSize(pageSize) || !isWhole) {
    return "invalid";
  }
  const pages = new Map<number, Uint8Array>();
  const pending = new Map<number, Uint8Array>();
  const frameSize = frameHeaderSize + pageSize;
  for (let at = headerSize; at + frameSize <= wal.length; at += frameSize) {
    const content = at + frameHeaderSize;
    const isOfThisLog =
      view.getUint32(at + 8) === view.getUint32(16) &&
      view.getUint32(at + 12) === view.getUint32(20);
    if (!isOfThisLog) break;
    sums = addToChecksum(sums, view, at, 8, littleEndian);
    sums = addToChecksum(sums, view, content, pageSize, littleEndian);
    if (sums[0] !== view.getUint32(at + 16) || sums[1] !== view.getUint32(at + 20)) break;
    pending.set(view.getUint32(at), wal.subarray(content, content + pageSize));
    // The last frame of a transaction gives the pages of the database after it; others have 0.
    if (view.getUint32(at + 4) === 0) continue;
    for (const [number, page] of pending) pages.set(number, page);
    pending.clear();
  }
  return { pages };
}

type Checksum = readonly [number, number];

function addToChecksum(
  [first, second]: Checksum,
  view: DataView,
  start: number,
  length: number,
  littleEndian: boolean,
): Checksum {
  let a = first;
  let b = second;
  for (let at = start; at < start + length; at += 8) {
    a = (a + view.getUint32(at, littleEndian) + b) >>> 0;
    b = (b + view.getUint32(at + 4, littleEndian) + a) >>> 0;
  }
  return [a, b];
}
