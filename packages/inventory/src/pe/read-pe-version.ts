import { offsetOfAddress } from "../binary/object-section.ts";
import type { ReadRange } from "../elf/elf-reader.ts";
import type { PeImage } from "./parse-pe.ts";
import { type PeVersion, parsePeVersion } from "./parse-pe-version.ts";

/** Number of the data directory that holds resources. */
const resources = 2;
/** `RT_VERSION` */
const versionType = 16;
const isFolder = 0x80000000;
/** More than any compiler writes. */
const maximumVersionBytes = 1 << 16;

/** A version resource with where it begins in the file. */
export interface PlacedPeVersion extends PeVersion {
  readonly offset: number;
}

/**
 * The version resource of a PE file; `undefined` where it has none that can be read. See "PE Format" of Microsoft's
 * documentation, ".rsrc Section": a tree of types, names and languages.
 */
export async function readPeVersion(
  read: ReadRange,
  image: PeImage,
): Promise<PlacedPeVersion | undefined> {
  const directory = image.directories[resources];
  const root = directory && offsetOfAddress(image.sections, directory.address);
  if (root === undefined) return undefined;
  const fetch = async (at: number, size: number): Promise<DataView | undefined> => {
    const bytes = await read({ start: at, end: at + size });
    return bytes.length < size ? undefined : new DataView(bytes.buffer, bytes.byteOffset, size);
  };
  /** What the entry of the type, or the first entry, of a folder leads to. */
  const entryOf = async (folder: number, type?: number): Promise<number | undefined> => {
    const head = await fetch(root + folder, 16);
    const count = head ? head.getUint16(12, true) + head.getUint16(14, true) : 0;
    const entries = await fetch(root + folder + 16, count * 8);
    for (let at = 0; entries && at < entries.byteLength; at += 8) {
      if (type === undefined || entries.getUint32(at, true) === type) {
        return entries.getUint32(at + 4, true);
      }
    }
    return undefined;
  };
  let next: number | undefined = isFolder;
  for (const type of [versionType, undefined, undefined]) {
    if (next === undefined || next < isFolder) return undefined;
    next = await entryOf(next - isFolder, type);
  }
  if (next === undefined || next >= isFolder) return undefined;
  const data = await fetch(root + next, 8);
  const offset = data && offsetOfAddress(image.sections, data.getUint32(0, true));
  if (data === undefined || offset === undefined) return undefined;
  const size = Math.min(data.getUint32(4, true), maximumVersionBytes);
  const version = parsePeVersion(await read({ start: offset, end: offset + size }));
  return version && { ...version, offset };
}
