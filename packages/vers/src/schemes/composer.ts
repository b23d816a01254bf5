import { digitsEnd, isDigit, lettersEnd } from "../text/characters.ts";
import { compareNumbers } from "../text/compare-digits.ts";
import { orderedBy } from "./ordered-by.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/**
 * Composer: up to four numbers, a stability with numbers, `-dev`. A branch (`dev-main`) is valid but in no order with
 * versions, and comes before them. See "Versions and constraints" of the Composer documentation.
 */
export const composer: SchemeRules = {
  compare: orderedBy(parseComposerVersion, compareComposerVersions),
  isValid: (version) =>
    (version.startsWith("dev-") && version.length > 4) ||
    parseComposerVersion(version) !== undefined,
};

interface ComposerVersion {
  readonly numbers: readonly string[];
  readonly stability: number;
  readonly stabilityNumbers: readonly string[];
  readonly dev: boolean;
}

/** A version without a word is stable; one with nothing but `-dev` comes before an alpha. */
const stabilities: ReadonlyMap<string, number> = new Map([
  ["a", 1],
  ["alpha", 1],
  ["b", 2],
  ["beta", 2],
  ["rc", 3],
  ["stable", 4],
  ["p", 5],
  ["pl", 5],
  ["patch", 5],
]);
const devStability = 0;
const stable = 4;
/** What Composer writes for a wildcard of a branch such as `1.x-dev`. */
const wildcard = "9999999";

function parseComposerVersion(text: string): ComposerVersion | undefined {
  const source = withoutRemarks(text);
  let index = (source.charCodeAt(0) | 0x20) === 0x76 ? 1 : 0;
  const numbers: string[] = [];
  let isBranch = false;
  for (;;) {
    const end = digitsEnd(source, index);
    if (end > index) {
      numbers.push(source.slice(index, end));
      index = end;
    } else if (numbers.length > 0 && isWildcard(source.charCodeAt(index))) {
      numbers.push(wildcard);
      isBranch = true;
      index++;
    } else return undefined;
    const next = source.charCodeAt(index + 1);
    if (source[index] !== "." || !(isDigit(next) || isWildcard(next))) break;
    index++;
  }
  while (isBranch && numbers.length < 4) numbers.push(wildcard);

  let stability = stable;
  const stabilityNumbers: string[] = [];
  const start = afterSeparator(source, index);
  const wordEnd = lettersEnd(source, start);
  const found = stabilities.get(source.slice(start, Math.min(wordEnd, start + 8)).toLowerCase());
  if (found !== undefined) {
    stability = found;
    index = wordEnd;
    for (;;) {
      const numberStart = afterSeparator(source, index);
      const end = digitsEnd(source, numberStart);
      if (end === numberStart) break;
      stabilityNumbers.push(source.slice(numberStart, end));
      index = end;
    }
  }
  const dev = source.slice(afterSeparator(source, index)).toLowerCase() === "dev";
  if ((!dev && index < source.length) || (isBranch && !dev)) return undefined;
  if (dev && stability === stable) stability = devStability;
  return { numbers, stability, stabilityNumbers, dev };
}

function compareComposerVersions(a: ComposerVersion, b: ComposerVersion): number {
  return (
    compareLists(a.numbers, b.numbers) ||
    a.stability - b.stability ||
    compareLists(a.stabilityNumbers, b.stabilityNumbers) ||
    a.stabilityNumbers.length - b.stabilityNumbers.length ||
    Number(b.dev) - Number(a.dev)
  );
}

/** Absent numbers are 0. */
function compareLists(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = compareNumbers(a[index] ?? "", b[index] ?? "");
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Without an alias (`1.0 as 2.0`), a stability flag (`@dev`) and build metadata. */
function withoutRemarks(text: string): string {
  let end = text.length;
  for (const remark of [" as ", "@", "+"]) {
    const index = text.indexOf(remark);
    if (index >= 0 && index < end) end = index;
  }
  return text.slice(0, end).trim();
}

function afterSeparator(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code === 0x2e || code === 0x2d || code === 0x5f ? index + 1 : index;
}

function isWildcard(code: number): boolean {
  return code === 0x2a || (code | 0x20) === 0x78;
}
