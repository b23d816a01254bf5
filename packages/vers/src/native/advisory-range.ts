import type { Interval } from "../range/intervals.ts";
import { everything } from "../range/intervals.ts";
import { digitsEnd, isDigit } from "../text/characters.ts";
import { atLeast, atMost, between, exactly } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";
import { bumped, parsePartialVersion } from "./partial-version.ts";

/**
 * Reads the lists of versions of nginx's and OpenSSL's advisories: `3.0.0, 1.0.1b`, `0.7.52-0.8.39`, `1.5.0+, 1.4.1+`, `all`,
 * `none`. nginx's `+` ends with its branch where the second number is even, which is that of a stable branch.
 */
export function parseAdvisoryRange(range: string): Interval[] {
  return range.split(",").flatMap((part) => parsePart(range, part.trim()));
}

function parsePart(range: string, part: string): readonly Interval[] {
  if (part === "all") return [everything];
  if (part === "none") return [];
  if (!isDigit(part.charCodeAt(0)) || /[\s<>=]/.test(part)) {
    throw nativeRangeError(range, "it is no list of versions");
  }
  if (part.endsWith("+")) return [fromOn(range, part.slice(0, -1))];
  for (let hyphen = part.indexOf("-"); hyphen >= 0; hyphen = part.indexOf("-", hyphen + 1)) {
    const end = digitsEnd(part, hyphen + 1);
    if (end === hyphen + 1 || part[end] !== ".") continue;
    const upper = atMost(part.slice(hyphen + 1)).upper;
    return [{ lower: atLeast(part.slice(0, hyphen)).lower, upper }];
  }
  return [exactly(part)];
}

function fromOn(range: string, version: string): Interval {
  const numbers = parsePartialVersion(version)?.numbers ?? [];
  const second = numbers[1];
  if (second === undefined) throw nativeRangeError(range, '"+" takes two numbers or more');
  const isStable = Number(second.at(-1)) % 2 === 0;
  return isStable ? between(version, bumped(numbers, 1, 3)) : atLeast(version);
}
