import { everything, type Interval } from "../range/intervals.ts";
import { composer } from "../schemes/composer.ts";
import { comparisons, type Operator } from "./comparisons.ts";
import { atLeast, below, between, exactly, except } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";
import { parseComparatorRange } from "./parse-comparator-range.ts";
import { bumped, type PartialVersion, padded, parsePartialVersion } from "./partial-version.ts";

/**
 * Reads a constraint of Composer. Stability flags (`@dev`) choose among versions in the range and are left out. A wildcard,
 * `~`, `^` and a hyphen begin and end with `-dev`, the first of a version's stabilities, as Composer has it. See "Versions and
 * constraints" of the Composer documentation. Of an inline alias (`dev-main as 1.0.x-dev`), the left side is
 * what is asked for.
 */
export function parseComposerRange(range: string): Interval[] {
  return parseComparatorRange(withoutAlias(range), {
    compare: composer.compare,
    operators,
    alternatives: ["||", "|"],
    hyphen: (from, to) => [{ lower: fromDev(read(from)).lower, upper: upTo(read(to)).upper }],
  });
}

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...comparisons.map(([sign, meaning]): readonly [string, Operator] => [
    sign,
    (version) => meaning(withoutFlag(version)),
  ]),
  ["", equal],
  ["=", equal],
  ["==", equal],
  ["!=", different],
  ["<>", different],
  ["~", tilde],
  ["^", caret],
]);

function equal(text: string): readonly Interval[] {
  const version = withoutFlag(text);
  const partial = parsePartialVersion(version);
  if (partial?.wild !== true) return [exactly(version)];
  return partial.numbers.length === 0 ? [everything] : [prefix(partial)];
}

function different(text: string): readonly Interval[] {
  const version = withoutFlag(text);
  const partial = parsePartialVersion(version);
  if (partial?.wild !== true) return except(version);
  if (partial.numbers.length === 0) return [];
  const { lower, upper } = prefix(partial);
  return [below(lower?.version ?? ""), atLeast(upper?.version ?? "")];
}

/** `~1.2.3` lets the last number grow, `~1` and `~1.2` the second. */
function tilde(text: string): readonly Interval[] {
  const version = read(text);
  const place = Math.max(version.numbers.length - 2, 0);
  return [{ lower: fromDev(version).lower, upper: below(dev(version.numbers, place)).upper }];
}

function caret(text: string): readonly Interval[] {
  const version = read(text);
  const first = version.numbers.findIndex((number) => !/^0*$/.test(number));
  const place = first < 0 ? version.numbers.length - 1 : first;
  return [{ lower: fromDev(version).lower, upper: below(dev(version.numbers, place)).upper }];
}

function prefix({ numbers }: PartialVersion): Interval {
  return between(`${padded(numbers, 4)}-dev`, dev(numbers, numbers.length - 1));
}

function upTo(version: PartialVersion): Interval {
  const { numbers, suffix } = version;
  if (numbers.length > 2 || suffix !== "") {
    return { lower: undefined, upper: { version: padded(numbers, 0) + suffix, inclusive: true } };
  }
  return below(dev(numbers, numbers.length - 1));
}

function fromDev({ numbers, suffix }: PartialVersion): Interval {
  return suffix === ""
    ? atLeast(`${padded(numbers, 4)}-dev`)
    : atLeast(padded(numbers, 0) + suffix);
}

function dev(numbers: readonly string[], place: number): string {
  return `${bumped(numbers, place, 4)}-dev`;
}

function read(text: string): PartialVersion {
  const version = parsePartialVersion(withoutFlag(text));
  if (version === undefined || version.numbers.length === 0) {
    throw nativeRangeError(text, "it has no numbers between dots");
  }
  return version;
}

function withoutAlias(range: string): string {
  const [version = "", word, alias, ...others] = range.trim().split(/\s+/);
  return word === "as" && alias !== undefined && others.length === 0 ? version : range;
}

function withoutFlag(version: string): string {
  const flag = version.indexOf("@");
  return flag < 0 ? version : version.slice(0, flag);
}
