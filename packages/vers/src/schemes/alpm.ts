import { digitsEnd, isDigit, isLetter, lettersEnd } from "../text/characters.ts";
import { compareDigits } from "../text/compare-digits.ts";
import type { SchemeRules } from "./scheme-rules.ts";
import { splitEpoch } from "./split-epoch.ts";

/**
 * Arch Linux, as vercmp(8) orders. As there, releases count only where both versions have one, so `1.5` equals `1.5-1`
 * and `1.5-2`, which differ; versions that all have a release, or all have none, are in a true order. Separators at the end
 * do not count here; in vercmp they make circles.
 */
export const alpm: SchemeRules = {
  compare: compareAlpmVersions,
  isValid: isAlpmVersion,
};

function compareAlpmVersions(a: string, b: string): number {
  if (a === b) return 0;
  const x = splitEpoch(a);
  const y = splitEpoch(b);
  const difference =
    compareDigits(a, 0, x.epochEnd, b, 0, y.epochEnd) ||
    compareSegments(a, x.versionStart, x.versionEnd, b, y.versionStart, y.versionEnd);
  if (difference !== 0 || x.releaseStart >= a.length || y.releaseStart >= b.length) {
    return difference;
  }
  return compareSegments(a, x.releaseStart, a.length, b, y.releaseStart, b.length);
}

/**
 * At each place, letters that follow directly come first, then the end, then numbers that follow directly, then what
 * follows after one separator, after two, and so on: letters before numbers each time.
 */
function compareSegments(
  a: string,
  start: number,
  end: number,
  b: string,
  otherStart: number,
  otherEnd: number,
): number {
  const lastA = trimmedEnd(a, start, end);
  const lastB = trimmedEnd(b, otherStart, otherEnd);
  let i = start;
  let j = otherStart;
  for (;;) {
    const segmentA = segmentStart(a, i, lastA);
    const segmentB = segmentStart(b, j, lastB);
    const left = rank(a, i, segmentA, lastA);
    const right = rank(b, j, segmentB, lastB);
    if (left !== right) return left - right;
    if (left === endRank) return 0;
    i = segmentA;
    j = segmentB;
    if (isDigit(a.charCodeAt(i))) {
      const numberA = digitsEnd(a, i);
      const numberB = digitsEnd(b, j);
      const difference = compareDigits(a, i, numberA, b, j, numberB);
      if (difference !== 0) return difference;
      i = numberA;
      j = numberB;
      continue;
    }
    const wordA = lettersEnd(a, i);
    const wordB = lettersEnd(b, j);
    for (; i < wordA && j < wordB; i++, j++) {
      const difference = a.charCodeAt(i) - b.charCodeAt(j);
      if (difference !== 0) return difference;
    }
    if (i < wordA || j < wordB) return wordA - i - (wordB - j);
  }
}

const endRank = 1;

function rank(text: string, from: number, segment: number, end: number): number {
  if (segment >= end) return endRank;
  const letters = isLetter(text.charCodeAt(segment));
  const separators = segment - from;
  return separators === 0 ? (letters ? 0 : 2) : 2 * separators + (letters ? 1 : 2);
}

function segmentStart(text: string, from: number, end: number): number {
  let index = from;
  while (index < end && !isAlphanumeric(text.charCodeAt(index))) index++;
  return index;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && !isAlphanumeric(text.charCodeAt(last - 1))) last--;
  return last;
}

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || isLetter(code);
}

/** See PKGBUILD(5): a version has no colon, slash, hyphen or blank, and a release is a number, perhaps with a part. */
function isAlpmVersion(version: string): boolean {
  const { versionStart, versionEnd, releaseStart } = splitEpoch(version);
  if (versionStart === 1 || versionEnd === versionStart) return false;
  for (let index = versionStart; index < versionEnd; index++) {
    const code = version.charCodeAt(index);
    if (code <= 0x20 || code >= 0x7f || code === 0x3a || code === 0x2f || code === 0x2d) {
      return false;
    }
  }
  if (versionEnd === version.length) return true;
  const number = digitsEnd(version, releaseStart);
  if (number === releaseStart) return false;
  if (number === version.length) return true;
  return (
    version.charCodeAt(number) === 0x2e &&
    number + 1 < version.length &&
    digitsEnd(version, number + 1) === version.length
  );
}
