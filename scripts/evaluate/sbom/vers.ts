import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  compareVersions,
  isVersError,
  parseVers,
  rangeFromNative,
  renderVers,
  versContains,
  versionSchemeOf,
} from "@coppice/vers";
import type { Row } from "../evaluation.ts";

/** A test of the vers specification, as far as it is looked at. */
interface Test {
  readonly test_type: string;
  readonly input: Input | string;
  readonly expected_output?: unknown;
  readonly expected_failure?: boolean;
}

interface Input {
  readonly input_scheme?: string;
  readonly scheme?: string;
  readonly versions?: readonly string[];
  readonly native_range?: string;
  readonly vers?: string;
  readonly version?: string;
}

/** Redundant constraints or a version named twice. */
const notCanonical = "breaks 5.4 of the specification";
/** A partial version there means all that begin so, and versions without "||" between them have to hold together. */
const notSemver = "breaks node-semver's ranges";

/** Tests that contradict the specification or the ecosystem, by their input, with the reason. */
const exempt: ReadonlyMap<string, string> = new Map([
  ["conan ", "breaks 5.3.3: no constraints"],
  ["conan <0.33.1||>0.33.1 <0.34.1", notCanonical],
  ["nginx 1.5.0+, 1.4.1+", notCanonical],
  ["npm >= 0.2.0 <= 0.9.6 || ~0.8.0-pre", notCanonical],
  ["npm 2.0.x || 2.1.x", notCanonical],
  ["npm ^2.0.18 || ^3.0.16 || ^3.1.6 || ^4.0.8 || ^5.0.0-beta.5", notCanonical],
  ["npm <2.0.18 || <3.0.16 || <3.1.6 || <4.0.8 || <5.0.0-beta.5", notCanonical],
  ["npm <2.0.1 || <1.1.7", notCanonical],
  ["npm >=5.0.3 >=4.2.1", notCanonical],
  ["npm >= 5.2.1 <= 6.0.0 || >=6.0.0 <= 6.0.2", notCanonical],
  ["npm <= 1.0", notSemver],
  ["npm >= 2.2.x", notSemver],
  ["npm >= 1.x", notSemver],
  ["npm 2.1 || 2.6", notSemver],
  ["npm <=2.1 >=1.1", notSemver],
  ["npm 1.1.2 1.2.2", notSemver],
  ["vers:pypi/>0.0.0|>=0.0.1|0.0.2|<0.0.3|0.0.4|<0.0.5|>=0.0.6", notCanonical],
  [
    "vers:pypi/>0.0.0|>=0.0.1|>=0.0.1|0.0.2|0.0.3|0.0.4|<0.0.5|<=0.0.6|!=0.7|8.0|>12|<15.3",
    notCanonical,
  ],
  ["vers:pypi/>0.0.0|>=0.0.1|0.0.2|0.0.3|0.0.4|<0.0.5|>=0.0.6|!=0.8", notCanonical],
  ["vers:pypi/0.0.2|0.0.6|>=0.0.0|0.0.1|0.0.4|0.0.5|0.0.3", notCanonical],
]);

/** Runs the official tests of the vers specification: a row for each file and kind of test. */
export async function* vers(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom/_standards/vers-spec/tests");
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).sort()) {
    const text = readFileSync(join(folder, file), "utf8");
    const { tests }: { readonly tests: readonly Test[] } = JSON.parse(text);
    for (const type of new Set(tests.map((test) => test.test_type))) {
      yield rowOf(
        `${file} ${type}`,
        tests.filter((test) => test.test_type === type),
      );
    }
  }
}

function rowOf(name: string, tests: readonly Test[]): Row {
  const failed = tests.filter((test) => !passes(test));
  const excused = failed.filter((test) => exempt.has(keyOf(test)));
  const reasons = new Set(excused.map((test) => exempt.get(keyOf(test)) ?? ""));
  const values = {
    total: tests.length,
    passed: tests.length - failed.length,
    exempt: excused.length,
    because: [...reasons].join("; "),
  };
  return { name, values, passed: failed.length === excused.length };
}

function passes(test: Test): boolean {
  try {
    const isExpected = isAsExpected(test);
    return isExpected && test.expected_failure !== true;
  } catch (error) {
    if (!isVersError(error)) throw error;
    return test.expected_failure === true;
  }
}

function isAsExpected({ test_type: type, input, expected_output: expected }: Test): boolean {
  if (typeof input === "string") {
    if (type === "validate") return renderVers(parseVers(input, tolerant)) === expected;
    const { scheme, constraints } = parseVers(input);
    const pairs = constraints.map(({ comparator, version }) => [comparator, version]);
    return isDeepStrictEqual({ scheme, version_constraints: pairs }, expected);
  }
  const { versions = [], native_range: native = "", vers: text = "", version = "" } = input;
  if (type === "containment") return versContains(parseVers(text, tolerant), version) === expected;
  const scheme = versionSchemeOf(input.scheme ?? input.input_scheme ?? "");
  if (scheme === undefined) return false;
  const compare = (a = "", b = ""): number => compareVersions(scheme, a, b);
  switch (type) {
    case "from_native":
      return renderVers(rangeFromNative(scheme, native)) === expected;
    case "equality":
      return (compare(versions[0], versions[1]) === 0) === expected;
    case "comparison": {
      const sorted = [...versions].sort(compare);
      // Versions that are equal may be spelt in another way, such as NuGet's in lower case.
      return (
        Array.isArray(expected) &&
        expected.length === sorted.length &&
        sorted.every((one, index) => compare(one, expected[index]) === 0)
      );
    }
    default:
      return false;
  }
}

/** For texts that are not canonical. */
const tolerant = { onProblem: () => {} };

function keyOf({ input }: Test): string {
  return typeof input === "string" ? input : `${input.scheme} ${input.native_range}`;
}
