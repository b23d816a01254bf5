import { crc32, deflateRawSync } from "node:zlib";

/** A member to write. */
export interface ZipMember {
  readonly name: string | Uint8Array;
  readonly content: string | Uint8Array;
  readonly stored?: boolean;
  /** Leaves the sizes to a descriptor after the content. */
  readonly descriptor?: boolean;
  /** Writes all numbers in the long form. */
  readonly long?: boolean;
  /** Numbers of the directory to write in place of the true ones. */
  readonly wrong?: Partial<Record<"size" | "compressedSize" | "offset" | "crc" | "method", number>>;
  readonly encrypted?: boolean;
}

/** What a zip file has beside its members. */
export interface ZipFrame {
  readonly prefix?: string;
  readonly comment?: string;
  readonly long?: boolean;
}

const full = 0xffffffff;
const bytesOf = (text: string | Uint8Array) => Buffer.from(text);

/** A zip file of these members, in their order. */
export function renderZip(members: readonly ZipMember[], frame: ZipFrame = {}): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, stored, descriptor, long, wrong = {}, encrypted } of members) {
    const bytes = bytesOf(content);
    const data = stored ? bytes : deflateRawSync(bytes);
    const method = wrong.method ?? (stored ? 0 : 8);
    const flags = (descriptor ? 8 : 0) | (encrypted ? 1 : 0);
    const crc = wrong.crc ?? crc32(bytes);
    const label = bytesOf(name);
    const local = record("IHHHIIIIHH", [
      0x04034b50,
      20,
      flags,
      method,
      0,
      descriptor ? 0 : crc,
      descriptor ? 0 : data.length,
      descriptor ? 0 : bytes.length,
      label.length,
      0,
    ]);
    const size = wrong.size ?? bytes.length;
    const compressedSize = wrong.compressedSize ?? data.length;
    const offset = wrong.offset ?? at;
    const extra = long ? record("HHQQQ", [1, 24, size, compressedSize, offset]) : Buffer.alloc(0);
    directory.push(
      record("IHHHHIIIIHHHHHII", [
        0x02014b50,
        20,
        20,
        flags,
        method,
        0,
        crc,
        long ? full : compressedSize,
        long ? full : size,
        label.length,
        extra.length,
        0,
        0,
        0,
        0,
        long ? full : offset,
      ]),
      label,
      extra,
    );
    const after = descriptor
      ? record("IIII", [0x08074b50, crc, data.length, bytes.length])
      : Buffer.alloc(0);
    const local64 = [local, label, data, after];
    parts.push(...local64);
    at += local64.reduce((sum, part) => sum + part.length, 0);
  }
  const central = Buffer.concat(directory);
  const count = members.length;
  if (frame.long) {
    parts.push(
      central,
      record("IQHHIIQQQQ", [0x06064b50, 44, 45, 45, 0, 0, count, count, central.length, at]),
      record("IIQI", [0x07064b50, 0, at + central.length, 1]),
    );
  } else parts.push(central);
  const comment = bytesOf(frame.comment ?? "");
  parts.push(
    record("IHHHHIIH", [
      0x06054b50,
      0,
      0,
      frame.long ? 0xffff : count,
      frame.long ? 0xffff : count,
      frame.long ? full : central.length,
      frame.long ? full : at,
      comment.length,
    ]),
    comment,
  );
  return new Uint8Array(Buffer.concat([bytesOf(frame.prefix ?? ""), ...parts]));
}

/** Numbers in little-endian order: H has two bytes, I four, Q eight. */
function record(format: string, values: readonly number[]): Buffer {
  const buffers = values.map((value, index) => {
    const size = { H: 2, I: 4, Q: 8 }[format[index] ?? "I"] ?? 4;
    const buffer = Buffer.alloc(size);
    if (size === 8) buffer.writeBigUInt64LE(BigInt(value));
    else buffer.writeUIntLE(value, 0, size);
    return buffer;
  });
  return Buffer.concat(buffers);
}
