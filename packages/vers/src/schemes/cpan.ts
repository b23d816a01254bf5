import { digitsEnd } from "../text/characters.ts";
import { compareNumberLists } from "./compare-number-lists.ts";
import { orderedBy } from "./ordered-by.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/**
 * Perl: a decimal number, whose fraction is read in groups of three digits (`1.5` is 1.500), or, with a `v` or two dots,
 * numbers between dots. An underscore does not count. See version(3perl).
 */
export const cpan: SchemeRules = {
  compare: orderedBy(parsePerlVersion, (a, b) => compareNumberLists(a, b, true)),
  isValid: (version) => parsePerlVersion(version) !== undefined,
};

function parsePerlVersion(text: string): readonly string[] | undefined {
  const plain = withoutUnderscore(text);
  const hasV = plain.startsWith("v");
  const parts = plain.slice(hasV ? 1 : 0).split(".");
  if (!hasV && parts.length === 2 && plain.length > 1) {
    if (parts[0] === "") parts[0] = "0";
    if (parts[1] === "") parts.pop();
  }
  if (!parts.every((part) => part !== "" && digitsEnd(part, 0) === part.length)) return undefined;
  if (hasV || parts.length > 2) return parts;
  const [whole = "", fraction = ""] = parts;
  const numbers = [whole];
  for (let index = 0; index < fraction.length; index += 3) {
    numbers.push(fraction.slice(index, index + 3).padEnd(3, "0"));
  }
  return numbers;
}

/** One may stand between digits of the last number, after a dot. */
function withoutUnderscore(text: string): string {
  const index = text.indexOf("_");
  const dot = text.lastIndexOf(".");
  const isAllowed = dot >= 0 && index > dot + 1 && index < text.length - 1;
  return isAllowed ? text.slice(0, index) + text.slice(index + 1) : text;
}
