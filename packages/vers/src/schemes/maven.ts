import { isDigit } from "../text/characters.ts";
import { compareNumbers } from "../text/compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/**
 * Maven, as its ComparableVersion orders. See "Version Order Specification" in Maven's POM reference. That class makes
 * circles of odd versions; here every text has one place. Of a dot, zeros and a qualifier after the release (`2.0.a`),
 * the zeros count, as in Maven before 3.8.7 and in the tests of the vers specification; later Maven takes it as `2-a`.
 */
export const maven: SchemeRules = {
  compare: compareMavenVersions,
  isValid: isMavenVersion,
};

function compareMavenVersions(a: string, b: string): number {
  if (a === b) return 0;
  const x = split(a);
  const y = split(b);
  const length = Math.max(x.length, y.length);
  for (let index = 0; index < length; index++) {
    const difference = compareTokens(x[index], y[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface Token {
  readonly value: string;
  /** What comes first at a place, from the least of {@link qualifiers} to a number after a dot. */
  readonly rank: number;
}

/** The end and what means as much stand where the empty one does. */
const qualifiers = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const endRank = qualifiers.indexOf("");
const otherRank = qualifiers.length;
const hyphenatedRank = otherRank + 1;
const dottedRank = otherRank + 2;

function compareTokens(a: Token | undefined, b: Token | undefined): number {
  const left = a?.rank ?? endRank;
  const right = b?.rank ?? endRank;
  if (left !== right || a === undefined || b === undefined) return left - right;
  return left >= hyphenatedRank ? compareNumbers(a.value, b.value) : compareText(a.value, b.value);
}

/** Splits at dots, hyphens and changes between digits and others; a change counts as a hyphen. */
function split(version: string): readonly Token[] {
  const text = version.toLowerCase();
  const tokens: Token[] = [];
  let dotted = true;
  let start = 0;
  while (start < text.length) {
    const numeric = isDigit(text.charCodeAt(start));
    let end = start;
    while (end < text.length && !isSeparator(text, end)) {
      if (isDigit(text.charCodeAt(end)) !== numeric) break;
      end++;
    }
    const atSeparator = end === text.length || isSeparator(text, end);
    if (numeric) pushNumber(tokens, text.slice(start, end), dotted);
    else if (end > start) pushQualifier(tokens, text.slice(start, end), dotted, !atSeparator);
    dotted = atSeparator && text[end] === ".";
    start = atSeparator ? end + 1 : end;
  }
  dropZeros(tokens);
  return tokens;
}

/** Zeros before a hyphen do not count. */
function pushNumber(tokens: Token[], value: string, dotted: boolean): void {
  if (!dotted) dropZeros(tokens);
  tokens.push({ value, rank: dotted ? dottedRank : hyphenatedRank });
}

function pushQualifier(tokens: Token[], text: string, dotted: boolean, beforeDigit: boolean): void {
  const value = (beforeDigit && shortcuts.get(text)) || (aliases.get(text) ?? text);
  const place = qualifiers.indexOf(value);
  if (place === endRank) return;
  if (!dotted || (place >= 0 && place < endRank)) dropZeros(tokens);
  tokens.push({ value, rank: place < 0 ? otherRank : place });
}

function dropZeros(tokens: Token[]): void {
  for (let last = tokens.at(-1); last !== undefined && isZero(last); last = tokens.at(-1))
    tokens.pop();
}

function isZero(token: Token): boolean {
  if (token.rank < hyphenatedRank) return false;
  return compareNumbers(token.value, "0") === 0;
}

function isSeparator(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 0x2e || code === 0x2d;
}

const shortcuts: ReadonlyMap<string, string> = new Map([
  ["a", "alpha"],
  ["b", "beta"],
  ["m", "milestone"],
]);
const aliases: ReadonlyMap<string, string> = new Map([
  ["ga", ""],
  ["final", ""],
  ["release", ""],
  ["cr", "rc"],
]);

/** Maven takes any text; one with a bracket, a comma, a slash or a blank could stand in no POM. */
function isMavenVersion(version: string): boolean {
  for (let index = 0; index < version.length; index++) {
    const code = version.charCodeAt(index);
    if (code <= 0x20 || "()[],/\\".includes(version[index] ?? "")) return false;
  }
  return version !== "";
}
