import { type TarPlace, tarError } from "./tar-place.ts";

/** The fields of one 512-byte header block, names as bytes. */
export interface TarHeader {
  readonly typeFlag: string;
  readonly name: Uint8Array;
  readonly linkName: Uint8Array;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly device: { readonly major: number; readonly minor: number };
}

/** Reads a header block. See POSIX.1-2017, pax, "ustar Interchange Format", and the GNU tar manual, "Basic Tar Format". */
export function readTarHeader(block: Uint8Array, place: TarPlace): TarHeader {
  if (!hasTrueChecksum(block, place)) {
    throw tarError(
      place,
      "TAR_INVALID",
      "the checksum of a header is wrong, so this is no tar stream or it is damaged; fetch it again",
    );
  }
  const posix = matches(block, 257, "ustar\0");
  const known = posix || matches(block, 257, "ustar  \0");
  const number = (start: number, length: number) => readNumber(block, start, length, place);
  return {
    typeFlag: String.fromCharCode(block[156] ?? 0),
    name: posix ? withPrefix(block) : text(block, 0, 100),
    linkName: text(block, 157, 100),
    mode: number(100, 8) & 0o7777,
    uid: number(108, 8),
    gid: number(116, 8),
    size: number(124, 12),
    mtime: readNumber(block, 136, 12, place, Number.NEGATIVE_INFINITY),
    device: known ? { major: number(329, 8), minor: number(337, 8) } : { major: 0, minor: 0 },
  };
}

/** The name field after the prefix field. Star keeps times in the last 24 bytes of the prefix. */
function withPrefix(block: Uint8Array): Uint8Array {
  const name = text(block, 0, 100);
  const prefix = text(block, 345, matches(block, 508, "tar\0") ? 131 : 155);
  if (prefix.length === 0) return name;
  const whole = new Uint8Array(prefix.length + 1 + name.length);
  whole.set(prefix);
  whole[prefix.length] = 0x2f;
  whole.set(name, prefix.length + 1);
  return whole;
}

/** The sum of all bytes with the checksum field as spaces; some old programs summed signed bytes. */
function hasTrueChecksum(block: Uint8Array, place: TarPlace): boolean {
  let unsigned = 8 * 0x20;
  let signed = unsigned;
  for (let index = 0; index < 512; index++) {
    if (index === 148) index = 156;
    const byte = block[index] ?? 0;
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  const stored = readNumber(block, 148, 8, place);
  return stored === unsigned || stored === signed;
}

function readNumber(
  block: Uint8Array,
  start: number,
  length: number,
  place: TarPlace,
  minimum = 0,
): number {
  const first = block[start] ?? 0;
  const value = first & 0x80 ? base256(block, start, length) : octal(block, start, length);
  if (Number.isSafeInteger(value) && value >= minimum) return value;
  throw tarError(
    place,
    "TAR_INVALID",
    `the number at byte ${start} of a header cannot be read, so it is damaged; fetch it again`,
  );
}

/** Octal digits between spaces and NUL; NaN when there is anything else. */
function octal(block: Uint8Array, start: number, length: number): number {
  const end = start + length;
  let index = start;
  while (index < end && block[index] === 0x20) index++;
  let value = 0;
  for (; index < end; index++) {
    const digit = (block[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  for (; index < end; index++) {
    const byte = block[index];
    if (byte !== 0 && byte !== 0x20) return Number.NaN;
  }
  return value;
}

/** A big-endian two's complement number below a marker bit (GNU tar manual, "Extensions to the archive format"). */
function base256(block: Uint8Array, start: number, length: number): number {
  const first = block[start] ?? 0;
  const negative = (first & 0x40) !== 0;
  let value = negative ? first | ~0x7f : first & 0x3f;
  for (let index = start + 1; index < start + length; index++) {
    value = value * 256 + (block[index] ?? 0);
  }
  return value;
}

/** The bytes of a field up to the first NUL. */
function text(block: Uint8Array, start: number, length: number): Uint8Array {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
}

function matches(block: Uint8Array, start: number, expected: string): boolean {
  for (let index = 0; index < expected.length; index++) {
    if (block[start + index] !== expected.charCodeAt(index)) return false;
  }
  return true;
}
