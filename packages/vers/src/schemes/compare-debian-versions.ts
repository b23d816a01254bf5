import { digitsEnd, isDigit, isLetter } from "../text/characters.ts";
import { compareDigits } from "../text/compare-digits.ts";

/**
 * Orders two Debian versions as dpkg does: negative when `a` is earlier, 0 when they are equal, positive when `a` is
 * later. A version that breaks the rules is still ordered, by its characters. See the Debian Policy Manual, 5.6.12.
 *
 * @example
 * ```ts
 * import { compareDebianVersions } from "@coppice/vers";
 *
 * compareDebianVersions("1:1.0-1", "2.0-1") > 0; // => true
 * compareDebianVersions("1.0~rc1-1", "1.0-1") < 0; // => true
 * compareDebianVersions("1.00", "1.0-0"); // => 0
 * ```
 */
export function compareDebianVersions(a: string, b: string): number {
  if (a === b) return 0;
  const colonA = a.indexOf(":");
  const colonB = b.indexOf(":");
  const hyphenA = a.lastIndexOf("-");
  const hyphenB = b.lastIndexOf("-");
  const endA = hyphenA > colonA ? hyphenA : a.length;
  const endB = hyphenB > colonB ? hyphenB : b.length;
  return (
    compareDigits(a, 0, Math.max(colonA, 0), b, 0, Math.max(colonB, 0)) ||
    compareParts(a, colonA + 1, endA, b, colonB + 1, endB) ||
    compareParts(a, endA + 1, a.length, b, endB + 1, b.length)
  );
}

/** Compares upstream versions or revisions: a part without digits, then a number, and so on in turn. */
function compareParts(
  a: string,
  start: number,
  end: number,
  b: string,
  otherStart: number,
  otherEnd: number,
): number {
  let i = start;
  let j = otherStart;
  while (i < end || j < otherEnd) {
    for (;;) {
      const left = weight(a, i, end);
      const right = weight(b, j, otherEnd);
      if (left !== right) return left - right;
      if (left === 0) break;
      i++;
      j++;
    }
    const numberA = digitsEnd(a, i);
    const numberB = digitsEnd(b, j);
    const difference = compareDigits(a, i, numberA, b, j, numberB);
    if (difference !== 0) return difference;
    i = numberA;
    j = numberB;
  }
  return 0;
}

/** Tilde sorts before the end of the part and before digits, these before letters, and letters before everything else. */
function weight(text: string, index: number, end: number): number {
  if (index >= end) return 0;
  const code = text.charCodeAt(index);
  if (isDigit(code)) return 0;
  if (code === 0x7e) return -1;
  return isLetter(code) ? code : code + 0x10000;
}
