import { decodeName } from "@coppice/image";
import { rpmHeaderError } from "./rpm-header-error.ts";

/**
 * What an rpm header says, by tag ({@link rpmTags} has numbers of some). Values are decoded when they are asked for; the
 * functions throw an `InventoryError` with code `CONTENT_INVALID` where texts have no end, or there is no room for so many.
 */
export interface RpmHeader {
  /** The tags that it has, in the order of its index. */
  tags(): Iterable<number>;
  /** Bytes of the whole header. */
  readonly size: number;
  /** A text, of those in several languages the first; `undefined` where the tag is absent or of another type. */
  text(tag: number): string | undefined;
  /** The texts of a list; none where the tag is absent or of another type. Bytes that are no UTF-8 stay, as by `decodeName`. */
  texts(tag: number): readonly string[];
  /** Numbers, without sign; none where the tag is absent or of another type. Those above 2^53 are rounded. */
  numbers(tag: number): readonly number[];
  /** Bytes, such as those of a signature; `undefined` where the tag is absent or of another type. */
  bytes(tag: number): Uint8Array | undefined;
}

/** Where a value stands in the data. */
interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

const indexEntrySize = 16;
/** Bounds that rpm itself has. */
const maximumEntries = 0xffff;
const maximumDataSize = 0x10000000;
/** Lists up to this length are always read; of longer ones each value has, with all that belongs to it, so many bytes at least. */
const shortList = 1024;
const bytesOfValue = 16;
/** Lower tags say which part of the header is signed, and are none of the package. */
const firstTag = 100;

const binary = 7;
/** Bytes of a value of the types for numbers: char, and integers of 8, 16, 32 and 64 bits. */
const numberSizes: readonly number[] = [0, 1, 1, 2, 4, 8];
const textTypes: ReadonlySet<number> = new Set([6, 8, 9]);

/**
 * Reads an rpm header as it stands in rpm's database: an index and its data, without the magic that it has in a package
 * file. Of a tag that comes again, as those that installing adds after the signed region, the last one counts. Headers of
 * rpm 3, which have no region, are read alike. Signatures are not checked. See "RPM Package format" in rpm's manual.
 *
 * @example
 * ```ts
 * import { parseRpmHeader, rpmTags } from "@coppice/inventory";
 *
 * // One entry, five bytes of data; the entry: tag 1000, type 6 (text), offset 0, one value.
 * const index = [0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 3, 0xe8, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 1];
 * const header = parseRpmHeader(Uint8Array.of(...index, 0x62, 0x61, 0x73, 0x68, 0));
 * header.text(rpmTags.name); // => "bash"
 * header.numbers(rpmTags.epoch); // => []
 * ```
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it ends early or its index leads nowhere.
 */
export function parseRpmHeader(bytes: Uint8Array): RpmHeader {
  if (bytes.length < 8) throw rpmHeaderError(`it has ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entryCount = view.getUint32(0);
  const dataSize = view.getUint32(4);
  const dataStart = 8 + entryCount * indexEntrySize;
  if (entryCount === 0 || entryCount > maximumEntries || dataSize > maximumDataSize) {
    throw rpmHeaderError(`it claims ${entryCount} entries and ${dataSize} bytes of data`);
  }
  const size = dataStart + dataSize;
  if (size > bytes.length) throw rpmHeaderError(`it has ${bytes.length} of ${size} bytes`);
  const data = bytes.subarray(dataStart, size);
  const entries = parseIndex(view, entryCount, dataSize);
  const entryOf = (tag: number, isRight: (type: number) => boolean): Entry | undefined => {
    const entry = entries.get(tag);
    if (entry === undefined || !isRight(entry.type)) return undefined;
    if (entry.count > shortList && entry.count * bytesOfValue > size && entry.type !== binary) {
      // Bytes that many lists share would take hundreds of times their memory.
      throw rpmHeaderError(`tag ${tag} has ${entry.count} values, more than there is room for`);
    }
    return entry;
  };
  const texts = (tag: number): readonly string[] => {
    const entry = entryOf(tag, isText);
    return entry ? textsAt(data, entry, tag) : [];
  };
  return {
    tags: () => entries.keys(),
    size,
    texts,
    text: (tag) => texts(tag)[0],
    numbers: (tag) => {
      const entry = entryOf(tag, isNumber);
      return entry ? numbersAt(view, dataStart + entry.offset, entry) : [];
    },
    bytes: (tag) => {
      const entry = entryOf(tag, isBinary);
      return entry && data.subarray(entry.offset, entry.offset + entry.count);
    },
  };
}

const isBinary = (type: number): boolean => type === binary;
const isText = (type: number): boolean => textTypes.has(type);
const isNumber = (type: number): boolean => numberSizes[type] !== undefined && type > 0;

function parseIndex(
  view: DataView,
  entryCount: number,
  dataSize: number,
): ReadonlyMap<number, Entry> {
  const entries = new Map<number, Entry>();
  for (let index = 0; index < entryCount; index++) {
    const at = 8 + index * indexEntrySize;
    const tag = view.getUint32(at);
    if (tag < firstTag) continue;
    const type = view.getUint32(at + 4);
    const offset = view.getUint32(at + 8);
    const count = view.getUint32(at + 12);
    // A text takes at least its NUL.
    const size = count * (numberSizes[type] ?? 1);
    if (offset + size > dataSize) throw rpmHeaderError(`tag ${tag} stands outside of its data`);
    entries.set(tag, { type, offset, count });
  }
  return entries;
}

function textsAt(data: Uint8Array, { offset, count }: Entry, tag: number): readonly string[] {
  let end = offset;
  for (let index = 0; index < count; index++) {
    const nul = data.indexOf(0, end);
    if (nul < 0) throw rpmHeaderError(`a text of tag ${tag} has no end`);
    end = nul + 1;
  }
  // All at once: there can be tens of thousands of short ones.
  return count === 0 ? [] : decodeName(data.subarray(offset, end - 1)).split("\0");
}

function numbersAt(view: DataView, start: number, { type, count }: Entry): readonly number[] {
  const size = numberSizes[type] ?? 0;
  const read = readersBySize.get(size);
  if (read === undefined) return [];
  const numbers: number[] = [];
  for (let index = 0; index < count; index++) {
    numbers.push(read(view, start + index * size));
  }
  return numbers;
}

const readersBySize: ReadonlyMap<number, (view: DataView, at: number) => number> = new Map([
  [1, (view: DataView, at: number) => view.getUint8(at)],
  [2, (view: DataView, at: number) => view.getUint16(at)],
  [4, (view: DataView, at: number) => view.getUint32(at)],
  [8, (view: DataView, at: number) => Number(view.getBigUint64(at))],
]);
