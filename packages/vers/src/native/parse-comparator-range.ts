import { type Interval, intersectIntervals, uniteIntervals } from "../range/intervals.ts";
import type { VersionComparator } from "../schemes/scheme-rules.ts";
import { nativeRangeError } from "./native-range-error.ts";

/** How an ecosystem writes ranges of operators and versions, such as `>=1.0 <2.0 || 3.0`. */
export interface ComparatorNotation {
  readonly compare: VersionComparator;
  /** What each operator, such as `~>`, means of a version; the empty one is that of a version alone. */
  readonly operators: ReadonlyMap<string, (version: string) => readonly Interval[]>;
  /** What separates alternatives, the longest first. Blanks and commas separate what has to hold together. */
  readonly alternatives: readonly string[];
  /** What `1.0 - 2.0` means, where that is a range. */
  readonly hyphen?: (from: string, to: string) => readonly Interval[];
  /** What an alternative without any version means; an error where it is absent. */
  readonly empty?: readonly Interval[];
}

/**
 * Reads a range of operators and versions: alternatives of what has to hold together.
 *
 * @throws A VersError with code `NATIVE_RANGE_INVALID`.
 */
export function parseComparatorRange(range: string, notation: ComparatorNotation): Interval[] {
  const { compare } = notation;
  const found = splitAlternatives(range, notation.alternatives).map((alternative) =>
    intersectIntervals(compare, parseAlternative(range, alternative, notation)),
  );
  return uniteIntervals(compare, found.flat());
}

function splitAlternatives(range: string, separators: readonly string[]): readonly string[] {
  const [first, ...others] = separators;
  if (first === undefined) return [range];
  return range.split(first).flatMap((part) => splitAlternatives(part, others));
}

function parseAlternative(
  range: string,
  alternative: string,
  notation: ComparatorNotation,
): readonly (readonly Interval[])[] {
  const terms = readTerms(alternative);
  if (terms.length === 0) {
    if (notation.empty === undefined) {
      throw nativeRangeError(range, "an alternative has no version");
    }
    return [notation.empty];
  }
  const sets: (readonly Interval[])[] = [];
  for (let index = 0; index < terms.length; index++) {
    const { operator, version } = terms[index] ?? { operator: "", version: "" };
    const next = terms[index + 1];
    const last = terms[index + 2];
    if (notation.hyphen !== undefined && next?.version === "-" && next.operator === "") {
      if (operator !== "" || last === undefined || last.operator !== "") {
        throw nativeRangeError(range, "a hyphen does not stand between two versions");
      }
      sets.push(notation.hyphen(version, last.version));
      index += 2;
      continue;
    }
    const meaning = notation.operators.get(operator);
    if (meaning === undefined) {
      throw nativeRangeError(
        range,
        operator === ""
          ? "a version has no operator"
          : `"${operator.slice(0, 8)}" is no operator of its scheme`,
      );
    }
    if (version === "") throw nativeRangeError(range, "an operator has no version");
    sets.push(meaning(version));
  }
  return sets;
}

interface Term {
  readonly operator: string;
  readonly version: string;
}

/** An operator is what begins a term and is made of its signs; blanks may follow it. */
function readTerms(text: string): readonly Term[] {
  const terms: Term[] = [];
  let index = 0;
  for (;;) {
    index = skip(text, index, isSeparator);
    if (index >= text.length) return terms;
    const versionSearch = skip(text, index, isOperator);
    const operator = text.slice(index, versionSearch);
    const start = operator === "" ? index : skip(text, versionSearch, isBlank);
    const end = skip(text, start, (code) => !isSeparator(code) && !isComparison(code));
    terms.push({ operator, version: text.slice(start, end) });
    index = end;
  }
}

function skip(text: string, from: number, accepts: (code: number) => boolean): number {
  let index = from;
  while (index < text.length && accepts(text.charCodeAt(index))) index++;
  return index;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0;
}

function isSeparator(code: number): boolean {
  return code === 0x2c || isBlank(code);
}

/** What ends a version; `~` and `^` may be in one. */
function isComparison(code: number): boolean {
  return code >= 0x3c && code <= 0x3e;
}

function isOperator(code: number): boolean {
  return isComparison(code) || code === 0x21 || code === 0x7e || code === 0x5e;
}
