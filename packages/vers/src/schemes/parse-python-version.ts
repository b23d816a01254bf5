import { digitsEnd, isDigit, isLetter } from "../text/characters.ts";

/** Where the parts of a Python version stand in its text. A part that is absent starts at -1 and is empty. */
export interface PythonVersion {
  readonly text: string;
  /** Past blanks and a `v`. */
  readonly start: number;
  readonly epochEnd: number;
  readonly releaseStart: number;
  readonly releaseEnd: number;
  /** -1 for a development release of no other part, 0 to 2 for alpha, beta and candidate, 3 for none of these. */
  readonly preRank: number;
  readonly preStart: number;
  readonly preEnd: number;
  readonly postStart: number;
  readonly postEnd: number;
  readonly devStart: number;
  readonly devEnd: number;
  /** In lower case. */
  readonly local: readonly string[];
}

/** Reads a version by PEP 440, appendix B, with all of its other spellings; undefined where it is none. */
export function parsePythonVersion(text: string): PythonVersion | undefined {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  if ((text.charCodeAt(start) | 0x20) === 0x76) start++;
  let index = digitsEnd(text, start);
  if (index === start) return undefined;
  let epochEnd = start;
  let releaseStart = start;
  if (text.charCodeAt(index) === 0x21) {
    epochEnd = index;
    releaseStart = index + 1;
    index = digitsEnd(text, releaseStart);
    if (index === releaseStart) return undefined;
  }
  while (text.charCodeAt(index) === 0x2e && isDigit(text.charCodeAt(index + 1))) {
    index = digitsEnd(text, index + 1);
  }
  const releaseEnd = index;

  let preRank = 3;
  let preStart = -1;
  let preEnd = -1;
  const pre = wordAt(text, index, preWords);
  if (pre !== undefined) {
    preRank = pre.rank;
    preStart = numberStart(text, pre.end);
    preEnd = digitsEnd(text, preStart);
    index = preEnd;
  }

  let postStart = -1;
  let postEnd = -1;
  const post = wordAt(text, index, postWords);
  if (post !== undefined) postStart = numberStart(text, post.end);
  else if (text.charCodeAt(index) === 0x2d && isDigit(text.charCodeAt(index + 1))) {
    postStart = index + 1;
  }
  if (postStart >= 0) {
    postEnd = digitsEnd(text, postStart);
    index = postEnd;
  }

  let devStart = -1;
  let devEnd = -1;
  const dev = wordAt(text, index, devWords);
  if (dev !== undefined) {
    devStart = numberStart(text, dev.end);
    devEnd = digitsEnd(text, devStart);
    index = devEnd;
    if (preRank === 3 && postStart < 0) preRank = -1;
  }

  let local: readonly string[] = [];
  if (text.charCodeAt(index) === 0x2b) {
    const found = localSegments(text, index + 1, end);
    if (found === undefined) return undefined;
    local = found;
    index = end;
  }
  if (index !== end) return undefined;
  return {
    text,
    start,
    epochEnd,
    releaseStart,
    releaseEnd,
    preRank,
    preStart,
    preEnd,
    postStart,
    postEnd,
    devStart,
    devEnd,
    local,
  };
}

type Words = readonly (readonly [word: string, rank: number])[];

/** A word stands before those that it begins with. */
const preWords: Words = [
  ["alpha", 0],
  ["a", 0],
  ["beta", 1],
  ["b", 1],
  ["preview", 2],
  ["pre", 2],
  ["rc", 2],
  ["c", 2],
];
const postWords: Words = [
  ["post", 0],
  ["rev", 0],
  ["r", 0],
];
const devWords: Words = [["dev", 0]];

/** One of the words at `from`, perhaps after one separator. */
function wordAt(
  text: string,
  from: number,
  words: Words,
): { readonly rank: number; readonly end: number } | undefined {
  const start = isSeparator(text.charCodeAt(from)) ? from + 1 : from;
  if (start >= text.length || !isLetter(text.charCodeAt(start))) return undefined;
  for (const [word, rank] of words) {
    let length = 0;
    while (
      length < word.length &&
      (text.charCodeAt(start + length) | 0x20) === word.charCodeAt(length)
    ) {
      length++;
    }
    if (length === word.length) return { rank, end: start + length };
  }
  return undefined;
}

/** Where the number of a part begins, perhaps after one separator; a part without a number has 0. */
function numberStart(text: string, from: number): number {
  return isSeparator(text.charCodeAt(from)) ? from + 1 : from;
}

function localSegments(text: string, from: number, end: number): readonly string[] | undefined {
  const segments: string[] = [];
  let start = from;
  for (let index = from; index <= end; index++) {
    const code = text.charCodeAt(index);
    if (index < end && (isDigit(code) || isLetter(code))) continue;
    if (index === start || (index < end && !isSeparator(code))) return undefined;
    segments.push(text.slice(start, index).toLowerCase());
    start = index + 1;
  }
  return segments;
}

function isSeparator(code: number): boolean {
  return code === 0x2e || code === 0x2d || code === 0x5f;
}

/** What Python's `\s` takes of ASCII. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
}
