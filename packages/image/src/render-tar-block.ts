/** The fields of a header block. */
export interface TarBlock {
  readonly prefix: Uint8Array;
  readonly name: Uint8Array;
  readonly linkName: Uint8Array;
  readonly typeFlag: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly major: number;
  readonly minor: number;
}

const magic = new TextEncoder().encode("ustar\x0000");

/** A header block with its checksum. See POSIX.1-2017, pax, "ustar Interchange Format". */
export function renderTarBlock(fields: TarBlock): Uint8Array {
  const block = new Uint8Array(512);
  block.set(fields.name, 0);
  putOctal(block, 100, 7, fields.mode);
  putOctal(block, 108, 7, fields.uid);
  putOctal(block, 116, 7, fields.gid);
  putOctal(block, 124, 11, fields.size);
  putOctal(block, 136, 11, fields.mtime);
  block.fill(0x20, 148, 156);
  block[156] = fields.typeFlag.charCodeAt(0);
  block.set(fields.linkName, 157);
  block.set(magic, 257);
  putOctal(block, 329, 7, fields.major);
  putOctal(block, 337, 7, fields.minor);
  block.set(fields.prefix, 345);
  let sum = 0;
  for (const byte of block) sum += byte;
  putOctal(block, 148, 6, sum);
  block[154] = 0;
  return block;
}

/** Writes a number that fits, with zeros before it; those of sizes are too large for bit operations. */
function putOctal(block: Uint8Array, start: number, digits: number, value: number): void {
  let rest = value;
  for (let at = start + digits - 1; at >= start; at--) {
    block[at] = 0x30 + (rest % 8);
    rest = Math.floor(rest / 8);
  }
}
