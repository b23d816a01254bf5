import { digitsEnd, isDigit, isLetter, lettersEnd } from "../text/characters.ts";
import { compareNumbers } from "../text/compare-digits.ts";
import { compareText } from "../text/compare-text.ts";

/**
 * A best effort for versions whose rules nobody wrote down: numbers and words are compared in turn, whatever separates
 * them, without regard to case. At each place, words of a version to come (dev, alpha, rc …) come before the end, other words
 * after it, and numbers last. Zeros before the end or before such a word do not count, nor does a `v` before the first number.
 */
export function compareGeneric(a: string, b: string): number {
  if (a === b) return 0;
  const x = split(a);
  const y = split(b);
  const length = Math.max(x.length, y.length);
  for (let index = 0; index < length; index++) {
    const difference = compareParts(x[index], y[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareParts(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  const left = rank(a);
  const right = rank(b);
  if (left !== right || a === undefined || b === undefined) return left - right;
  return left === numberRank ? compareNumbers(a, b) : compareText(a, b);
}

/** Words of a version to come, by their place before the end, which is 0. Letters alone mean releases too often. */
const early: ReadonlyMap<string, number> = new Map([
  ["dev", -8],
  ["snapshot", -7],
  ["nightly", -6],
  ["alpha", -5],
  ["beta", -4],
  ["milestone", -3],
  ["pre", -2],
  ["preview", -2],
  ["rc", -1],
]);
const numberRank = 2;

function rank(part: string | undefined): number {
  if (part === undefined) return 0;
  return isDigit(part.charCodeAt(0)) ? numberRank : (early.get(part) ?? 1);
}

function split(version: string): readonly string[] {
  const text = version.toLowerCase();
  const parts: string[] = [];
  let index = text.charCodeAt(0) === 0x76 && isDigit(text.charCodeAt(1)) ? 1 : 0;
  let zeros = 0;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    let end = index + 1;
    if (isDigit(code)) end = digitsEnd(text, index);
    else if (isLetter(code)) end = lettersEnd(text, index);
    else if (code < 0x80) {
      index = end;
      continue;
    }
    const part = text.slice(index, end);
    if (isZero(part)) zeros++;
    else {
      if (rank(part) >= 0) for (; zeros > 0; zeros--) parts.push("0");
      zeros = 0;
      parts.push(part);
    }
    index = end;
  }
  return parts;
}

function isZero(part: string): boolean {
  for (let index = 0; index < part.length; index++) {
    if (part.charCodeAt(index) !== 0x30) return false;
  }
  return true;
}
