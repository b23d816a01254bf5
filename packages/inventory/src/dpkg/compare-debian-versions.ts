/**
 * Orders two Debian versions as dpkg does: negative when `a` is earlier, 0 when they are equal, positive when `a` is
 * later. See the Debian Policy Manual, 5.6.12. A version that breaks the rules is still ordered, by its characters.
 *
 * @example
 * ```ts
 * import { compareDebianVersions } from "@coppice/inventory";
 *
 * compareDebianVersions("1:1.0-1", "2.0-1") > 0; // => true
 * compareDebianVersions("1.0~rc1-1", "1.0-1") < 0; // => true
 * compareDebianVersions("1.00", "1.0-0"); // => 0
 * ```
 */
export function compareDebianVersions(a: string, b: string): number {
  const x = splitVersion(a);
  const y = splitVersion(b);
  return (
    compareDigits(x.epoch, y.epoch) ||
    compareParts(x.upstream, y.upstream) ||
    compareParts(x.revision, y.revision)
  );
}

interface Version {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

function splitVersion(version: string): Version {
  const colon = version.indexOf(":");
  const hyphen = version.lastIndexOf("-");
  const end = hyphen > colon ? hyphen : version.length;
  return {
    epoch: version.slice(0, Math.max(colon, 0)),
    upstream: version.slice(colon + 1, end),
    revision: version.slice(end + 1),
  };
}

/** Compares upstream versions or revisions: a part without digits, then a number, and so on in turn. */
function compareParts(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = weight(a, i) - weight(b, j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const numberA = digitsEnd(a, i);
    const numberB = digitsEnd(b, j);
    const difference = compareDigits(a.slice(i, numberA), b.slice(j, numberB));
    if (difference !== 0) return difference;
    i = numberA;
    j = numberB;
  }
  return 0;
}

/** Tilde sorts before the end of the part, the end before letters, and letters before everything else. */
function weight(text: string, index: number): number {
  if (index >= text.length || isDigit(text, index)) return 0;
  const code = text.charCodeAt(index);
  if (code === 0x7e) return -1;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? code : code + 0x10000;
}

/** Compares numbers of any length. */
function compareDigits(a: string, b: string): number {
  const x = withoutZeros(a);
  const y = withoutZeros(b);
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}

function withoutZeros(digits: string): string {
  let start = 0;
  while (digits[start] === "0") start++;
  return digits.slice(start);
}

function digitsEnd(text: string, from: number): number {
  let end = from;
  while (isDigit(text, end)) end++;
  return end;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x30 && code <= 0x39;
}
