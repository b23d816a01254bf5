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
  textSince,
} from "./cursor.ts";
import { decodeText } from "./decode-text.ts";

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
  readonly annotation?: string;
}

/** What strace writes as `AT_FDCWD`. */
export const workingDirectory = -100;

/** What a call answered. */
export interface CallResult {
  /** `NaN` when the log shows none. */
  readonly value: number;
  /** Name of the error, such as `ENOENT`. */
  readonly error?: string;
  readonly annotation?: string;
}

/** The arguments of a call that its signature asks for, each kind in its own order. */
export interface Call {
  readonly paths: readonly (PathArgument | undefined)[];
  readonly descriptors: readonly (DescriptorArgument | undefined)[];
  readonly words: readonly string[];
  readonly result: CallResult;
}

/**
 * Reads the arguments after the opening bracket and the result. A signature has a letter for each argument: `p` path,
 * `d` descriptor, `w` any other as it is written, `-` none of interest, `*` all that follow as one word. `undefined`
 * when the line ends before the result.
 */
export function readCall(cursor: Cursor, signature: string): Call | undefined {
  const paths: (PathArgument | undefined)[] = [];
  const descriptors: (DescriptorArgument | undefined)[] = [];
  const words: string[] = [];
  for (const kind of signature) {
    skipSpaces(cursor);
    const start = cursor.at;
    if (kind === "p") paths.push(readPath(cursor));
    else if (kind === "d") descriptors.push(readDescriptor(cursor));
    if (!(kind === "*" ? skipArguments(cursor) : skipArgument(cursor))) return undefined;
    if (kind === "w" || kind === "*") words.push(textSince(cursor, start));
    if (peek(cursor) === char.comma) cursor.at++;
  }
  if (!skipArguments(cursor)) return undefined;
  cursor.at++;
  const result = readResult(cursor);
  return result && { paths, descriptors, words, result };
}

/** Moves to the bracket that closes the list of arguments. */
function skipArguments(cursor: Cursor): boolean {
  while (skipArgument(cursor)) {
    if (peek(cursor) === char.close) return true;
    cursor.at++;
  }
  return false;
}

function readPath(cursor: Cursor): PathArgument | undefined {
  if (peek(cursor) !== char.quote) return undefined;
  const start = cursor.at + 1;
  if (!skipQuoted(cursor)) return undefined;
  const text = decodeText(cursor.bytes, start, cursor.at - 1);
  return { text, truncated: skipText(cursor, "...") };
}

function readDescriptor(cursor: Cursor): DescriptorArgument | undefined {
  const number = isDigit(peek(cursor))
    ? readDigits(cursor)
    : skipText(cursor, "AT_FDCWD")
      ? workingDirectory
      : -1;
  return number === -1 ? undefined : { number, ...readAnnotation(cursor) };
}

function readAnnotation(cursor: Cursor): { readonly annotation?: string } {
  if (peek(cursor) !== char.less) return {};
  const start = cursor.at + 1;
  if (!skipAnnotation(cursor)) return {};
  return { annotation: decodeText(cursor.bytes, start, annotationEnd(cursor.bytes, start, cursor.at)) };
}

/** Where the path in an annotation ends: before `<char 1:3>` of a device and the last bracket. */
function annotationEnd(bytes: Uint8Array, start: number, end: number): number {
  const device = bytes.subarray(start, end).indexOf(char.less);
  return device < 0 ? end - 1 : start + device;
}

/** Reads what stands behind the arguments: ` = 3</etc/passwd>`, ` = -1 ENOENT (…)`, ` = ?`. */
function readResult(cursor: Cursor): CallResult | undefined {
  skipSpaces(cursor);
  if (!skipText(cursor, "= ")) return undefined;
  if (skipText(cursor, "?")) return { value: Number.NaN };
  if (skipText(cursor, "-1 ")) {
    const start = cursor.at;
    while (cursor.at < cursor.end && peek(cursor) !== char.space) cursor.at++;
    return { value: -1, error: textSince(cursor, start) };
  }
  if (skipText(cursor, "0x")) return { value: 0 };
  const negative = skipText(cursor, "-");
  const value = readDigits(cursor);
  if (value < 0) return undefined;
  return { value: negative ? -value : value, ...readAnnotation(cursor) };
}
