/** A `Packages.db` of these headers, numbered from 1, with one slot after them that is free. */
export function renderNdb(headers: readonly Uint8Array[]): Uint8Array {
  const records = headers.map((header, index) => renderRecord(header, index + 1));
  const file = new Uint8Array(records.reduce((size, { length }) => size + length, 4096));
  const view = new DataView(file.buffer);
  file.set(text("RpmP"));
  view.setUint32(12, 1, true);
  for (let slot = 32; slot < 4096; slot += 16) file.set(text("Slot"), slot);
  let at = 4096;
  for (const [index, record] of records.entries()) {
    const slot = 32 + 16 * index;
    view.setUint32(slot + 4, index + 1, true);
    view.setUint32(slot + 8, at / 16, true);
    view.setUint32(slot + 12, record.length / 16, true);
    file.set(record, at);
    at += record.length;
  }
  return file;
}

function renderRecord(header: Uint8Array, number: number): Uint8Array {
  const record = new Uint8Array(Math.ceil((16 + header.length + 12) / 16) * 16);
  const view = new DataView(record.buffer);
  const tail = record.length - 12;
  record.set(text("BlbS"));
  view.setUint32(4, number, true);
  view.setUint32(12, header.length, true);
  record.set(header, 16);
  view.setUint32(tail, adler32(record.subarray(0, tail)), true);
  view.setUint32(tail + 4, header.length, true);
  record.set(text("BlbE"), tail + 8);
  return record;
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 0x10000 + a;
}

function text(characters: string): Uint8Array {
  return new TextEncoder().encode(characters);
}
