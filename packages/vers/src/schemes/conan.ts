import { digitsEnd } from "../text/characters.ts";
import { compareDigits, compareNumbers } from "../text/compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/**
 * Conan 2: items between dots, then `-` and a pre-release, then `+` and a build, both versions in turn. See "Version ranges"
 * of the Conan documentation. Conan compares a number and a word as texts, which makes circles (20 < 100 < "1a" < 20); here an
 * item that begins with a number goes by it, then by the rest, and comes before all that begin with none.
 */
export const conan: SchemeRules = {
  compare: compareConanVersions,
  isValid: isConanVersion,
};

function compareConanVersions(a: string, b: string): number {
  if (a === b) return 0;
  const x = parse(a);
  const y = parse(b);
  const difference = compareItems(x.main, y.main);
  if (difference !== 0) return difference;
  if (x.pre === undefined || y.pre === undefined) {
    if (x.pre !== y.pre) return x.pre === undefined ? 1 : -1;
  } else {
    const preDifference = compareItems(x.pre, y.pre);
    if (preDifference !== 0) return preDifference;
  }
  if (x.build === undefined || y.build === undefined) {
    return Number(x.build !== undefined) - Number(y.build !== undefined);
  }
  return compareItems(x.build, y.build);
}

interface ConanVersion {
  readonly main: string;
  readonly pre: string | undefined;
  readonly build: string | undefined;
}

function parse(text: string): ConanVersion {
  const plus = text.lastIndexOf("+");
  const end = plus < 0 ? text.length : plus;
  const hyphen = text.indexOf("-");
  const hasPre = hyphen >= 0 && hyphen < end;
  return {
    main: text.slice(0, hasPre ? hyphen : end),
    pre: hasPre ? text.slice(hyphen + 1, end) : undefined,
    build: plus < 0 ? undefined : text.slice(plus + 1),
  };
}

/** Zeros at the end do not count. */
function compareItems(a: string, b: string): number {
  const x = items(a);
  const y = items(b);
  const length = Math.min(x.length, y.length);
  for (let index = 0; index < length; index++) {
    const difference = compareItem(x[index] ?? "", y[index] ?? "");
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}

function items(text: string): readonly string[] {
  const all = text.split(".");
  while (all.length > 0 && isZero(all.at(-1) ?? "")) all.pop();
  return all;
}

/** An empty item, as in `2-`, comes first: Conan ends ranges with it. */
function compareItem(a: string, b: string): number {
  if (a === "" || b === "") return a.length - b.length;
  const endA = digitsEnd(a, 0);
  const endB = digitsEnd(b, 0);
  if (endA === 0 || endB === 0) {
    return endA === endB ? compareText(a, b) : endA === 0 ? 1 : -1;
  }
  return compareDigits(a, 0, endA, b, 0, endB) || compareText(a.slice(endA), b.slice(endB));
}

function isZero(item: string): boolean {
  return item !== "" && digitsEnd(item, 0) === item.length && compareNumbers(item, "") === 0;
}

/** Conan takes texts of up to 101 letters, digits and `_+.-`, in lower case, that begin with a letter, a digit or `_`. */
function isConanVersion(version: string): boolean {
  return version.length <= 101 && /^[a-z0-9_][a-z0-9_+.-]*$/.test(version);
}
