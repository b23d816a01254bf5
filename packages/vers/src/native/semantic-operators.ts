import { everything, type Interval } from "../range/intervals.ts";
import type { Operator } from "./comparisons.ts";
import { above, atLeast, atMost, below, between, exactly } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";
import {
  bumped,
  isSemantic,
  type PartialVersion,
  padded,
  parsePartialVersion,
} from "./partial-version.ts";

/**
 * The operators of node-semver on versions of three numbers, of which the last may be absent or wildcards. As the
 * tests of the vers specification, the upper bound of a wildcard, `~` or `^` is written without the `-0` that node-semver
 * adds, so that by order alone it lets in pre-releases of that bound.
 */
export const semanticOperators: readonly (readonly [string, Operator])[] = [
  ["", equal],
  ["=", equal],
  [
    ">",
    (text) => {
      const version = read(text);
      const last = version.numbers.length - 1;
      if (last < 0) return [];
      return [last < 2 ? atLeast(bumped(version.numbers, last, 3)) : above(written(version))];
    },
  ],
  [
    ">=",
    (text) => {
      const version = read(text);
      return [version.numbers.length === 0 ? everything : atLeast(written(version))];
    },
  ],
  [
    "<",
    (text) => {
      const version = read(text);
      return version.numbers.length === 0 ? [] : [below(written(version))];
    },
  ],
  ["<=", (text) => [upTo(read(text))]],
  ["~", tilde],
  ["~>", tilde],
  ["^", caret],
];

/** `^1.2`: what changes no number up to the first that is not 0. */
export function caret(text: string): readonly Interval[] {
  const version = read(text);
  const last = version.numbers.length - 1;
  if (last < 0) return [everything];
  const first = version.numbers.findIndex((number) => !/^0*$/.test(number));
  return [between(written(version), bumped(version.numbers, first < 0 ? last : first, 3))];
}

/** `1.0 - 2`: both included, the second with all that begin as it does. */
export function hyphen(from: string, to: string): readonly Interval[] {
  const first = read(from);
  const lower = first.numbers.length === 0 ? undefined : atLeast(written(first)).lower;
  return [{ lower, upper: upTo(read(to)).upper }];
}

/** `~1.2.3`: what changes neither the first number nor, where there is one, the second. */
function tilde(text: string): readonly Interval[] {
  const version = read(text);
  const last = version.numbers.length - 1;
  if (last < 0) return [everything];
  return [between(written(version), bumped(version.numbers, Math.min(last, 1), 3))];
}

/** `1.2`: all that begin so; with three numbers, that version alone. */
export function equal(text: string): readonly Interval[] {
  const version = read(text);
  const last = version.numbers.length - 1;
  if (last < 0) return [everything];
  if (last >= 2) return [exactly(written(version))];
  return [between(written(version), bumped(version.numbers, last, 3))];
}

function upTo(version: PartialVersion): Interval {
  const last = version.numbers.length - 1;
  if (last < 0) return everything;
  return last < 2 ? below(bumped(version.numbers, last, 3)) : atMost(written(version));
}

/** With three numbers and its pre-release. */
function written({ numbers, suffix, wild }: PartialVersion): string {
  const plus = suffix.indexOf("+");
  const pre = suffix.slice(0, plus < 0 ? suffix.length : plus);
  return padded(numbers, 3) + (wild ? "" : pre);
}

function read(text: string): PartialVersion {
  const version = parsePartialVersion(text);
  if (version === undefined || !isSemantic(version)) {
    throw nativeRangeError(
      text,
      "it is not one to three numbers between dots, or three with a pre-release",
    );
  }
  return version;
}
