import type { ChunkInput } from "./chunk-input.ts";
import { type PaxFacts, readPaxRecords } from "./read-pax-records.ts";
import type { TarHeader } from "./read-tar-header.ts";
import { type TarLimits, tooLarge } from "./tar-limits.ts";
import { tarPadding } from "./tar-padding.ts";
import { type TarPlace, tarTruncated } from "./tar-place.ts";

/** Whether what follows a header tells of other members: pax records (`x`, `g`) or a long name of GNU's (`L`, `K`). */
export function isTarExtension({ typeFlag }: TarHeader): boolean {
  return typeFlag === "x" || typeFlag === "g" || typeFlag === "L" || typeFlag === "K";
}

/**
 * Takes an extension off the input; yields when it needs more bytes. See {@link readPaxRecords}, and the GNU tar manual,
 * "Basic Tar Format".
 */
export function* readTarExtension(
  input: ChunkInput,
  header: TarHeader,
  place: TarPlace,
  limits: TarLimits,
): Generator<undefined, PaxFacts, undefined> {
  const { size, typeFlag } = header;
  if (size > limits.headerBytes) throw tooLarge(place.stream, "headerBytes", limits.headerBytes);
  const bytes = yield* input.gather(size);
  if (bytes.length < size) throw tarTruncated(place);
  yield* input.skip(tarPadding(size));
  if (typeFlag === "L") return { path: upToNul(bytes) };
  if (typeFlag === "K") return { linkpath: upToNul(bytes) };
  return readPaxRecords(bytes, place);
}

function upToNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? undefined : end);
}
