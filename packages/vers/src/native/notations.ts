import { everything, type Interval } from "../range/intervals.ts";
import { rulesOf } from "../schemes/schemes.ts";
import type { VersionScheme } from "../version-scheme.ts";
import { parseAdvisoryRange } from "./advisory-range.ts";
import { parseBracketRange } from "./bracket-range.ts";
import { comparisons, type Operator, whole } from "./comparisons.ts";
import { parseComposerRange } from "./composer-range.ts";
import { parseConanRange } from "./conan-range.ts";
import { gemTilde } from "./gem-tilde.ts";
import { above, atLeast, below, exactly } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";
import { type ComparatorNotation, parseComparatorRange } from "./parse-comparator-range.ts";
import {
  apkOperators,
  condaOperators,
  hackageOperators,
  nugetOperators,
} from "./prefix-operators.ts";
import { pypiOperators } from "./pypi-operators.ts";
import { caret, equal, hyphen, semanticOperators } from "./semantic-operators.ts";
import { writtenAs } from "./written-as.ts";

type ParseRange = (range: string) => readonly Interval[];
type Operators = readonly (readonly [string, Operator])[];

const parentheses = [
  ["(", " "],
  [")", " "],
] as const;

const gemOperators: Operators = writtenAs(/^[0-9][0-9A-Za-z.-]*$/, [
  ...comparisons,
  ["~>", gemTilde],
]);

/** Elixir's, with the build metadata of Semantic Versioning. */
const hexOperators: Operators = writtenAs(/^[0-9][0-9A-Za-z.+-]*$/, [
  ...comparisons,
  ["~>", gemTilde],
]);

/** See the Debian Policy Manual, 7.1. There `<` and `>` have meant two things, so they are refused. */
const debOperators: Operators = writtenAs(/^[0-9][0-9A-Za-z.+~:-]*$/, [
  ...comparisons.filter(([sign]) => !["<", ">", "==", "!="].includes(sign)),
  ["<<", (version) => [below(version)]],
  [">>", (version) => [above(version)]],
]);

/** A version of RPM may begin with a letter; alone, it would be the name of a package. */
const rpmOperators: Operators = [
  ...writtenAs(/^[0-9A-Za-z][0-9A-Za-z.+~^:_-]*$/, comparisons),
  ...writtenAs(
    /^[0-9][0-9A-Za-z.+~^:_-]*$/,
    comparisons.filter(([sign]) => sign === ""),
  ),
];

/** A requirement of Cargo without an operator has a caret, unless it has a wildcard. */
const cargoOperators: Operators = [
  ...semanticOperators,
  ["", (version) => (version.includes("*") ? equal(version) : caret(version))],
];

/** Dart's word for every version is `any`. */
const pubBare: Operator = (version) => [version === "any" ? everything : exactly(whole(version))];

const golangOperators: Operators = writtenAs(/^(?:v|go)?[0-9][0-9A-Za-z.+-]*$/, comparisons);
const swiftOperators: Operators = writtenAs(/^v?[0-9][0-9A-Za-z.+-]*$/, comparisons);

const readTimes = by("datetime", comparisons);

/** Of the notations that know no alternatives. */
const single: Partial<ComparatorNotation> = { alternatives: [] };

/** How ranges of each scheme are read. */
export const notations: { readonly [Scheme in VersionScheme]: ParseRange } = {
  alpm: by("alpm", comparisons),
  apk: by("apk", writtenAs(/^[0-9][0-9A-Za-z._~-]*$/, apkOperators), single),
  bazel: by("bazel", comparisons),
  cargo: by("cargo", cargoOperators, single),
  cocoapods: by("cocoapods", gemOperators, single),
  composer: parseComposerRange,
  conan: parseConanRange,
  conda: by("conda", condaOperators, { alternatives: ["|"] }),
  cpan: by("cpan", [...comparisons, ["", (version) => [atLeast(whole(version))]]]),
  cran: replacing(parentheses, by("cran", comparisons)),
  datetime: (range) => readTimes(range.toUpperCase()),
  deb: replacing(parentheses, by("deb", debOperators, single)),
  gem: by("gem", gemOperators, single),
  generic: by("generic", comparisons),
  gentoo: by("gentoo", comparisons),
  golang: by("golang", golangOperators),
  hackage: replacing(
    [["&&", ","]],
    by("hackage", writtenAs(/^[0-9][0-9A-Za-z.*-]*$/, hackageOperators, "-any")),
  ),
  hex: replacing(
    [
      [" and ", ","],
      [" or ", "||"],
    ],
    by("hex", hexOperators),
  ),
  intdot: by("intdot", comparisons),
  julia: by("julia", [...semanticOperators, ["", caret]], { alternatives: [","], hyphen }),
  lexicographic: by("lexicographic", comparisons),
  maven: inBracketsOr(by("maven", comparisons)),
  nginx: inAdvisoriesOr(by("nginx", comparisons)),
  npm: by("npm", semanticOperators, { hyphen, empty: [everything] }),
  nuget: inBracketsOr(by("nuget", nugetOperators)),
  opam: by("opam", comparisons),
  openssl: inAdvisoriesOr(by("openssl", comparisons)),
  pub: by("pub", [...comparisons, ["", pubBare], ["^", caret]]),
  pypi: replacing(parentheses, by("pypi", pypiOperators, { ...single, empty: [everything] })),
  rpm: by("rpm", rpmOperators, single),
  semver: by("semver", comparisons),
  swift: by("swift", swiftOperators),
};

/** By operators; `||` separates alternatives where the options do not say otherwise. */
function by(
  scheme: VersionScheme,
  operators: Operators,
  options: Partial<ComparatorNotation> = {},
): ParseRange {
  const { compare } = rulesOf(scheme);
  const notation = { compare, operators: new Map(operators), alternatives: ["||"], ...options };
  return (range) => parseComparatorRange(range, notation);
}

/** With signs and words put into those that {@link parseComparatorRange} knows. */
function replacing(pairs: readonly (readonly [string, string])[], parse: ParseRange): ParseRange {
  return (range) => parse(pairs.reduce((text, [from, to]) => text.replaceAll(from, to), range));
}

function inBracketsOr(parse: ParseRange): ParseRange {
  return (range) => {
    if (/[[(]/.test(range)) return parseBracketRange(range);
    if (/[\s,]/.test(range.trim()) && !/[<>=]/.test(range)) {
      throw nativeRangeError(range, "a version without brackets stands alone");
    }
    return parse(range);
  };
}

function inAdvisoriesOr(parse: ParseRange): ParseRange {
  return (range) => (/[<>=*]/.test(range) ? parse(range) : parseAdvisoryRange(range));
}
