import type { DescriptorArgument, PathArgument, ReusedCall } from "./read-call.ts";

/**
 * Calls read before, by a hash of what they were written as: a program that runs again, or serves the same files again,
 * makes most of its calls in the same words, and comparing these takes a fraction of the time of reading them.
 */
const slotBits = 13;
/** Of the longest call that is kept, in words of four bytes. */
const longest = 64;
const calls: (KeptCall | undefined)[] = Array.from({ length: 1 << slotBits }, () => undefined);
const written: Int32Array = new Int32Array(longest << slotBits);
/** Of the last call in each slot, kept or not: most of those that differ from all before never come again. */
const hashes: Int32Array = new Int32Array(1 << slotBits);

/** A call that was read twice. */
interface KeptCall {
  readonly signature: string;
  /** How many bytes it was written in. */
  readonly length: number;
  readonly path: PathArgument | undefined;
  readonly secondPath: PathArgument | undefined;
  readonly descriptor: DescriptorArgument | undefined;
  readonly secondDescriptor: DescriptorArgument | undefined;
  readonly word: string;
  readonly secondWord: string;
  readonly thirdWord: string;
  readonly value: number;
  readonly error: string | undefined;
  readonly annotation: string | undefined;
  readonly translated: boolean;
}

/** Hash of what a call was written as, from `start` to `end`; 0 when that is too short or too long to be kept. */
export function hashCall(view: DataView, start: number, end: number): number {
  const last = end - 4;
  if (last < start || end - start > 4 * longest) return 0;
  let hash = end - start;
  for (let at = start; at < last; at += 4) hash = mix(hash, view.getInt32(at, true));
  // The last word may overlap the one before.
  return mix(hash, view.getInt32(last, true)) | 1;
}

function mix(hash: number, word: number): number {
  return Math.imul(hash ^ word, 0x9e3779b1);
}

/** Fills in `call` as it was when the same bytes were read with the same signature; `false` when it was not kept. */
export function recallCall(
  call: ReusedCall,
  hash: number,
  start: number,
  end: number,
  signature: string,
): boolean {
  const slot = hash >>> (32 - slotBits);
  const kept = calls[slot];
  if (kept === undefined || hashes[slot] !== hash) return false;
  if (kept.length !== end - start || kept.signature !== signature) return false;
  const { view } = call;
  const last = end - 4;
  let index = slot * longest;
  for (let at = start; at < last; at += 4) {
    if (view.getInt32(at, true) !== written[index++]) return false;
  }
  if (view.getInt32(last, true) !== written[index]) return false;
  copyCall(kept, call);
  return true;
}

/** Keeps a call that was read without having been recalled, when its hash shows that it is not the first time. */
export function rememberCall(
  call: ReusedCall,
  hash: number,
  start: number,
  end: number,
  signature: string,
): void {
  const slot = hash >>> (32 - slotBits);
  if (hashes[slot] !== hash) {
    hashes[slot] = hash;
    calls[slot] = undefined;
    return;
  }
  const { view, paths, descriptors, words, result } = call;
  const last = end - 4;
  let index = slot * longest;
  for (let at = start; at < last; at += 4) written[index++] = view.getInt32(at, true);
  written[index] = view.getInt32(last, true);
  calls[slot] = {
    signature,
    length: end - start,
    path: paths[0],
    secondPath: paths[1],
    descriptor: descriptors[0],
    secondDescriptor: descriptors[1],
    word: words[0] ?? "",
    secondWord: words[1] ?? "",
    thirdWord: words[2] ?? "",
    value: result.value,
    error: result.error,
    annotation: result.annotation,
    translated: result.translated,
  };
}

function copyCall(kept: KeptCall, { paths, descriptors, words, result }: ReusedCall): void {
  paths[0] = kept.path;
  paths[1] = kept.secondPath;
  descriptors[0] = kept.descriptor;
  descriptors[1] = kept.secondDescriptor;
  words[0] = kept.word;
  words[1] = kept.secondWord;
  words[2] = kept.thirdWord;
  result.value = kept.value;
  result.error = kept.error;
  result.annotation = kept.annotation;
  result.translated = kept.translated;
}
