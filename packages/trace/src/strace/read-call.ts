import {
  type Cursor,
  char,
  isDigit,
  peek,
  readDigits,
  skipAnnotation,
  skipArgument,
  skipQuoted,
  skipSpaces,
  skipText,
} from "../lines/cursor.ts";
import { plainText } from "../lines/plain-text.ts";
import { decodeText } from "./decode-text.ts";
import { hashCall, recallCall, rememberCall } from "./recent-calls.ts";

/** A path argument. */
export interface PathArgument {
  readonly text: string;
  /** The log cut it. */
  readonly truncated: boolean;
}

/** A file descriptor, with the path that `-y` shows for it. */
export interface DescriptorArgument {
  /** Number, or {@link workingDirectory}. */
  readonly number: number;
  /** What stands in the angle brackets. */
  readonly annotation: string | undefined;
}

/** What strace writes as `AT_FDCWD`. */
export const workingDirectory = -100;

/** What a call answered. */
interface CallResult {
  /** `NaN` when the log shows none. */
  value: number;
  /** Name of the error, such as `ENOENT`. */
  error: string | undefined;
  annotation: string | undefined;
  /** The value is a pid that `--pidns-translation` gave in the recorder's namespace. */
  translated: boolean;
}

/** The arguments of a call that its signature asks for, each kind in its own order. */
export interface Call {
  readonly paths: readonly (PathArgument | undefined)[];
  readonly descriptors: readonly (DescriptorArgument | undefined)[];
  readonly words: readonly string[];
  readonly result: Readonly<CallResult>;
}

/** A call that is filled in again and again: what is read is valid until the next call. */
export interface ReusedCall extends Call {
  readonly paths: (PathArgument | undefined)[];
  readonly descriptors: (DescriptorArgument | undefined)[];
  readonly words: string[];
  readonly result: CallResult;
  /** An argument that is a path is shown by its address in memory (`-e raw`). */
  addresses: boolean;
  /** The bytes that were read from last, and by what four of them are read at once. */
  bytes: Uint8Array;
  view: DataView;
}

const empty = new Uint8Array();

/** A call with room for as many arguments of each kind as most signatures have. */
export function createCall(): ReusedCall {
  return {
    paths: [undefined, undefined],
    descriptors: [undefined, undefined],
    words: ["", "", ""],
    result: { value: Number.NaN, error: undefined, annotation: undefined, translated: false },
    addresses: false,
    bytes: empty,
    view: new DataView(empty.buffer),
  };
}

/** The letters of signatures. */
const path = 0x70;
const descriptor = 0x64;
const word = 0x77;
const all = 0x2a;

/** As in `0x`. */
const letterX = 0x78;

/**
 * Reads the arguments after the opening bracket and the result into `call`. A signature has a letter for each argument:
 * `p` path, `d` descriptor, `w` any other as it is written, `-` none of interest, `*` all that follow as one word.
 * `false` when the line ends before the result. The cursor moves only when the call was not read in the same words before.
 */
export function readCall(cursor: Cursor, signature: string, call: ReusedCall): boolean {
  const { bytes, at, end } = cursor;
  call.addresses = false;
  if (call.bytes !== bytes) {
    call.bytes = bytes;
    call.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  const hash = hashCall(call.view, at, end);
  if (hash !== 0 && recallCall(call, hash, at, end, signature)) return true;
  if (!readArguments(cursor, signature, call)) return false;
  if (hash !== 0 && !call.addresses) rememberCall(call, hash, at, end, signature);
  return true;
}

function readArguments(cursor: Cursor, signature: string, call: ReusedCall): boolean {
  const { bytes } = cursor;
  const { paths, descriptors, words } = call;
  clear(call);
  let pathCount = 0;
  let descriptorCount = 0;
  let wordCount = 0;
  let allAt = -1;
  for (let index = 0; ; index++) {
    skipSpaces(cursor);
    const letter = index < signature.length ? signature.charCodeAt(index) : 0;
    const start = cursor.at;
    if (letter === path) paths[pathCount++] = readPath(cursor, call);
    else if (letter === descriptor) descriptors[descriptorCount++] = readDescriptor(cursor);
    else if (letter === all) allAt = start;
    const next = peek(cursor);
    if (next !== char.comma && next !== char.close && !skipArgument(cursor)) return false;
    if (letter === word) words[wordCount++] = plainText(bytes, nameless(bytes, start), cursor.at);
    if (peek(cursor) !== char.comma) break;
    cursor.at++;
  }
  if (allAt >= 0) words[wordCount] = plainText(bytes, allAt, cursor.at);
  if (peek(cursor) !== char.close) return false;
  cursor.at++;
  return readResult(cursor, call.result);
}

/** Loops, since the arrays' own `fill` takes as long as reading an argument. */
function clear({ paths, descriptors, words }: ReusedCall): void {
  for (let index = 0; index < paths.length; index++) paths[index] = undefined;
  for (let index = 0; index < descriptors.length; index++) descriptors[index] = undefined;
  for (let index = 0; index < words.length; index++) words[index] = "";
}

function readPath(cursor: Cursor, call: ReusedCall): PathArgument | undefined {
  if (peek(cursor) !== char.quote) {
    cursor.at = nameless(cursor.bytes, cursor.at);
    if (peek(cursor) === char.zero) call.addresses = true;
    if (peek(cursor) !== char.quote) return undefined;
  }
  const start = cursor.at + 1;
  if (!skipQuoted(cursor)) return undefined;
  const text = decodeText(cursor.bytes, start, cursor.at - 1);
  return { text, truncated: skipText(cursor, "...") };
}

function readDescriptor(cursor: Cursor): DescriptorArgument | undefined {
  if (!isDigit(peek(cursor))) {
    cursor.at = nameless(cursor.bytes, cursor.at);
    if (skipText(cursor, "AT_FDCWD") || skipText(cursor, "-100")) {
      return { number: workingDirectory, annotation: readAnnotation(cursor) };
    }
  }
  const number = skipText(cursor, "0x") ? readHexadecimal(cursor) | 0 : readDigits(cursor);
  return number === -1 ? undefined : { number, annotation: readAnnotation(cursor) };
}

/** Behind the name that `-N` writes before an argument: `pathname=`. */
function nameless(bytes: Uint8Array, start: number): number {
  // What is no name mostly begins with what no name begins with.
  if (!isLower(bytes[start] ?? 0)) return start;
  let at = start + 1;
  while (at < bytes.length && isLower(bytes[at] ?? 0)) at++;
  return at < bytes.length && bytes[at] === char.equals ? at + 1 : start;
}

/** Whether a byte may be part of the name of an argument. */
function isLower(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || isDigit(byte);
}

function readAnnotation(cursor: Cursor): string | undefined {
  if (peek(cursor) !== char.less) return undefined;
  const start = cursor.at + 1;
  if (!skipAnnotation(cursor)) return undefined;
  return decodeText(cursor.bytes, start, annotationEnd(cursor.bytes, start, cursor.at - 1));
}

/** Where the path in an annotation ends: before the `<char 1:3>` of a device. */
function annotationEnd(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[end - 1] !== char.greater) return end;
  const device = bytes.subarray(start, end).lastIndexOf(char.less);
  return device < 0 ? end : start + device;
}

/** Reads what stands behind the arguments: ` = 3</etc/passwd>`, ` = -1 ENOENT (…)`, ` = ?`. */
function readResult(cursor: Cursor, result: CallResult): boolean {
  const { bytes, end } = cursor;
  result.error = undefined;
  result.annotation = undefined;
  result.translated = false;
  skipSpaces(cursor);
  if (!skipText(cursor, "= ") || cursor.at >= end) return false;
  const first = bytes[cursor.at];
  const second = bytes[cursor.at + 1];
  if (first === char.question) {
    result.value = Number.NaN;
    return true;
  }
  if (first === char.zero && second === letterX) {
    cursor.at += 2;
    result.value = readHexadecimal(cursor);
    return true;
  }
  if (first === char.minus) {
    if (skipText(cursor, "-1 ")) result.error = readWord(cursor);
    else cursor.at++;
  }
  result.value = result.error === undefined ? readDigits(cursor) : 1;
  if (result.value < 0) return false;
  if (first === char.minus) result.value = -result.value;
  if (cursor.at >= end) return true;
  result.annotation = readAnnotation(cursor);
  const translation = skipText(cursor, " /* ") ? readDigits(cursor) : -1;
  if (translation > 0) {
    result.value = translation;
    result.translated = true;
  }
  return true;
}

function readWord(cursor: Cursor): string {
  const start = cursor.at;
  while (cursor.at < cursor.end && peek(cursor) !== char.space) cursor.at++;
  return plainText(cursor.bytes, start, cursor.at);
}

/** More digits than a descriptor, a pid or flags have. */
const mostDigits = 8;

/** Reads hexadecimal digits; 0 for those of an address, which is nothing of interest. */
function readHexadecimal(cursor: Cursor): number {
  const last = cursor.at + mostDigits;
  let value = 0;
  for (let byte = peek(cursor); isHexadecimal(byte); byte = peek(cursor)) {
    if (cursor.at++ === last) return 0;
    value = value * 16 + (byte <= char.nine ? byte - char.zero : byte - 0x57);
  }
  return value;
}

function isHexadecimal(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66);
}
