import { digitsEnd, isDigit, isLetter, lettersEnd } from "../text/characters.ts";
import { compareNumbers } from "../text/compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import { orderedBy } from "./ordered-by.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/** Gentoo's ebuilds. See the Package Manager Specification, 3.2 (versions) and 3.3 (their order). */
export const gentoo: SchemeRules = {
  compare: orderedBy(parseGentooVersion, compareGentooVersions),
  isValid: (version) => parseGentooVersion(version) !== undefined,
};

interface GentooVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  /** Each with its place in {@link suffixes}. */
  readonly suffixes: readonly { readonly place: number; readonly number: string }[];
  readonly revision: string;
}

/** The end stands where the empty one does. */
const suffixes = ["alpha", "beta", "pre", "rc", "", "p"];
const noSuffix = { place: suffixes.indexOf(""), number: "" };

function parseGentooVersion(text: string): GentooVersion | undefined {
  let index = 0;
  const number = (): string => {
    const start = index;
    index = digitsEnd(text, start);
    return text.slice(start, index);
  };
  const numbers = [number()];
  while (text[index] === "." && isDigit(text.charCodeAt(index + 1))) {
    index++;
    numbers.push(number());
  }
  if (numbers[0] === "") return undefined;
  let letter = "";
  const code = text.charCodeAt(index);
  if (isLetter(code) && code >= 0x61) letter = text[index++] ?? "";
  const found: { place: number; number: string }[] = [];
  while (text[index] === "_") {
    const end = lettersEnd(text, index + 1);
    const place = suffixes.indexOf(text.slice(index + 1, Math.min(end, index + 8)));
    if (place < 0 || place === noSuffix.place) return undefined;
    index = end;
    found.push({ place, number: number() });
  }
  let revision = "";
  if (text.startsWith("-r", index) && isDigit(text.charCodeAt(index + 2))) {
    index += 2;
    revision = number();
  }
  return index === text.length ? { numbers, letter, suffixes: found, revision } : undefined;
}

function compareGentooVersions(a: GentooVersion, b: GentooVersion): number {
  return (
    compareComponents(a.numbers, b.numbers) ||
    compareText(a.letter, b.letter) ||
    compareSuffixes(a.suffixes, b.suffixes) ||
    compareNumbers(a.revision, b.revision)
  );
}

/** The first number is whole; of the others, one with a leading zero is a fraction. */
function compareComponents(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const isFraction = index > 0 && (left.startsWith("0") || right.startsWith("0"));
    const difference = isFraction
      ? compareText(withoutFinalZeros(left), withoutFinalZeros(right))
      : compareNumbers(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareSuffixes(a: GentooVersion["suffixes"], b: GentooVersion["suffixes"]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a[index] ?? noSuffix;
    const right = b[index] ?? noSuffix;
    const difference = left.place - right.place || compareNumbers(left.number, right.number);
    if (difference !== 0) return difference;
  }
  return 0;
}

function withoutFinalZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end--;
  return digits.slice(0, end);
}
