import { decompress } from "../decompress.ts";
import type { ReadRange } from "../elf/elf-reader.ts";
import type { ZipEntry } from "./zip-entry.ts";
import { zipError, zipTooLarge } from "./zip-error.ts";
import { defaultZipLimits, type ZipLimits } from "./zip-limits.ts";
import { readWhole, zipView } from "./zip-reader.ts";

const signature = 0x04034b50;
const headerBytes = 30;
const deflated = 8;
/** Below this the ratio says nothing: a short text of blanks is no bomb. */
const smallBytes = 1 << 20;

/**
 * The content of a member of a zip file. Sizes come from the directory, so that a member whose local header leaves them to a
 * descriptor after it is read alike. What was deflated is checked against its CRC-32; what is stored is as it stands.
 *
 * @example
 * ```ts
 * import { readZipEntry } from "@coppice/inventory";
 *
 * const file = new Uint8Array(33);
 * file.set([0x50, 0x4b, 3, 4]);
 * file[26] = 1;
 * file.set(new TextEncoder().encode("ahi"), 30);
 * const sizes = { nameBytes: 1, size: 2, compressedSize: 2, offset: 0 };
 * const entry = { name: "a", method: 0, encrypted: false, crc32: 0, ...sizes };
 * const content = await readZipEntry(async ({ start, end }) => file.subarray(start, end), entry);
 * new TextDecoder().decode(content); // => "hi"
 * ```
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it is damaged, encrypted or compressed in another way than
 * by deflate, and `CONTENT_TOO_LARGE` when it passes a limit.
 */
export async function readZipEntry(
  read: ReadRange,
  entry: ZipEntry,
  limits: ZipLimits = defaultZipLimits,
): Promise<Uint8Array> {
  const { name, size, compressedSize, method } = entry;
  if (size > limits.entryBytes) {
    throw zipTooLarge(`has ${size} bytes in ${name}`, "limits.entryBytes");
  }
  if (size > smallBytes && size > compressedSize * limits.ratio) {
    throw zipTooLarge(`grows ${compressedSize} bytes to ${size} in ${name}`, "limits.ratio");
  }
  if (compressedSize > limits.entryBytes) {
    throw zipTooLarge(`has ${compressedSize} bytes in ${name}`, "limits.entryBytes");
  }
  if (method === deflated) return inflate(await readContent(read, entry), entry);
  return readContent(read, checkStored(entry));
}

/**
 * Where the content of a stored member stands in the file, so that parts of it can be read.
 *
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it is not stored, or has no local header.
 */
export async function locateStoredEntry(read: ReadRange, entry: ZipEntry): Promise<number> {
  checkStored(entry);
  return dataStart(entry, await readWhole(read, entry.offset, headerBytes));
}

function checkStored(entry: ZipEntry): ZipEntry {
  const { name, size, compressedSize, method } = entry;
  if (method !== 0) throw zipError(`${name} is compressed by method ${method}, which is not read`);
  if (size !== compressedSize) throw zipError(`${name} is stored with two sizes`);
  return entry;
}

/** The content as it stands, mostly with one read: a local header mostly has the name and little more. */
async function readContent(read: ReadRange, entry: ZipEntry): Promise<Uint8Array> {
  const { offset, nameBytes, compressedSize } = entry;
  const likely = headerBytes + nameBytes + extraBytes + compressedSize;
  const bytes = await read({ start: offset, end: offset + likely });
  if (bytes.length < headerBytes) throw zipError(`${entry.name} is past its end`);
  const start = dataStart(entry, bytes) - offset;
  const whole = bytes.subarray(start, start + compressedSize);
  if (whole.length === compressedSize) return whole;
  return readWhole(read, offset + start, compressedSize);
}

/** Most local headers have no more beside the name: times, owner, alignment. */
const extraBytes = 64;

function dataStart({ name, offset, encrypted }: ZipEntry, header: Uint8Array): number {
  const view = zipView(header);
  if (view.uint32(0) !== signature) throw zipError(`${name} has no header where it should begin`);
  if (encrypted) throw zipError(`${name} is encrypted`);
  return offset + headerBytes + view.uint16(26) + view.uint16(28);
}

/** As the body of a gzip member, whose trailer has the same CRC-32 and size, it is checked as it is decompressed. */
async function inflate(content: Uint8Array, entry: ZipEntry): Promise<Uint8Array> {
  const member = new Uint8Array(10 + content.length + 8);
  member.set([0x1f, 0x8b, deflated]);
  member.set(content, 10);
  const trailer = new DataView(member.buffer, 10 + content.length);
  trailer.setUint32(0, entry.crc32, true);
  trailer.setUint32(4, entry.size, true);
  try {
    return await decompress(member, "gzip", entry.size);
  } catch (cause) {
    throw zipError(`${entry.name} is not what its directory says`, cause);
  }
}
