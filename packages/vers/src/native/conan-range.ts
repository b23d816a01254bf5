import type { Interval } from "../range/intervals.ts";
import { conan } from "../schemes/conan.ts";
import { comparisons, type Operator } from "./comparisons.ts";
import { atLeast, between } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";
import { parseComparatorRange } from "./parse-comparator-range.ts";
import { bumped, parsePartialVersion } from "./partial-version.ts";

/**
 * Reads a range of Conan, with or without its brackets. Its options after a comma, and a hyphen after a version that asks
 * for pre-releases, choose among versions in the range and are left out. See "Version ranges" of the Conan documentation.
 */
export function parseConanRange(range: string): Interval[] {
  const inner = range.trim();
  const open = inner.startsWith("[") && inner.endsWith("]") ? inner.slice(1, -1) : inner;
  const comma = open.indexOf(",");
  return parseComparatorRange(comma < 0 ? open : open.slice(0, comma), {
    compare: conan.compare,
    operators,
    alternatives: ["||"],
    empty: [atLeast("0.0.0")],
  });
}

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...comparisons.map(([sign, meaning]): readonly [string, Operator] => [
    sign,
    (version) =>
      version === "*" || version === "*-" ? [atLeast("0.0.0")] : meaning(plain(version)),
  ]),
  ["~", (version) => upToNext(version, (numbers) => Math.min(numbers.length - 1, 1))],
  [
    "^",
    (version) =>
      upToNext(version, (numbers) => {
        const first = numbers.findIndex((number) => !/^0*$/.test(number));
        return first < 0 ? numbers.length - 1 : first;
      }),
  ],
]);

/** The upper bound ends in a hyphen, which comes before every pre-release. */
function upToNext(
  text: string,
  place: (numbers: readonly string[]) => number,
): readonly Interval[] {
  const version = plain(text);
  const numbers = parsePartialVersion(version)?.numbers ?? [];
  if (numbers.length === 0) throw nativeRangeError(text, "it does not begin with a number");
  return [between(version, `${bumped(numbers, place(numbers), 0)}-`)];
}

function plain(version: string): string {
  return version.endsWith("-") ? version.slice(0, -1) : version;
}
