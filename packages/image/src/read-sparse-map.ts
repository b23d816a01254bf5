import type { ChunkInput } from "./chunk-input.ts";
import type { PaxFacts } from "./read-pax-records.ts";
import { readTarNumber, type TarHeader } from "./read-tar-header.ts";
import { damagedMap, type SparsePart, sparseParts } from "./sparse-part.ts";
import { type TarLimits, tooLarge } from "./tar-limits.ts";
import { type TarPlace, tarError, tarTruncated } from "./tar-place.ts";

/** What is known of a sparse member's content. */
export interface SparseMap {
  /** Bytes of the whole content. */
  readonly size: number;
  readonly parts: readonly SparsePart[];
  /** Bytes of the parts, which follow in the stream. */
  readonly stored: number;
}

/**
 * The map of a sparse member, of which some is still to be taken off the input; yields when it needs more bytes.
 * Undefined for a member that is not sparse. The GNU tar manual, "Storing Sparse Files": the old format and the pax
 * formats 0.0, 0.1 and 1.0.
 */
export function* readSparseMap(
  input: ChunkInput,
  { header, facts }: { readonly header: TarHeader; readonly facts: PaxFacts },
  place: TarPlace,
  limits: TarLimits,
): Generator<undefined, SparseMap | undefined, undefined> {
  const { sparse } = facts;
  const held = facts.size ?? header.size;
  if (header.sparse) {
    const numbers = yield* readOldMap(input, header.sparse, place, limits);
    const size = readTarNumber(header.sparse, 483, 12, place);
    return { size, parts: sparseParts(numbers, size, held, place), stored: held };
  }
  if (!sparse) return undefined;
  const { major = 0, size } = sparse;
  if (size === undefined) throw damagedMap(place);
  if (major === 0) {
    return { size, parts: sparseParts(sparse.map ?? [], size, held, place), stored: held };
  }
  if (major !== 1) {
    const what = `sparse members of version ${major} cannot be read; make the archive without --sparse`;
    throw tarError(place, "TAR_UNSUPPORTED", what);
  }
  const before = input.offset();
  const numbers = yield* readTextMap(input, held, place, limits);
  const stored = held - (input.offset() - before);
  return { size, parts: sparseParts(numbers, size, stored, place), stored };
}

/** Four pairs stand in the header and 21 in each block that may follow it. */
function* readOldMap(
  input: ChunkInput,
  header: Uint8Array,
  place: TarPlace,
  limits: TarLimits,
): Generator<undefined, number[], undefined> {
  const numbers: number[] = [];
  const addPairs = (block: Uint8Array, start: number, end: number): void => {
    for (let at = start; at < end && block[at] !== 0; at += 12) {
      numbers.push(readTarNumber(block, at, 12, place));
    }
  };
  addPairs(header, 386, 482);
  let more = header[482];
  for (let bytes = 512; more; bytes += 512) {
    if (bytes > limits.headerBytes) throw tooLarge(place.stream, "headerBytes", limits.headerBytes);
    const block = input.take(512) ?? (yield* input.gather(512));
    if (block.length < 512) throw tarTruncated(place);
    addPairs(block, 0, 504);
    more = block[504];
  }
  return numbers;
}

/** Lines of decimal digits before the content: how many pairs, then the pairs; filled up to a block. */
function* readTextMap(
  input: ChunkInput,
  held: number,
  place: TarPlace,
  limits: TarLimits,
): Generator<undefined, number[], undefined> {
  const numbers: number[] = [];
  let wanted = 1;
  let value = 0;
  let digits = 0;
  for (let bytes = 512; numbers.length < wanted; bytes += 512) {
    if (bytes > limits.headerBytes) throw tooLarge(place.stream, "headerBytes", limits.headerBytes);
    if (bytes > held) throw damagedMap(place);
    const block = input.take(512) ?? (yield* input.gather(512));
    if (block.length < 512) throw tarTruncated(place);
    for (let at = 0; at < 512 && numbers.length < wanted; at++) {
      const digit = (block[at] ?? 0) - 0x30;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
        continue;
      }
      if (digits === 0 || !Number.isSafeInteger(value) || block[at] !== 0x0a) {
        throw damagedMap(place);
      }
      if (numbers.push(value) === 1) wanted = 1 + 2 * value;
      value = 0;
      digits = 0;
    }
  }
  return numbers.slice(1);
}
