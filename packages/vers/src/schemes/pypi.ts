import { compareDigits } from "../text/compare-digits.ts";
import { orderedBy } from "./ordered-by.ts";
import { type PythonVersion, parsePythonVersion } from "./parse-python-version.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/** Python: PEP 440, now "Version specifiers" of the Python packaging user guide. */
export const pypi: SchemeRules = {
  compare: orderedBy(parsePythonVersion, comparePythonVersions),
  isValid: (version) => parsePythonVersion(version) !== undefined,
};

function comparePythonVersions(a: PythonVersion, b: PythonVersion): number {
  return (
    compareDigits(a.text, a.start, a.epochEnd, b.text, b.start, b.epochEnd) ||
    compareReleases(a, b) ||
    a.preRank - b.preRank ||
    compareDigits(a.text, a.preStart, a.preEnd, b.text, b.preStart, b.preEnd) ||
    Number(a.postStart >= 0) - Number(b.postStart >= 0) ||
    compareDigits(a.text, a.postStart, a.postEnd, b.text, b.postStart, b.postEnd) ||
    Number(b.devStart >= 0) - Number(a.devStart >= 0) ||
    compareDigits(a.text, a.devStart, a.devEnd, b.text, b.devStart, b.devEnd) ||
    compareLocals(a, b)
  );
}

/** Numbers between dots; absent ones are 0. */
function compareReleases(a: PythonVersion, b: PythonVersion): number {
  let i = a.releaseStart;
  let j = b.releaseStart;
  while (i < a.releaseEnd || j < b.releaseEnd) {
    const endA = dotIn(a.text, i, a.releaseEnd);
    const endB = dotIn(b.text, j, b.releaseEnd);
    const difference = compareDigits(a.text, i, endA, b.text, j, endB);
    if (difference !== 0) return difference;
    i = Math.min(endA + 1, a.releaseEnd);
    j = Math.min(endB + 1, b.releaseEnd);
  }
  return 0;
}

function dotIn(text: string, from: number, end: number): number {
  let index = from;
  while (index < end && text.charCodeAt(index) !== 0x2e) index++;
  return index;
}

/** Without a local version first; its segments in turn, numbers after words, the longer one last. */
function compareLocals(a: PythonVersion, b: PythonVersion): number {
  const left = a.local;
  const right = b.local;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const x = left[index] ?? "";
    const y = right[index] ?? "";
    const numericX = isNumber(x);
    if (numericX !== isNumber(y)) return numericX ? 1 : -1;
    const difference = numericX
      ? compareDigits(x, 0, x.length, y, 0, y.length)
      : x < y
        ? -1
        : x > y
          ? 1
          : 0;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function isNumber(segment: string): boolean {
  for (let index = 0; index < segment.length; index++) {
    const code = segment.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}
