import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  compareVersions,
  isVersError,
  parseVers,
  rangeFromNative,
  renderVers,
  versContains,
  versionSchemeOf,
} from "@coppice/vers";
import { expect, test } from "vitest";
import { corpus } from "./corpus.ts";

const folder = join(corpus ?? "", "sbom/_standards/vers-spec/tests");

function casesOf<Case>(file: string): readonly Case[] {
  return JSON.parse(readFileSync(join(folder, file), "utf8")).tests;
}

interface Comparison {
  readonly test_type: "comparison" | "equality";
  readonly input: { readonly input_scheme: string; readonly versions: readonly string[] };
  readonly expected_output: boolean | readonly string[];
}

test
  .skipIf(corpus === undefined)
  .each([
    "alpine_version_cmp_test.json",
    "alpm_version_cmp_test.json",
    "conan_version_cmp_test.json",
    "datetime_version_cmp_test.json",
    "gentoo_version_cmp_test.json",
    "lexicographic-test.json",
    "maven_version_cmp_test.json",
    "nuget_version_cmp_test.json",
    "openssl_version_cmp_test.json",
  ])("passes %s of the vers specification", (file) => {
  for (const { input, expected_output: expected } of casesOf<Comparison>(file)) {
    const scheme = versionSchemeOf(input.input_scheme) ?? expect.fail(input.input_scheme);
    const compare = (a = "", b = ""): number => compareVersions(scheme, a, b);
    if (typeof expected === "boolean") {
      expect(compare(input.versions[0], input.versions[1]) === 0, String(input.versions)).toBe(
        expected,
      );
      continue;
    }
    const sorted = [...input.versions].sort(compare);
    // Versions that are equal may be spelt in another way, such as in lower case.
    const places = sorted.map((version, index) => compare(version, expected[index]));
    expect(places, String(input.versions)).toEqual(expected.map(() => 0));
  }
});

test.skipIf(corpus === undefined)("parses what is canonical and refuses what is not", () => {
  interface Parse {
    readonly input: string;
    readonly expected_failure?: boolean;
    readonly expected_output?: { readonly scheme: string; readonly version_constraints: unknown };
  }
  for (const one of casesOf<Parse>("vers_canonical_parse_test.json")) {
    if (one.expected_failure === true) {
      expect(() => parseVers(one.input), one.input).toThrow(expect.toSatisfy(isVersError));
      continue;
    }
    const { scheme, constraints } = parseVers(one.input);
    const pairs = constraints.map(({ comparator, version }) => [comparator, version]);
    expect({ scheme, version_constraints: pairs }).toEqual(one.expected_output);
  }
});

test
  .skipIf(corpus === undefined)
  .each(["npm_range_containment_test.json", "pypi_range_containment_test.json"])(
  "passes %s of the vers specification",
  (file) => {
    interface Containment {
      readonly input: { readonly vers: string; readonly version: string };
      readonly expected_output: boolean;
    }
    for (const { input, expected_output } of casesOf<Containment>(file)) {
      const range = parseVers(input.vers, { onProblem: () => {} });
      expect(versContains(range, input.version), input.vers).toBe(expected_output);
    }
  },
);

test
  .skipIf(corpus === undefined)
  .each([
    "conan_range_from_native_basic_test.json",
    "gem_range_from_native_test.json",
    "nuget_range_from_native_test.json",
    "openssl_range_from_native_test.json",
    "pypi_range_from_native_test.json",
  ])("passes %s of the vers specification", (file) => {
  interface FromNative {
    readonly input: { readonly scheme: string; readonly native_range: string };
    readonly expected_output: string;
  }
  for (const { input, expected_output } of casesOf<FromNative>(file)) {
    const scheme = versionSchemeOf(input.scheme) ?? expect.fail(input.scheme);
    expect(renderVers(rangeFromNative(scheme, input.native_range))).toBe(expected_output);
  }
});
