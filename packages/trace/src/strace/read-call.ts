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
} from "./cursor.ts";
import { decodeText } from "./decode-text.ts";
import { plainText } from "./plain-text.ts";

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
  readonly value: number;
  /** Name of the error, such as `ENOENT`. */
  readonly error?: string;
  readonly annotation?: string | undefined;
  /** The value is a pid that `--pidns-translation` gave in the recorder's namespace. */
  readonly translated?: boolean;
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
 * `d` descriptor, `w` any other as it is written, `-` none of interest, `*` all that follow as one word. Arguments of
 * a call that failed are left out. `undefined` when the line ends before the result.
 */
export function readCall(cursor: Cursor, signature: string): Call | undefined {
  const { bytes } = cursor;
  const starts: number[] = [];
  do {
    if (starts.length > 0) cursor.at++;
    skipSpaces(cursor);
    starts.push(cursor.at);
    if (!skipArgument(cursor)) return undefined;
  } while (peek(cursor) !== char.close);
  const close = cursor.at++;
  const result = readResult(cursor);
  if (result === undefined) return undefined;
  const paths: (PathArgument | undefined)[] = [];
  const descriptors: (DescriptorArgument | undefined)[] = [];
  const words: string[] = [];
  if (result.error !== undefined && result.error !== "EINPROGRESS") {
    return { paths, descriptors, words, result };
  }
  for (let index = 0; index < signature.length; index++) {
    const at = starts[index] ?? close;
    cursor.at = at;
    switch (signature[index]) {
      case "p":
        paths.push(readPath(cursor));
        break;
      case "d":
        descriptors.push(readDescriptor(cursor));
        break;
      case "w":
        words.push(plainText(bytes, at, (starts[index + 1] ?? close + 2) - 2));
        break;
      case "*":
        words.push(plainText(bytes, at, close));
    }
  }
  return { paths, descriptors, words, result };
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
  return number === -1 ? undefined : { number, annotation: readAnnotation(cursor) };
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
function readResult(cursor: Cursor): CallResult | undefined {
  skipSpaces(cursor);
  if (!skipText(cursor, "= ")) return undefined;
  if (skipText(cursor, "?")) return { value: Number.NaN };
  if (skipText(cursor, "-1 ")) {
    const start = cursor.at;
    while (cursor.at < cursor.end && peek(cursor) !== char.space) cursor.at++;
    return { value: -1, error: plainText(cursor.bytes, start, cursor.at) };
  }
  if (skipText(cursor, "0x")) return { value: 0 };
  const negative = skipText(cursor, "-");
  const value = readDigits(cursor);
  if (value < 0) return undefined;
  const annotation = readAnnotation(cursor);
  const translation = skipText(cursor, " /* ") ? readDigits(cursor) : -1;
  if (translation > 0) return { value: translation, translated: true };
  return { value: negative ? -value : value, annotation };
}
