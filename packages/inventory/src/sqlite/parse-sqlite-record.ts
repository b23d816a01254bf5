import { readVarint } from "./read-varint.ts";

/** A value as SQLite stores it; an integer is a `bigint` where it is no safe number. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** The values of a record; `undefined` where it is damaged. See "Database File Format", section 2.1. */
export function parseSqliteRecord(
  record: Uint8Array,
  decode: (bytes: Uint8Array) => string,
): readonly SqliteValue[] | undefined {
  const header = readVarint(record, 0);
  if (header === undefined || typeof header.value === "bigint") return undefined;
  const headerEnd = header.value;
  if (headerEnd > record.length) return undefined;
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const values: SqliteValue[] = [];
  let type = header.end;
  let at = headerEnd;
  while (type < headerEnd) {
    const serial = readVarint(record, type);
    if (serial === undefined || typeof serial.value === "bigint") return undefined;
    const size = sizeOf(serial.value);
    if (size === undefined || at + size > record.length) return undefined;
    values.push(readValue(serial.value, view, record.subarray(at, at + size), at, decode));
    type = serial.end;
    at += size;
  }
  return type === headerEnd ? values : undefined;
}

/** The first of the types that stand for blobs, when even, and texts, when odd, of any length. */
const firstSized = 12;
/** Bytes of the values of the types before it; 10 and 11 are reserved. */
const sizes: readonly (number | undefined)[] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function sizeOf(type: number): number | undefined {
  return type < firstSized ? sizes[type] : Math.floor((type - firstSized) / 2);
}

function readValue(
  type: number,
  view: DataView,
  bytes: Uint8Array,
  at: number,
  decode: (bytes: Uint8Array) => string,
): SqliteValue {
  switch (type) {
    case 0:
      return null;
    case 1:
      return view.getInt8(at);
    case 2:
      return view.getInt16(at);
    case 3:
      return view.getInt8(at) * 0x10000 + view.getUint16(at + 1);
    case 4:
      return view.getInt32(at);
    case 5:
      return view.getInt16(at) * 0x100000000 + view.getUint32(at + 2);
    case 6: {
      const value = view.getBigInt64(at);
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    }
    case 7:
      return view.getFloat64(at);
    case 8:
      return 0;
    case 9:
      return 1;
    default:
      return type % 2 === 0 ? bytes : decode(bytes);
  }
}
