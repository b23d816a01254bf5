const pageSize = 512;

/**
 * A `Packages` of Berkeley DB with these headers, numbered from 1, after the record that counts them: one hash page, with
 * those that fit on it and links to overflow pages for the others.
 */
export function renderBdb(
  headers: readonly Uint8Array[],
  { littleEndian = true, sorted = true }: { littleEndian?: boolean; sorted?: boolean } = {},
): Uint8Array {
  const overflow: Uint8Array[] = [];
  const number = (value: number, size: 2 | 4 = 4) => {
    const view = new DataView(new ArrayBuffer(size));
    if (size === 2) view.setUint16(0, value, littleEndian);
    else view.setUint32(0, value, littleEndian);
    return new Uint8Array(view.buffer);
  };
  const page = (type: number, fields: readonly (readonly [at: number, bytes: Uint8Array])[]) => {
    const bytes = new Uint8Array(pageSize);
    bytes[25] = type;
    for (const [at, content] of fields) bytes.set(content, at);
    return bytes;
  };
  const item = (header: Uint8Array): Uint8Array => {
    if (header.length < 64) return Uint8Array.of(1, ...header);
    const first = 2 + overflow.length;
    const room = pageSize - 26;
    for (let at = 0; at < header.length; at += room) {
      const part = header.subarray(at, at + room);
      const next = at + room < header.length ? 3 + overflow.length : 0;
      overflow.push(
        page(7, [
          [16, number(next)],
          [22, number(part.length, 2)],
          [26, part],
        ]),
      );
    }
    return Uint8Array.of(3, 0, 0, 0, ...number(first), ...number(header.length));
  };
  const items: Uint8Array[] = [
    Uint8Array.of(1, ...number(0)),
    Uint8Array.of(1, ...number(headers.length)),
  ];
  for (const [index, header] of headers.entries()) {
    items.push(Uint8Array.of(1, ...number(index + 1)), item(header));
  }
  let end = pageSize;
  const placed = items.map((content) => {
    end -= content.length;
    return [end, content] as const;
  });
  const hash = page(sorted ? 13 : 2, [
    [20, number(items.length, 2)],
    [22, number(end, 2)],
    ...placed,
    ...placed.map(([at], index) => [26 + 2 * index, number(at, 2)] as const),
  ]);
  const metadata = page(8, [
    [12, number(0x61561)],
    [16, number(9)],
    [20, number(pageSize)],
    [32, number(1 + overflow.length)],
  ]);
  const pages = [metadata, hash, ...overflow];
  return new Uint8Array(pages.flatMap((bytes) => [...bytes]));
}
