import { digitsEnd, isDigit, isLetter, lettersEnd } from "../text/characters.ts";
import { compareNumbers } from "../text/compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/** RubyGems: numbers and words; a word makes a pre-release. See Gem::Version of RubyGems. CocoaPods orders the same. */
export const gem: SchemeRules = {
  compare: compareGemVersions,
  isValid: isGemVersion,
};

function compareGemVersions(a: string, b: string): number {
  if (a === b) return 0;
  const x = segments(a);
  const y = segments(b);
  const length = Math.max(x.length, y.length);
  for (let index = 0; index < length; index++) {
    const left = x[index] ?? "0";
    const right = y[index] ?? "0";
    const numeric = isDigit(left.charCodeAt(0));
    if (numeric !== isDigit(right.charCodeAt(0))) return numeric ? 1 : -1;
    const difference = numeric ? compareNumbers(left, right) : compareText(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers and words in turn; `-` stands for the word `pre`. Zeros before the first word and at the end do not count. */
function segments(version: string): readonly string[] {
  const found: string[] = [];
  let index = 0;
  let inNumbers = true;
  while (index < version.length) {
    const code = version.charCodeAt(index);
    let end = index + 1;
    if (isDigit(code)) {
      end = digitsEnd(version, index);
      found.push(version.slice(index, end));
    } else if (isLetter(code) || code === 0x2d) {
      if (inNumbers) dropZeros(found);
      inNumbers = false;
      if (isLetter(code)) end = lettersEnd(version, index);
      found.push(isLetter(code) ? version.slice(index, end) : "pre");
    }
    index = end;
  }
  dropZeros(found);
  return found;
}

function dropZeros(found: string[]): void {
  for (let last = found.at(-1); last !== undefined; last = found.at(-1)) {
    if (!isDigit(last.charCodeAt(0)) || compareNumbers(last, "") !== 0) return;
    found.pop();
  }
}

/** Segments of letters and digits between dots, the first a number, then perhaps a hyphen and more of them. */
function isGemVersion(version: string): boolean {
  const hyphen = version.indexOf("-");
  const main = version.slice(0, hyphen < 0 ? version.length : hyphen);
  const [first = "", ...rest] = main.split(".");
  if (!/^[0-9]+$/.test(first) || !rest.every((part) => /^[0-9A-Za-z]+$/.test(part))) return false;
  return (
    hyphen < 0 ||
    version
      .slice(hyphen + 1)
      .split(".")
      .every((part) => /^[0-9A-Za-z-]+$/.test(part))
  );
}
