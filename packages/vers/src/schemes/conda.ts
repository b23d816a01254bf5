import { digitsEnd, isDigit } from "../text/characters.ts";
import { compareNumbers } from "../text/compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import { orderedBy } from "./ordered-by.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/**
 * Conda: `[epoch!]version[+local]`, parts between dots, hyphens and underscores, each of numbers and words in turn; `dev`
 * comes first and `post` last. See VersionOrder of conda.
 */
export const conda: SchemeRules = {
  compare: orderedBy(parseCondaVersion, compareCondaVersions),
  isValid: (version) => parseCondaVersion(version) !== undefined,
};

interface CondaVersion {
  readonly epoch: string;
  readonly version: readonly (readonly string[])[];
  readonly local: readonly (readonly string[])[];
}

function parseCondaVersion(text: string): CondaVersion | undefined {
  const source = text.trim().toLowerCase();
  const mark = source.indexOf("!");
  const epoch = source.slice(0, Math.max(mark, 0));
  const plus = source.indexOf("+", mark + 1);
  const main = source.slice(mark + 1, plus < 0 ? source.length : plus);
  if (digitsEnd(epoch, 0) !== epoch.length || mark === 0) return undefined;
  const version = parts(main);
  const local = plus < 0 ? [] : parts(source.slice(plus + 1));
  return version === undefined || local === undefined ? undefined : { epoch, version, local };
}

/** Underscores at the end belong to the last part. */
function parts(text: string): readonly (readonly string[])[] | undefined {
  let end = text.length;
  while (end > 0 && text[end - 1] === "_") end--;
  const found: (readonly string[])[] = [];
  let start = 0;
  for (let index = 0; index <= end; index++) {
    if (index < end && !isPart(text.charCodeAt(index))) {
      if (!".-_".includes(text[index] ?? "")) return undefined;
    } else if (index < end) continue;
    const part = text.slice(start, index === end ? text.length : index);
    if (part === "") return undefined;
    found.push(runs(part));
    start = index + 1;
  }
  return found;
}

/** A part that begins with a word has a 0 before it. */
function runs(part: string): readonly string[] {
  const found: string[] = isDigit(part.charCodeAt(0)) ? [] : ["0"];
  for (let index = 0; index < part.length; ) {
    let end = digitsEnd(part, index);
    if (end === index) while (end < part.length && !isDigit(part.charCodeAt(end))) end++;
    found.push(part.slice(index, end));
    index = end;
  }
  return found;
}

function isPart(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x7a) || code === 0x2a;
}

function compareCondaVersions(a: CondaVersion, b: CondaVersion): number {
  return (
    compareNumbers(a.epoch, b.epoch) ||
    compareParts(a.version, b.version) ||
    compareParts(a.local, b.local)
  );
}

/** Absent parts and absent runs are 0. */
function compareParts(a: CondaVersion["version"], b: CondaVersion["version"]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a[index] ?? [];
    const right = b[index] ?? [];
    const count = Math.max(left.length, right.length);
    for (let run = 0; run < count; run++) {
      const difference = compareRuns(left[run] ?? "0", right[run] ?? "0");
      if (difference !== 0) return difference;
    }
  }
  return 0;
}

function compareRuns(a: string, b: string): number {
  const left = rank(a);
  const right = rank(b);
  if (left !== right) return left - right;
  return left === numberRank ? compareNumbers(a, b) : compareText(a, b);
}

const numberRank = 2;

function rank(run: string): number {
  if (isDigit(run.charCodeAt(0))) return numberRank;
  return run === "post" ? 3 : run === "dev" ? 0 : 1;
}
