import type { ByteReader } from "./byte-reader.ts";
import { type PaxFacts, readPaxRecords } from "./read-pax-records.ts";
import type { TarHeader } from "./read-tar-header.ts";
import { type TarLimits, tooLarge } from "./tar-limits.ts";
import { tarPadding } from "./tar-padding.ts";
import { type TarPlace, tarTruncated } from "./tar-place.ts";

const extensions: ReadonlySet<string> = new Set(["x", "g", "L", "K"]);

/** Whether what follows a header tells of other members: pax records (`x`, `g`) or a long name of GNU's (`L`, `K`). */
export function isTarExtension(header: TarHeader): boolean {
  return extensions.has(header.typeFlag);
}

/** Takes an extension off the stream. See {@link readPaxRecords}, and the GNU tar manual, "Basic Tar Format". */
export async function readTarExtension(
  reader: ByteReader,
  header: TarHeader,
  place: TarPlace,
  limits: TarLimits,
): Promise<PaxFacts> {
  const { size, typeFlag } = header;
  if (size > limits.headerBytes) throw tooLarge(place.stream, "headerBytes", limits.headerBytes);
  const bytes = await reader.take(size);
  if (bytes.length < size) throw tarTruncated(place);
  await reader.skip(tarPadding(size));
  if (typeFlag === "L") return { path: upToNul(bytes) };
  if (typeFlag === "K") return { linkpath: upToNul(bytes) };
  return readPaxRecords(bytes, place);
}

function upToNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return bytes.slice(0, end < 0 ? undefined : end);
}
