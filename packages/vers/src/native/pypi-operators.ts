import type { Interval } from "../range/intervals.ts";
import { parsePythonVersion } from "../schemes/parse-python-version.ts";
import type { Operator } from "./comparisons.ts";
import { above, atLeast, atMost, below, between, exactly, except } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";
import { bumped } from "./partial-version.ts";

/**
 * The operators of Python's version specifiers. A prefix (`1.4.*`) begins with its first development release. By PEP 440
 * `<2.0` leaves out pre-releases of 2.0, `>1.0` post-releases of 1.0, and `==1.0` takes local versions of it; the tests of the
 * vers specification write these operators as they stand, so do these.
 */
export const pypiOperators: readonly (readonly [string, Operator])[] = [
  ["", (version) => [exactly(checked(version))]],
  ["===", (version) => [exactly(version)]],
  ["==", (version) => (isPrefix(version) ? [prefix(version)] : [exactly(checked(version))])],
  [
    "!=",
    (version) => {
      if (!isPrefix(version)) return except(checked(version));
      const { lower, upper } = prefix(version);
      return [below(lower?.version ?? ""), atLeast(upper?.version ?? "")];
    },
  ],
  ["~=", (version) => [compatible(checked(version))]],
  ["<", (version) => [below(checked(version))]],
  ["<=", (version) => [atMost(checked(version))]],
  [">", (version) => [above(checked(version))]],
  [">=", (version) => [atLeast(checked(version))]],
];

function isPrefix(version: string): boolean {
  return version.endsWith(".*");
}

function prefix(version: string): Interval {
  const { epoch, numbers, plain } = releaseOf(version.slice(0, -2));
  if (!plain) throw nativeRangeError(version, "a prefix has numbers alone");
  const from = `${epoch}${numbers.join(".")}.dev0`;
  return between(from, `${epoch}${bumped(numbers, numbers.length - 1, 0)}.dev0`);
}

/** `~=1.4.2` is `>=1.4.2, ==1.4.*`. */
function compatible(version: string): Interval {
  const { epoch, numbers } = releaseOf(version);
  if (numbers.length < 2) throw nativeRangeError(version, '"~=" takes two numbers or more');
  return between(version, `${epoch}${bumped(numbers.slice(0, -1), numbers.length - 2, 0)}.dev0`);
}

interface Release {
  /** With its sign, or empty. */
  readonly epoch: string;
  readonly numbers: readonly string[];
  /** Whether nothing follows the numbers. */
  readonly plain: boolean;
}

function releaseOf(version: string): Release {
  const found = parsePythonVersion(version);
  if (found === undefined) throw notPython(version);
  return {
    epoch: version.slice(found.start, found.releaseStart),
    numbers: version.slice(found.releaseStart, found.releaseEnd).split("."),
    plain: found.releaseEnd === version.length,
  };
}

function checked(version: string): string {
  if (parsePythonVersion(version) === undefined) throw notPython(version);
  return version;
}

function notPython(version: string): Error {
  return nativeRangeError(version, "it is no version by PEP 440");
}
