import { digitsEnd, isDigit, isLetter, lettersEnd } from "../text/characters.ts";
import { compareDigits } from "../text/compare-digits.ts";
import type { SchemeRules } from "./scheme-rules.ts";
import { splitEpoch } from "./split-epoch.ts";

/**
 * RPM: epoch, version and release, each by rpmvercmp with `~` (before the end) and `^` (after it). A version without a
 * release comes before the same one with a release, where rpm's dependencies take them as equal: that would be no order.
 * See rpm-version(7) and rpm's dependency manual.
 */
export const rpm: SchemeRules = {
  compare: compareRpmVersions,
  isValid: isRpmVersion,
};

function compareRpmVersions(a: string, b: string): number {
  if (a === b) return 0;
  const x = splitEpoch(a);
  const y = splitEpoch(b);
  return (
    compareDigits(a, 0, x.epochEnd, b, 0, y.epochEnd) ||
    compareSegments(a, x.versionStart, x.versionEnd, b, y.versionStart, y.versionEnd) ||
    compareSegments(a, x.releaseStart, a.length, b, y.releaseStart, b.length)
  );
}

/** At each place: tilde, then the end, then caret, then letters, then numbers. All else only separates. */
function compareSegments(
  a: string,
  start: number,
  end: number,
  b: string,
  otherStart: number,
  otherEnd: number,
): number {
  let i = start;
  let j = otherStart;
  for (;;) {
    while (i < end && rank(a.charCodeAt(i)) === 0) i++;
    while (j < otherEnd && rank(b.charCodeAt(j)) === 0) j++;
    const left = i < end ? rank(a.charCodeAt(i)) : endRank;
    const right = j < otherEnd ? rank(b.charCodeAt(j)) : endRank;
    if (left !== right) return left - right;
    if (left === endRank) return 0;
    if (left === numberRank) {
      const numberA = digitsEnd(a, i);
      const numberB = digitsEnd(b, j);
      const difference = compareDigits(a, i, numberA, b, j, numberB);
      if (difference !== 0) return difference;
      i = numberA;
      j = numberB;
    } else if (left === letterRank) {
      const wordA = lettersEnd(a, i);
      const wordB = lettersEnd(b, j);
      for (; i < wordA && j < wordB; i++, j++) {
        const difference = a.charCodeAt(i) - b.charCodeAt(j);
        if (difference !== 0) return difference;
      }
      if (i < wordA || j < wordB) return wordA - i - (wordB - j);
    } else {
      i++;
      j++;
    }
  }
}

const endRank = 2;
const letterRank = 4;
const numberRank = 5;

function rank(code: number): number {
  if (isDigit(code)) return numberRank;
  if (isLetter(code)) return letterRank;
  return code === 0x7e ? 1 : code === 0x5e ? 3 : 0;
}

function isRpmVersion(version: string): boolean {
  const { versionStart, versionEnd, releaseStart } = splitEpoch(version);
  return (
    versionStart !== 1 &&
    isPart(version, versionStart, versionEnd) &&
    (versionEnd === version.length || isPart(version, releaseStart, version.length))
  );
}

function isPart(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (rank(code) === 0 && code !== 0x2e && code !== 0x5f && code !== 0x2b) return false;
  }
  return end > start;
}
