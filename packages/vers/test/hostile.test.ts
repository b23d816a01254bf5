import {
  compareVersions,
  isValidVersion,
  isVersError,
  parseVers,
  rangeFromNative,
  renderVers,
  versContains,
} from "@coppice/vers";
import { expect, test } from "vitest";
import { schemes } from "./schemes.ts";

const size = 48_000;
const hostile: { readonly [name: string]: string } = {
  digits: "9".repeat(size),
  zeros: "0".repeat(size),
  dots: `1${".".repeat(size)}`,
  "dots and zeros": "0.".repeat(size / 2),
  "dots and ones": "1.".repeat(size / 2),
  letters: `1${"a".repeat(size)}`,
  "letters and digits": "1a".repeat(size / 2),
  hyphens: `1${"-1".repeat(size / 2)}`,
  underscores: `1${"_p1".repeat(size / 3)}`,
  tildes: `1${"~".repeat(size)}`,
  "words and zeros": `1${"-0-final".repeat(size / 8)}`,
};

test.each(schemes)("%s takes very long texts", (scheme) => {
  for (const [name, text] of Object.entries(hostile)) {
    isValidVersion(scheme, text);
    expect(compareVersions(scheme, text, text), name).toBe(0);
    const order = compareVersions(scheme, `${text}1`, `${text}2`);
    expect(Math.sign(compareVersions(scheme, `${text}2`, `${text}1`)), name).toBe(
      -Math.sign(order) + 0,
    );
    try {
      rangeFromNative(scheme, text);
    } catch (error) {
      expect(isVersError(error), name).toBe(true);
    }
  }
});

test("keeps every digit of a number", () => {
  const nines = "9".repeat(1_000_000);
  for (const scheme of ["npm", "pypi", "deb", "rpm", "maven", "gem", "apk", "generic"] as const) {
    expect(compareVersions(scheme, `1.${nines}8`, `1.${nines}9`), scheme).toBeLessThan(0);
  }
});

test("reads a vers of many constraints", () => {
  const numbers = Array.from({ length: 50_000 }, (_, index) => `1.0.${(index * 7919) % 50_000}`);
  const text = `vers:npm/${numbers.join("|")}`;
  const range = parseVers(text, { onProblem: () => {} });
  expect(range.constraints.length).toBe(50_000);
  expect(parseVers(renderVers(range))).toEqual(range);
  expect(versContains(range, "1.0.49999")).toBe(true);
  expect(versContains(range, "1.0.50000")).toBe(false);
});

test("reads a native range of many terms", () => {
  const terms = Array.from({ length: 20_000 }, (_, index) => `!=1.${index}`);
  const range = rangeFromNative("pypi", terms.join(","));
  expect(range.constraints.length).toBe(20_000);
  expect(rangeFromNative("npm", Array(20_000).fill("^1.0.0").join(" || ")).constraints.length).toBe(
    2,
  );
});
