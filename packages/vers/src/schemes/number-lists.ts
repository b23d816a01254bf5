import { digitsEnd } from "../text/characters.ts";
import { compareNumberLists } from "./compare-number-lists.ts";
import { orderedBy } from "./ordered-by.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/** R: numbers between dots or hyphens; `1.0` comes before `1.0.0`. See numeric_version of R's base package. */
export const cran: SchemeRules = {
  compare: orderedBy(parseRVersion, (a, b) => compareNumberLists(a, b, false)),
  isValid: (version) => (parseRVersion(version)?.length ?? 0) > 1,
};

/** Haskell: numbers between dots; `1.0` comes before `1.0.0`. See the Package Versioning Policy. */
export const hackage: SchemeRules = {
  compare: orderedBy(parseNumbers, (a, b) => compareNumberLists(a, b, false)),
  isValid: (version) => parseNumbers(version) !== undefined,
};

/** Numbers between dots up to the first character that is neither; absent ones are 0. See "VERS types" of the vers specification. */
export const intdot: SchemeRules = {
  compare: orderedBy(parseIntdot, (a, b) => compareNumberLists(a, b, true)),
  isValid: (version) => parseNumbers(version) !== undefined,
};

function parseNumbers(version: string): readonly string[] | undefined {
  const parts = version.split(".");
  return parts.every((part) => part !== "" && digitsEnd(part, 0) === part.length)
    ? parts
    : undefined;
}

function parseRVersion(version: string): readonly string[] | undefined {
  return parseNumbers(version.replaceAll("-", "."));
}

function parseIntdot(version: string): readonly string[] | undefined {
  let end = 0;
  for (let next = digitsEnd(version, 0); next > end; next = digitsEnd(version, end + 1)) {
    end = next;
    if (version[end] !== ".") break;
  }
  return end === 0 ? undefined : version.slice(0, end).split(".");
}
