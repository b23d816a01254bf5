import { decodeName } from "@coppice/image";
import type { OnProblem } from "@coppice/types";
import { InventoryError } from "../inventory-error.ts";
import { isSqlitePageSize } from "./is-sqlite-page-size.ts";
import { parseSqliteWal } from "./parse-sqlite-wal.ts";

/** The pages of an SQLite database, with those of the write-ahead log in place of older ones. */
export interface SqlitePages {
  /** Bytes of a page that hold content: what is reserved at its end is left out. */
  readonly usable: number;
  /** No more bytes than this can be in all pages together. */
  readonly size: number;
  /** The usable bytes of a page, of which the first is 1; `undefined` where it is not there as a whole. */
  page(number: number): Uint8Array | undefined;
  /** Text in the encoding of the database. */
  decode(bytes: Uint8Array): string;
}

/** `SQLite format 3` and a NUL. */
const magic = Uint8Array.of(83, 81, 76, 105, 116, 101, 32, 102, 111, 114, 109, 97, 116, 32, 51, 0);
const headerSize = 100;
/** Of the usable bytes of a page. */
const leastUsable = 480;

/**
 * Reads the header of a database, in section 1.3 of "Database File Format".
 *
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it is no SQLite database.
 */
export function openSqlitePages(
  database: Uint8Array,
  wal: Uint8Array | undefined,
  onProblem: OnProblem,
): SqlitePages {
  const log = wal && wal.length > 0 ? parseSqliteWal(wal) : undefined;
  if (log === "invalid") {
    const message = "its write-ahead log has a damaged header; what is only there is not read";
    onProblem({ code: "SQLITE_WAL_DAMAGED", message });
  }
  const changed = log === "invalid" ? undefined : log?.pages;
  const first = changed?.get(1) ?? database;
  if (first.length < headerSize || magic.some((byte, at) => first[at] !== byte)) {
    const message = "it is no SQLite database, or ends in its header; fetch it again";
    throw new InventoryError("CONTENT_INVALID", message);
  }
  const header = new DataView(first.buffer, first.byteOffset, headerSize);
  // 65536 does not fit, and is written as 1.
  const pageSize = header.getUint16(16) === 1 ? 0x10000 : header.getUint16(16);
  const usable = pageSize - header.getUint8(20);
  if (!isSqlitePageSize(pageSize) || usable < leastUsable) {
    const message = `its header says that pages have ${pageSize} bytes, ${usable} of them usable; fetch it again`;
    throw new InventoryError("CONTENT_INVALID", message);
  }
  return {
    usable,
    size: database.length + (changed?.size ?? 0) * pageSize,
    page: (number) => {
      const start = (number - 1) * pageSize;
      const page = changed?.get(number) ?? database.subarray(Math.max(start, 0), start + pageSize);
      return number >= 1 && page.length === pageSize ? page.subarray(0, usable) : undefined;
    },
    decode: decoderOf(header.getUint32(56)),
  };
}

function decoderOf(encoding: number): SqlitePages["decode"] {
  if (encoding !== 2 && encoding !== 3) return decodeName;
  const decoder = new TextDecoder(encoding === 2 ? "utf-16le" : "utf-16be", { ignoreBOM: true });
  return (bytes) => decoder.decode(bytes);
}
