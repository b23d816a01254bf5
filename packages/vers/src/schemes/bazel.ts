import { digitsEnd, isDigit, isLetter } from "../text/characters.ts";
import { compareNumbers } from "../text/compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import { orderedBy } from "./ordered-by.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/** Bazel modules: as Semantic Versioning, but any count of identifiers, also with letters. See "Version format" of Bazel's module documentation. */
export const bazel: SchemeRules = {
  compare: orderedBy(parseBazelVersion, compareBazelVersions),
  isValid: (version) => parseBazelVersion(version) !== undefined,
};

interface BazelVersion {
  readonly release: readonly string[];
  readonly pre: readonly string[] | undefined;
}

function parseBazelVersion(text: string): BazelVersion | undefined {
  const plus = text.indexOf("+");
  const main = text.slice(0, plus < 0 ? text.length : plus);
  const hyphen = main.indexOf("-");
  const release = main.slice(0, hyphen < 0 ? main.length : hyphen).split(".");
  const pre = hyphen < 0 ? undefined : main.slice(hyphen + 1).split(".");
  return [...release, ...(pre ?? [])].every(isIdentifier) ? { release, pre } : undefined;
}

function compareBazelVersions(a: BazelVersion, b: BazelVersion): number {
  const difference = compareIdentifiers(a.release, b.release);
  if (difference !== 0) return difference;
  if (a.pre === undefined || b.pre === undefined) {
    return Number(a.pre === undefined) - Number(b.pre === undefined);
  }
  return compareIdentifiers(a.pre, b.pre);
}

function compareIdentifiers(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a[index] ?? "";
    const right = b[index] ?? "";
    const numeric = isNumber(left);
    if (numeric !== isNumber(right)) return numeric ? -1 : 1;
    const difference = numeric ? compareNumbers(left, right) : compareText(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function isNumber(identifier: string): boolean {
  return digitsEnd(identifier, 0) === identifier.length;
}

function isIdentifier(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!isDigit(code) && !isLetter(code) && code !== 0x2d) return false;
  }
  return text !== "";
}
