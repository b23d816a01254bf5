const pageSize = 512;

/** A value of a row: blobs stand for all that is long. */
export type Cell = null | number | string | Uint8Array;

/** A database of one table, `Packages`, with rows numbered from 1: a page each, below a root that joins them. */
export function renderSqlite(rows: readonly (readonly Cell[])[]): Uint8Array {
  const pages: Uint8Array[] = [new Uint8Array(), new Uint8Array()];
  const place = (make: (number: number) => Uint8Array): number => {
    pages.push(new Uint8Array());
    const number = pages.length;
    pages[number - 1] = make(number);
    return number;
  };
  const overflow = (bytes: Uint8Array): number =>
    place(() => {
      const next = bytes.length > pageSize - 4 ? overflow(bytes.subarray(pageSize - 4)) : 0;
      const page = new Uint8Array(pageSize);
      page.set(uint32(next));
      page.set(bytes.subarray(0, pageSize - 4), 4);
      return page;
    });
  const leaf = (start: number, rowid: number, values: readonly Cell[]): Uint8Array => {
    const payload = renderRecord(values);
    const most = pageSize - 35;
    const least = Math.floor(((pageSize - 12) * 32) / 255) - 23;
    const best = least + ((payload.length - least) % (pageSize - 4));
    const local = payload.length <= most ? payload.length : best <= most ? best : least;
    const link = local < payload.length ? uint32(overflow(payload.subarray(local))) : [];
    const cell = [
      ...varint(payload.length),
      ...varint(rowid),
      ...payload.subarray(0, local),
      ...link,
    ];
    const page = new Uint8Array(pageSize);
    const at = pageSize - cell.length;
    page.set([13, 0, 0, 0, 1, at >> 8, at & 0xff, 0, at >> 8, at & 0xff], start);
    page.set(cell, at);
    return page;
  };
  const children = rows.map((row, index) => place(() => leaf(0, index + 1, row)));
  const root = new Uint8Array(pageSize);
  const last = children.pop();
  root.set([5, 0, 0, children.length >> 8, children.length & 0xff, 0, 0, 0, ...uint32(last ?? 0)]);
  for (const [index, child] of children.entries()) {
    const at = pageSize - 6 * (index + 1);
    root.set([at >> 8, at & 0xff], 12 + 2 * index);
    root.set([...uint32(child), ...varint(index + 1)], at);
  }
  const sql = "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB)";
  const schema = leaf(100, 1, ["table", "Packages", "Packages", 2, sql]);
  schema.set(new TextEncoder().encode("SQLite format 3\0"));
  schema.set([pageSize >> 8, pageSize & 0xff], 16);
  schema.set([0, 0, 0, 1], 56);
  pages.splice(0, 2, schema, rows.length === 0 ? emptyLeaf() : root);
  return new Uint8Array(pages.flatMap((page) => [...page]));
}

function emptyLeaf(): Uint8Array {
  const page = new Uint8Array(pageSize);
  page[0] = 13;
  return page;
}

function renderRecord(values: readonly Cell[]): Uint8Array {
  const types: number[] = [];
  const body: number[] = [];
  for (const value of values) {
    if (value === null) {
      types.push(0);
    } else if (typeof value === "number") {
      types.push(4);
      body.push(...uint32(value));
    } else {
      const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
      types.push(...varint(2 * bytes.length + (typeof value === "string" ? 13 : 12)));
      for (const byte of bytes) body.push(byte);
    }
  }
  return Uint8Array.of(types.length + 1, ...types, ...body);
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

function varint(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
