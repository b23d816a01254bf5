import { digitsEnd, isDigit, lettersEnd } from "../text/characters.ts";
import { compareDigits } from "../text/compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/**
 * Alpine Linux: digits by dots, a letter, suffixes with numbers, a commit hash, a revision. A text that breaks the rules is
 * ordered by what goes before the break, then by the rest. See apk-package(5) and `version.c` of apk-tools 3.
 */
export const apk: SchemeRules = {
  compare: compareApkVersions,
  isValid: isApkVersion,
};

function compareApkVersions(a: string, b: string): number {
  if (a === b) return 0;
  const x: Cursor = { text: a, kind: Kind.start, start: 0, end: 0, suffix: 0 };
  const y: Cursor = { text: b, kind: Kind.start, start: 0, end: 0, suffix: 0 };
  do {
    advance(x);
    advance(y);
    if (x.kind !== y.kind) return rank(x) - rank(y);
    const difference = compareTokens(x, y);
    if (difference !== 0) return difference;
  } while (x.kind !== Kind.end && x.kind !== Kind.invalid);
  return 0;
}

function isApkVersion(version: string): boolean {
  const cursor: Cursor = { text: version, kind: Kind.start, start: 0, end: 0, suffix: 0 };
  do advance(cursor);
  while (cursor.kind !== Kind.end && cursor.kind !== Kind.invalid);
  return cursor.kind === Kind.end;
}

/** A token of a version; `[start, end)` is its value. */
interface Cursor {
  readonly text: string;
  kind: number;
  start: number;
  end: number;
  /** Place of a suffix in {@link suffixes}; those before the empty one are of versions to come. */
  suffix: number;
}

/** In the order in which they may follow one another; the later the kind, the earlier a version with it. */
const Kind = {
  start: 0,
  firstNumber: 1,
  number: 2,
  letter: 3,
  suffix: 4,
  suffixNumber: 5,
  hash: 6,
  revision: 7,
  end: 8,
  invalid: 9,
} as const;

const suffixes = ["alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"];
const noSuffix = suffixes.indexOf("");

function rank(cursor: Cursor): number {
  return cursor.kind === Kind.suffix && cursor.suffix < noSuffix ? -10 : -cursor.kind;
}

function compareTokens(x: Cursor, y: Cursor): number {
  switch (x.kind) {
    case Kind.suffix:
      return x.suffix - y.suffix;
    case Kind.letter:
    case Kind.hash:
    case Kind.invalid:
      return compareValues(x, y);
    case Kind.number:
      // A number with a leading zero is a fraction.
      if (x.text.charCodeAt(x.start) === 0x30 || y.text.charCodeAt(y.start) === 0x30) {
        return compareValues(x, y);
      }
  }
  return compareDigits(x.text, x.start, x.end, y.text, y.start, y.end);
}

function compareValues(x: Cursor, y: Cursor): number {
  return compareText(x.text.slice(x.start, x.end), y.text.slice(y.start, y.end));
}

function advance(cursor: Cursor): void {
  const { text, kind, end } = cursor;
  const code = text.charCodeAt(end);
  if (kind === Kind.start) take(cursor, Kind.firstNumber, 0, digitsEnd(text, 0));
  else if (end === text.length) take(cursor, Kind.end, end, end);
  else if (code === 0x2e && kind <= Kind.number) {
    take(cursor, Kind.number, end + 1, digitsEnd(text, end + 1));
  } else if (code >= 0x61 && code <= 0x7a && kind <= Kind.number) {
    take(cursor, Kind.letter, end, end + 1);
  } else if (code === 0x5f && kind <= Kind.suffixNumber) {
    const wordEnd = lettersEnd(text, end + 1);
    cursor.suffix = suffixes.indexOf(text.slice(end + 1, wordEnd));
    take(cursor, Kind.suffix, end + 1, cursor.suffix < 0 ? end + 1 : wordEnd);
  } else if (isDigit(code) && kind === Kind.suffix) {
    take(cursor, Kind.suffixNumber, end, digitsEnd(text, end));
  } else if (code === 0x7e && kind <= Kind.suffixNumber) {
    take(cursor, Kind.hash, end + 1, hashEnd(text, end + 1));
  } else if (code === 0x2d && kind <= Kind.hash && text.charCodeAt(end + 1) === 0x72) {
    take(cursor, Kind.revision, end + 2, digitsEnd(text, end + 2));
  } else take(cursor, Kind.invalid, end, text.length);
}

/** Takes the next token; one that would be empty breaks the rules, and all the rest with it. */
function take(cursor: Cursor, kind: number, start: number, end: number): void {
  const isEmpty = start === end && kind !== Kind.end;
  cursor.kind = isEmpty ? Kind.invalid : kind;
  cursor.start = isEmpty ? cursor.end : start;
  cursor.end = isEmpty ? cursor.text.length : end;
}

function hashEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (!isDigit(code) && (code < 0x61 || code > 0x66)) break;
    end++;
  }
  return end;
}
