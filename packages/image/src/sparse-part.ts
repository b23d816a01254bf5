import { type TarPlace, tarError } from "./tar-place.ts";

/** A part of a sparse file's content that a tar stream holds. */
export interface SparsePart {
  /** Where it begins in the file's content. */
  readonly offset: number;
  readonly size: number;
}

/**
 * The parts that a map names, as `offset`, `size`, `offset`, …: in order, apart, within `size` and together as long as
 * what the stream holds.
 */
export function sparseParts(
  numbers: readonly number[],
  size: number,
  stored: number,
  place: TarPlace,
): readonly SparsePart[] {
  const parts: SparsePart[] = [];
  let end = 0;
  let held = 0;
  for (let index = 0; index < numbers.length; index += 2) {
    const offset = numbers[index] ?? Number.NaN;
    const length = numbers[index + 1] ?? Number.NaN;
    if (!(offset >= end && length >= 0 && offset + length <= size)) throw damagedMap(place);
    end = offset + length;
    held += length;
    if (length > 0) parts.push({ offset, size: length });
  }
  if (held !== stored) throw damagedMap(place);
  return parts;
}

/** An error for a map that makes no sense. */
export function damagedMap(place: TarPlace): Error {
  const what = "the map of a sparse member makes no sense, so it is damaged; fetch it again";
  return tarError(place, "TAR_INVALID", what);
}
