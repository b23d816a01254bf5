import { digitsEnd, isDigit } from "../text/characters.ts";
import { compareDigits } from "../text/compare-digits.ts";

/** In what an ecosystem departs from Semantic Versioning. */
export interface SemanticVersionOptions {
  /** Letters of pre-release identifiers count without regard to case. */
  readonly ignoreCase?: boolean;
  /** Build metadata counts too; a version without it comes first. */
  readonly compareBuild?: boolean;
}

/**
 * Orders two versions by Semantic Versioning 2.0.0, section 11: numbers, then pre-release identifiers. More is read than a
 * semantic version: any count of numbers, of which absent ones are 0, a `v` or `=` before them, and a pre-release without its
 * hyphen. A text that begins with no number comes before all that do, and is a pre-release of no numbers.
 */
export function compareSemanticVersions(
  a: string,
  b: string,
  options: SemanticVersionOptions = {},
): number {
  if (a === b) return 0;
  let i = numbersStart(a);
  let j = numbersStart(b);
  const left = i < a.length && isDigit(a.charCodeAt(i));
  const right = j < b.length && isDigit(b.charCodeAt(j));
  if (left !== right) return left ? 1 : -1;
  let inA = left;
  let inB = right;
  while (inA || inB) {
    const endA = inA ? digitsEnd(a, i) : i;
    const endB = inB ? digitsEnd(b, j) : j;
    const difference = compareDigits(a, i, endA, b, j, endB);
    if (difference !== 0) return difference;
    inA = inA && a.charCodeAt(endA) === 0x2e && isDigit(a.charCodeAt(endA + 1));
    inB = inB && b.charCodeAt(endB) === 0x2e && isDigit(b.charCodeAt(endB + 1));
    i = inA ? endA + 1 : endA;
    j = inB ? endB + 1 : endB;
  }
  const buildA = buildStart(a, i);
  const buildB = buildStart(b, j);
  const hasPreA = i < buildA;
  const hasPreB = j < buildB;
  if (hasPreA !== hasPreB) return hasPreA ? -1 : 1;
  if (hasPreA) {
    const difference = compareIdentifiers(
      a,
      preStart(a, i),
      buildA,
      b,
      preStart(b, j),
      buildB,
      options.ignoreCase === true,
    );
    if (difference !== 0) return difference;
  }
  if (options.compareBuild !== true) return 0;
  const hasBuildA = buildA < a.length;
  const hasBuildB = buildB < b.length;
  if (!hasBuildA || !hasBuildB) return Number(hasBuildA) - Number(hasBuildB);
  return compareIdentifiers(a, buildA + 1, a.length, b, buildB + 1, b.length, false);
}

/** Compares identifiers between dots in turn: numbers by value, before all others, which go by their characters. */
function compareIdentifiers(
  a: string,
  start: number,
  end: number,
  b: string,
  otherStart: number,
  otherEnd: number,
  ignoreCase: boolean,
): number {
  let i = start;
  let j = otherStart;
  for (;;) {
    const endA = identifierEnd(a, i, end);
    const endB = identifierEnd(b, j, otherEnd);
    const numericA = isNumber(a, i, endA);
    const numericB = isNumber(b, j, endB);
    if (numericA !== numericB) return numericA ? -1 : 1;
    const difference = numericA
      ? compareDigits(a, i, endA, b, j, endB)
      : compareCharacters(a, i, endA, b, j, endB, ignoreCase);
    if (difference !== 0) return difference;
    if (endA >= end || endB >= otherEnd) return end - endA - (otherEnd - endB);
    i = endA + 1;
    j = endB + 1;
  }
}

function compareCharacters(
  a: string,
  start: number,
  end: number,
  b: string,
  otherStart: number,
  otherEnd: number,
  ignoreCase: boolean,
): number {
  let i = start;
  let j = otherStart;
  for (; i < end && j < otherEnd; i++, j++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    const difference = ignoreCase ? upperCase(left) - upperCase(right) : left - right;
    if (difference !== 0) return difference;
  }
  return end - i - (otherEnd - j);
}

function upperCase(code: number): number {
  return code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
}

function numbersStart(text: string): number {
  let index = text.charCodeAt(0) === 0x3d ? 1 : 0;
  if ((text.charCodeAt(index) | 0x20) === 0x76 && isDigit(text.charCodeAt(index + 1))) index++;
  return index;
}

function buildStart(text: string, from: number): number {
  const plus = text.indexOf("+", from);
  return plus < 0 ? text.length : plus;
}

/** A pre-release begins after its hyphen, or at once where somebody left it out or wrote a dot. */
function preStart(text: string, from: number): number {
  const code = text.charCodeAt(from);
  return code === 0x2d || code === 0x2e ? from + 1 : from;
}

function identifierEnd(text: string, from: number, end: number): number {
  let index = from;
  while (index < end && text.charCodeAt(index) !== 0x2e) index++;
  return index;
}

function isNumber(text: string, start: number, end: number): boolean {
  return end > start && digitsEnd(text, start) >= end;
}
