import { everything, type Interval } from "../range/intervals.ts";
import { comparisons, type Operator, whole } from "./comparisons.ts";
import { atLeast, below, between, exactly, except } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";
import { bumped, parsePartialVersion } from "./partial-version.ts";

type Operators = readonly (readonly [string, Operator])[];

/** Alpine: `~1.2` is any version that begins so. See apk-world(5). */
export const apkOperators: Operators = [
  ...comparisons,
  ["~", (version) => [prefix(version, "_alpha")]],
  ["=~", (version) => [prefix(version, "_alpha")]],
];

/** Conda: `1.2.*` and `=1.2` are any version that begins so. See "Package match specifications" of its documentation. */
export const condaOperators: Operators = [
  ...comparisons,
  ["", (version) => [isPrefix(version) ? prefix(version, "dev") : exactly(whole(version))]],
  ["=", (version) => [prefix(version, "dev")]],
  ["==", (version) => [exactly(whole(version))]],
  [
    "!=",
    (version) => (isPrefix(version) ? outside(prefix(version, "dev")) : except(whole(version))),
  ],
  ["~=", (version) => [compatible(version)]],
];

/** Haskell: `^>=1.2.3` goes up to the next major version, which is two numbers. See the Package Versioning Policy. */
export const hackageOperators: Operators = [
  ...comparisons,
  ["", (version) => [version === "-any" ? everything : exactly(whole(version))]],
  ["==", (version) => [isPrefix(version) ? prefix(version, "") : exactly(whole(version))]],
  [
    "^>=",
    (version) => {
      const numbers = numbersOf(version);
      return [between(version, bumped([numbers[0] ?? "0", numbers[1] ?? "0"], 1, 0))];
    },
  ],
];

/** NuGet: a version alone is the least one, `1.*` is any that begins so. See "Version ranges" of its documentation. */
export const nugetOperators: Operators = [
  ...comparisons,
  [
    "",
    (version) => {
      if (version.includes("-") && isPrefix(version)) {
        throw nativeRangeError(version, "a pre-release that floats is no range; write its bounds");
      }
      return [isPrefix(version) ? prefix(version, "-0") : atLeast(whole(version))];
    },
  ],
];

function isPrefix(version: string): boolean {
  return version.endsWith("*");
}

/** Any version that begins so; `first` is the suffix of the first of them. */
function prefix(version: string, first: string): Interval {
  if (version === "*") return everything;
  const numbers = numbersOf(version);
  return between(
    `${numbers.join(".")}${first}`,
    `${bumped(numbers, numbers.length - 1, 0)}${first}`,
  );
}

/** From this version to the last that begins as it does without its last number. */
function compatible(version: string): Interval {
  const numbers = numbersOf(version).slice(0, -1);
  if (numbers.length === 0) throw nativeRangeError(version, "it has too few numbers");
  return between(version, `${bumped(numbers, numbers.length - 1, 0)}dev`);
}

function outside({ lower, upper }: Interval): readonly Interval[] {
  return lower === undefined || upper === undefined
    ? []
    : [below(lower.version), atLeast(upper.version)];
}

function numbersOf(version: string): readonly string[] {
  const found = parsePartialVersion(version);
  if (found === undefined || found.numbers.length === 0 || found.suffix.includes("*")) {
    throw nativeRangeError(version, "it has no numbers between dots");
  }
  return found.numbers;
}
