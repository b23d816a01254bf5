import type { OnProblem } from "@coppice/types";
import { joinParts } from "../join-parts.ts";
import type { SqlitePages } from "./open-sqlite-pages.ts";
import { readVarint } from "./read-varint.ts";

/** A row as its bytes. */
export interface SqliteCell {
  readonly rowid: number | bigint;
  readonly payload: Uint8Array;
}

const interiorPage = 0x05;
const leafPage = 0x0d;
/** Bytes of the smallest cell, with its place in the list. */
const leastCell = 6;
/** In which the first page has the header of the database before its own. */
const databaseHeaderSize = 100;

/**
 * The rows of the table whose tree has its root on page `root`. A page belongs to one place, so that one that is reached a
 * second time shows damage: no input makes it read more than there is. See "Database File Format", section 1.6.
 */
export function* walkSqliteTable(
  pages: SqlitePages,
  root: number,
  onProblem: OnProblem,
): Generator<SqliteCell> {
  const used = new Set<number>();
  const pending = [root];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    const damaged = (what: string) => {
      const message = `page ${number} ${what}; rows are missing`;
      onProblem({ code: "SQLITE_PAGE_DAMAGED", message });
    };
    const page = take(pages, used, number);
    if (page === undefined) {
      damaged("is not there, or belongs to two places");
      continue;
    }
    const start = number === 1 ? databaseHeaderSize : 0;
    const cells = cellsOf(page, start);
    if (cells === undefined) damaged("is no page of a table with rowids");
    else if (page[start] === leafPage) yield* leafCells(pages, used, page, cells, damaged);
    else for (const child of childrenOf(page, start, cells)) pending.push(child);
  }
}

function take(pages: SqlitePages, used: Set<number>, number: number): Uint8Array | undefined {
  if (used.has(number)) return undefined;
  used.add(number);
  return pages.page(number);
}

/** Where the cells of a page begin; `undefined` where it is none of a table. */
function cellsOf(page: Uint8Array, start: number): readonly number[] | undefined {
  const kind = page[start];
  if (kind !== leafPage && kind !== interiorPage) return undefined;
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const count = view.getUint16(start + 3);
  const pointers = start + (kind === leafPage ? 8 : 12);
  if (pointers + leastCell * count > page.length) return undefined;
  return Array.from({ length: count }, (_, index) => view.getUint16(pointers + 2 * index));
}

/** The last first: what is pushed last is read next. */
function* childrenOf(page: Uint8Array, start: number, cells: readonly number[]): Generator<number> {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  yield view.getUint32(start + 8);
  for (const at of cells.toReversed()) {
    // A cell out of the page names page 0, which is never there.
    yield at + 4 <= page.length ? view.getUint32(at) : 0;
  }
}

function* leafCells(
  pages: SqlitePages,
  used: Set<number>,
  page: Uint8Array,
  cells: readonly number[],
  damaged: (what: string) => void,
): Generator<SqliteCell> {
  // Cells that overlap could give the bytes of a page many times over.
  let left = page.length;
  for (const at of cells) {
    const size = readVarint(page, at);
    const rowid = size && readVarint(page, size.end);
    const total = Number(size?.value);
    if (rowid === undefined || total < 0 || total > pages.size) {
      return damaged("has a row of impossible size");
    }
    const local = localSize(total, pages.usable);
    left -= local;
    if (left < 0 || rowid.end + local > page.length) return damaged("has rows beyond its end");
    const begin = page.subarray(rowid.end, rowid.end + local);
    const payload =
      local === total
        ? begin
        : joinOverflow(pages, used, begin, total, page.subarray(rowid.end + local));
    if (payload === undefined) damaged(`has row ${rowid.value}, whose further pages are damaged`);
    else yield { rowid: rowid.value, payload };
  }
}

/** Bytes of a payload that stand on the leaf itself: all, or what makes the last overflow page full. */
function localSize(size: number, usable: number): number {
  if (size <= usable - 35) return size;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const best = least + ((size - least) % (usable - 4));
  return best <= usable - 35 ? best : least;
}

/** A payload whose rest is on a chain of pages, of which `link` begins with the number of the first. */
function joinOverflow(
  pages: SqlitePages,
  used: Set<number>,
  begin: Uint8Array,
  size: number,
  link: Uint8Array,
): Uint8Array | undefined {
  const parts = [begin];
  let filled = begin.length;
  let last = link;
  while (filled < size) {
    const next = take(pages, used, pageNumber(last));
    if (next === undefined) return undefined;
    const part = next.subarray(4, 4 + size - filled);
    parts.push(part);
    filled += part.length;
    last = next;
  }
  return joinParts(parts, size);
}

function pageNumber(bytes: Uint8Array): number {
  const at = (index: number) => bytes[index] ?? 0;
  return ((at(0) << 24) | (at(1) << 16) | (at(2) << 8) | at(3)) >>> 0;
}
