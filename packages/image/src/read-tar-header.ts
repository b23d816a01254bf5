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
  readonly device: { readonly major: number; readonly minor: number } | undefined;
  /** The block, when a map of GNU's old format for sparse files stands in it. */
  readonly sparse: Uint8Array | undefined;
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
  const gnu = !posix && matches(block, 257, "ustar  \0");
  const typeFlag = String.fromCharCode(block[156] ?? 0);
  const isLink = typeFlag === "1" || typeFlag === "2";
  const isDevice = typeFlag === "3" || typeFlag === "4";
  const number = (start: number, length: number) => readTarNumber(block, start, length, place);
  const device =
    isDevice && (posix || gnu) ? { major: number(329, 8), minor: number(337, 8) } : noDevice;
  return {
    typeFlag,
    name: posix ? withPrefix(block) : text(block, 0, 100),
    linkName: isLink ? text(block, 157, 100) : nothing,
    mode: number(100, 8) & 0o7777,
    uid: number(108, 8),
    gid: number(116, 8),
    size: number(124, 12),
    mtime: readTarNumber(block, 136, 12, place, Number.NEGATIVE_INFINITY),
    device: isDevice ? device : undefined,
    sparse: gnu && typeFlag === "S" ? block : undefined,
  };
}

const nothing: Uint8Array = new Uint8Array(0);
const noDevice = { major: 0, minor: 0 };

/** The name field after the prefix field. Star keeps times in the last 24 bytes of the prefix. */
function withPrefix(block: Uint8Array): Uint8Array {
  const name = text(block, 0, 100);
  if (block[345] === 0) return name;
  const prefix = text(block, 345, matches(block, 508, "tar\0") ? 131 : 155);
  const whole = new Uint8Array(prefix.length + 1 + name.length);
  whole.set(prefix);
  whole[prefix.length] = 0x2f;
  whole.set(name, prefix.length + 1);
  return whole;
}

/** The sum of all bytes with the checksum field as spaces; some old programs summed signed bytes. */
function hasTrueChecksum(block: Uint8Array, place: TarPlace): boolean {
  let sum = 8 * 0x20;
  for (let index = 0; index < 148; index++) sum += block[index] ?? 0;
  for (let index = 156; index < 512; index++) sum += block[index] ?? 0;
  const stored = readTarNumber(block, 148, 8, place);
  if (stored === sum) return true;
  for (let index = 0; index < 512; index++) {
    if ((index < 148 || index >= 156) && (block[index] ?? 0) >= 0x80) sum -= 0x100;
  }
  return stored === sum;
}

/** The number in a field of a header: octal digits, or GNU's base 256. */
export function readTarNumber(
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
  let end = start;
  while (end < start + length && block[end] !== 0) end++;
  return block.subarray(start, end);
}

function matches(block: Uint8Array, start: number, expected: string): boolean {
  for (let index = 0; index < expected.length; index++) {
    if (block[start + index] !== expected.charCodeAt(index)) return false;
  }
  return true;
}
