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

/** A header block with its checksum. See POSIX.1-2017, pax, "ustar Interchange Format". */
export function renderTarBlock(fields: TarBlock): Uint8Array {
  const block = new Uint8Array(512);
  const octal = (start: number, digits: number, value: number): void =>
    block.set(encoder.encode(value.toString(8).padStart(digits, "0")), start);
  block.set(fields.name, 0);
  octal(100, 7, fields.mode);
  octal(108, 7, fields.uid);
  octal(116, 7, fields.gid);
  octal(124, 11, fields.size);
  octal(136, 11, fields.mtime);
  block.fill(0x20, 148, 156);
  block.set(encoder.encode(fields.typeFlag), 156);
  block.set(fields.linkName, 157);
  block.set(encoder.encode("ustar\x0000"), 257);
  octal(329, 7, fields.major);
  octal(337, 7, fields.minor);
  block.set(fields.prefix, 345);
  octal(
    148,
    6,
    block.reduce((sum, byte) => sum + byte, 0),
  );
  block[154] = 0;
  return block;
}

const encoder = new TextEncoder();
