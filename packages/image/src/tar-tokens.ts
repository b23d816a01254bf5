import type { ChunkInput } from "./chunk-input.ts";
import { describeTarMember, type TarDescription, tarMemberType } from "./describe-tar-member.ts";
import type { PaxFacts } from "./read-pax-records.ts";
import { readSparseMap, type SparseMap } from "./read-sparse-map.ts";
import { isTarExtension, readTarExtension } from "./read-tar-extension.ts";
import { readTarHeader } from "./read-tar-header.ts";
import { type TarLimits, tooLarge } from "./tar-limits.ts";
import type { TarMemberFacts } from "./tar-member.ts";
import { tarPadding } from "./tar-padding.ts";
import { type TarPlace, tarError, tarTruncated } from "./tar-place.ts";

/** A member, or the next part of the content of the member before. */
export type TarToken = TarMemberFacts | Uint8Array;

/** What the scanner and its tokens share. */
export interface TarProgress {
  readonly stream: string;
  readonly limits: TarLimits;
  /** Bytes of the present member's content that the stream still holds; those of a sparse one are not counted. */
  left: number;
  /** Whether the end mark was met. */
  done: boolean;
  /** Counts bytes that the stream does not hold. */
  count(bytes: number): void;
}

/** Takes tokens off the input; yields nothing when it needs more bytes. */
export function* tarTokens(
  input: ChunkInput,
  progress: TarProgress,
): Generator<TarToken | undefined, undefined, undefined> {
  const { stream, limits } = progress;
  let members = 0;
  let globals: PaxFacts = {};
  let locals: PaxFacts | undefined;
  for (;;) {
    const place = { stream, offset: input.offset() };
    const block = input.take(512) ?? (yield* input.gather(512));
    if (block.length === 0 || (block.length === 512 && isZero(block))) {
      if (locals) throw tarTruncated(place);
      if (block.length > 0) yield* passEnd(input, progress, place);
      return;
    }
    if (block.length < 512) throw tarTruncated(place);
    const header = readTarHeader(block, place);
    if (isTarExtension(header)) {
      const facts = yield* readTarExtension(input, header, place, limits);
      if (header.typeFlag === "g") globals = { ...globals, ...facts };
      else locals = { ...locals, ...facts };
      continue;
    }
    if (++members > limits.members) throw tooLarge(stream, "members", limits.members);
    const facts = locals ? { ...globals, ...locals } : globals;
    locals = undefined;
    yield* readMember(input, progress, { header, facts }, place);
  }
}

function* readMember(
  input: ChunkInput,
  progress: TarProgress,
  description: TarDescription,
  place: TarPlace,
): Generator<TarToken | undefined, void, undefined> {
  const { limits } = progress;
  const isFile = tarMemberType(description) === "file";
  const isSparse = description.header.sparse ?? description.facts.sparse;
  const map =
    isFile && isSparse ? yield* readSparseMap(input, description, place, limits) : undefined;
  const member = describeTarMember(description, map, input.offset(), place, limits);
  const stored = map?.stored ?? member.size;
  progress.count(member.size - stored);
  progress.left = map ? 0 : stored;
  yield member;
  if (map) {
    yield* expand(input, map, place);
  } else {
    while (progress.left > 0) {
      const part = input.some(progress.left);
      progress.left -= part.length;
      if (part.length === 0 && input.isEnded()) throw tarTruncated(place);
      yield part.length > 0 ? part : undefined;
    }
  }
  // Some writers leave out the padding of the last member, and the end mark (umoci insert does).
  const padding = tarPadding(stored);
  if (padding > 0 && !input.take(padding)) yield* input.skip(padding);
}

const zeros: Uint8Array = new Uint8Array(1 << 16);

/** The content of a sparse file, its holes as zeros. */
function* expand(
  input: ChunkInput,
  { parts, size }: SparseMap,
  place: TarPlace,
): Generator<Uint8Array | undefined, void, undefined> {
  let at = 0;
  for (const { offset, size: length } of [...parts, { offset: size, size: 0 }]) {
    for (; at < offset; at += zeros.length) yield zeros.subarray(0, offset - at);
    for (at = offset; at < offset + length; ) {
      const part = input.some(offset + length - at);
      at += part.length;
      if (part.length === 0 && input.isEnded()) throw tarTruncated(place);
      yield part.length > 0 ? part : undefined;
    }
  }
}

/** Takes the second block of the end mark and all that follows it. */
function* passEnd(
  input: ChunkInput,
  progress: TarProgress,
  place: TarPlace,
): Generator<undefined, void, undefined> {
  if (!isZero(yield* input.gather(512))) {
    throw tarError(
      place,
      "TAR_INVALID",
      "the end mark is broken, so it is damaged; fetch it again",
    );
  }
  progress.done = true;
  yield* input.skip(Number.POSITIVE_INFINITY);
}

function isZero(block: Uint8Array): boolean {
  for (let index = 0; index < block.length; index++) if (block[index] !== 0) return false;
  return true;
}
