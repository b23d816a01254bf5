import { decodeName } from "@coppice/image";
import type { ReadRange } from "../elf/elf-reader.ts";
import { findZipDirectory, type ZipDirectoryPlace } from "./find-zip-directory.ts";
import type { ZipEntry } from "./zip-entry.ts";
import { zipError, zipTooLarge } from "./zip-error.ts";
import { defaultZipLimits, type ZipLimits } from "./zip-limits.ts";
import { readWhole, type ZipView, zipView } from "./zip-reader.ts";

const signature = 0x02014b50;
const headerBytes = 46;
const localHeaderBytes = 30;
const longExtra = 0x0001;

/**
 * The members of a zip file of `size` bytes, in the order of its central directory; nothing else of it is read. It may have a
 * prefix, such as the script that starts an executable JAR. A name can come more than once; Java and Python take the
 * last. See PKWARE's APPNOTE.TXT, section 4.3.12.
 *
 * @example
 * ```ts
 * import { readZipDirectory } from "@coppice/inventory";
 *
 * const empty = new Uint8Array(22);
 * empty.set([0x50, 0x4b, 5, 6]);
 * await readZipDirectory(async ({ start, end }) => empty.subarray(start, end), empty.length); // => []
 * ```
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it is none, is cut, or members lie outside of it or over each
 * other, and `CONTENT_TOO_LARGE` when it passes a limit.
 */
export async function readZipDirectory(
  read: ReadRange,
  size: number,
  limits: ZipLimits = defaultZipLimits,
): Promise<readonly ZipEntry[]> {
  const place = await findZipDirectory(read, size);
  if (place.entries > limits.entries) throw tooMany(place.entries, limits);
  if (place.size > limits.directoryBytes) {
    throw zipTooLarge(`has a directory of ${place.size} bytes`, "limits.directoryBytes");
  }
  const view = zipView(await readWhole(read, place.start, place.size));
  const entries: ZipEntry[] = [];
  for (let at = 0; at < place.size; ) {
    if (at + headerBytes > place.size || view.uint32(at) !== signature) {
      throw zipError(`there is no member at ${at} of its directory`);
    }
    const length = view.uint16(at + 28) + view.uint16(at + 30) + view.uint16(at + 32);
    const next = at + headerBytes + length;
    if (next > place.size) throw zipError(`the member at ${at} of its directory is cut`);
    if (entries.length === limits.entries) throw tooMany(entries.length + 1, limits);
    entries.push(parseEntry(view, at, place.prefix));
    at = next;
  }
  // The count has 16 bits where there is no long record, and some tools let it overflow.
  if ((entries.length & 0xffff) !== (place.entries & 0xffff)) {
    throw zipError(`its directory has ${entries.length} members and says ${place.entries}`);
  }
  checkPlaces(entries, place);
  return entries;
}

function parseEntry(view: ZipView, at: number, prefix: number): ZipEntry {
  const nameBytes = view.uint16(at + 28);
  const nameEnd = at + headerBytes + nameBytes;
  const short = {
    size: view.uint32(at + 24),
    compressedSize: view.uint32(at + 20),
    offset: view.uint32(at + 42),
  };
  const { offset, ...sizes } = withLong(view, nameEnd, nameEnd + view.uint16(at + 30), short);
  return {
    name: decodeName(view.bytes.subarray(at + headerBytes, nameEnd)),
    nameBytes,
    ...sizes,
    method: view.uint16(at + 10),
    encrypted: (view.uint16(at + 8) & 1) !== 0,
    crc32: view.uint32(at + 16),
    offset: offset + prefix,
  };
}

type Numbers = Pick<ZipEntry, "size" | "compressedSize" | "offset">;

/** The numbers of which those that do not fit stand in an extra field, in this order. See section 4.5.3. */
function withLong(view: ZipView, start: number, end: number, short: Numbers): Numbers {
  const full = 0xffffffff;
  const { size, compressedSize, offset } = short;
  if (size !== full && compressedSize !== full && offset !== full) return short;
  for (let at = start; at + 4 <= end; at += 4 + view.uint16(at + 2)) {
    if (view.uint16(at) !== longExtra) continue;
    const fieldEnd = Math.min(end, at + 4 + view.uint16(at + 2));
    let next = at + 4;
    const long = (value: number) => {
      if (value !== full) return value;
      if (next + 8 > fieldEnd) throw zipError("a long number of a member is missing");
      next += 8;
      return view.uint64(next - 8);
    };
    return { size: long(size), compressedSize: long(compressedSize), offset: long(offset) };
  }
  throw zipError("a long number of a member is missing");
}

/** Members that share bytes are how a small file is made to seem a large one. */
function checkPlaces(entries: readonly ZipEntry[], { start }: ZipDirectoryPlace): void {
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const { name, offset, nameBytes, compressedSize } of inOrder) {
    if (offset < end) throw zipError(`${name} lies over the member before it`);
    end = offset + localHeaderBytes + nameBytes + compressedSize;
    if (end > start) throw zipError(`${name} is past its end`);
  }
}

function tooMany(entries: number, limits: ZipLimits): Error {
  return zipTooLarge(`has ${entries} members or more, not ${limits.entries}`, "limits.entries");
}
