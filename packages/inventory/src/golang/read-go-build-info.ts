import { decodeName } from "@coppice/image";
import { type ObjectSection, offsetOfAddress } from "../binary/object-section.ts";
import type { ReadRange } from "../elf/elf-reader.ts";
import type { FileFormat } from "../file-format.ts";
import { InventoryError } from "../inventory-error.ts";
import { findGoMarks } from "./find-go-marks.ts";

/** What a Go program says of how it was built. */
export interface GoBuildInfo {
  /** Version of the compiler, as it says it: `go1.22.3`. */
  readonly version: string;
  /** Lines on its modules; empty for a program that was built without modules. */
  readonly modules: string;
  /** Where in the file it stands. */
  readonly offset: number;
}

const headerBytes = 32;
/** Bytes on either side of the lines, by which they are found in memory. */
const sentinelBytes = 16;
const newline = 10;
const maximumVersionBytes = 1 << 12;
/** The largest programs have some hundred kilobytes. */
const maximumModuleBytes = 1 << 22;
const flags = { bigEndian: 1, inline: 2 };

/** Bytes of a string and where they end. */
interface Text {
  readonly bytes: Uint8Array;
  readonly end: number;
}

/**
 * The build information of a Go program; `undefined` where it has none. Programs of Go 1.18 and later have it in place, older
 * ones point to it. See Go's package `debug/buildinfo`.
 *
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it has some that leads nowhere.
 */
export async function readGoBuildInfo(
  read: ReadRange,
  sections: readonly ObjectSection[],
  format: FileFormat | undefined,
): Promise<GoBuildInfo | undefined> {
  let marked: number | undefined;
  for await (const offset of findGoMarks(read, sections, format)) {
    marked ??= offset;
    const header = await read({ start: offset, end: offset + headerBytes });
    const isInline = ((header[15] ?? 0) & flags.inline) !== 0;
    const found = isInline
      ? await readInline(read, offset + headerBytes)
      : await readPointed(read, sections, header);
    if (found === undefined) continue;
    const version = decodeName(found.version);
    const modules = decodeName(withoutSentinels(found.modules));
    if (version !== "") return { version, modules, offset };
  }
  if (marked === undefined) return undefined;
  const message = `its build information at ${marked} is damaged; build or fetch it again`;
  throw new InventoryError("CONTENT_INVALID", message);
}

interface Texts {
  readonly version: Uint8Array;
  readonly modules: Uint8Array;
}

async function readInline(read: ReadRange, start: number): Promise<Texts | undefined> {
  const version = await readCounted(read, start, maximumVersionBytes);
  const modules = version && (await readCounted(read, version.end, maximumModuleBytes));
  return modules && { version: version.bytes, modules: modules.bytes };
}

/** A string after its length, which is written in sevens of bits, the lowest first. */
async function readCounted(
  read: ReadRange,
  start: number,
  most: number,
): Promise<Text | undefined> {
  const head = await read({ start, end: start + 5 });
  let length = 0;
  for (const [at, byte] of head.entries()) {
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return readText(read, start + at + 1, length, most);
  }
  return undefined;
}

async function readPointed(
  read: ReadRange,
  sections: readonly ObjectSection[],
  header: Uint8Array,
): Promise<Texts | undefined> {
  const size = header[14];
  if ((size !== 4 && size !== 8) || header.length < headerBytes) return undefined;
  const little = ((header[15] ?? 0) & flags.bigEndian) === 0;
  const words = (bytes: Uint8Array): [number, number] => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const word = (at: number) =>
      size === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
    return [word(0), word(size)];
  };
  /** What a pointer to a string's pointer and length leads to. */
  const follow = async (pointer: number, most: number): Promise<Uint8Array | undefined> => {
    const place = offsetOfAddress(sections, pointer);
    if (place === undefined) return undefined;
    const bytes = await read({ start: place, end: place + 2 * size });
    if (bytes.length < 2 * size) return undefined;
    const [address, length] = words(bytes);
    if (length === 0) return new Uint8Array();
    const start = offsetOfAddress(sections, address);
    return start === undefined ? undefined : (await readText(read, start, length, most))?.bytes;
  };
  const [versionAt, modulesAt] = words(header.subarray(16));
  const version = await follow(versionAt, maximumVersionBytes);
  const modules = version && (await follow(modulesAt, maximumModuleBytes));
  return modules && { version, modules };
}

async function readText(
  read: ReadRange,
  start: number,
  length: number,
  most: number,
): Promise<Text | undefined> {
  if (length > most) return undefined;
  const end = start + length;
  const bytes = await read({ start, end });
  return bytes.length < length ? undefined : { bytes, end };
}

function withoutSentinels(bytes: Uint8Array): Uint8Array {
  return bytes.at(-sentinelBytes - 1) === newline
    ? bytes.subarray(sentinelBytes, -sentinelBytes)
    : new Uint8Array();
}
