import { readFileSync } from "node:fs";
import * as library from "@coppice/vers";
import {
  isValidVersion,
  isVersError,
  nativeFromRange,
  rangeFromNative,
  versionSchemeOf,
} from "@coppice/vers";
import { expect, test } from "vitest";
import { schemes } from "./schemes.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const rows = [...readme.matchAll(/^\| `([a-z]+)` +\| .*? \| (`.*?`) +\| (yes|no) /gm)];

test("the table of schemes names every scheme and reads the ranges that it shows", () => {
  expect(rows.map(([, scheme]) => scheme)).toEqual(schemes);
  for (const [, scheme = "", ranges = "", back] of rows) {
    const known = versionSchemeOf(scheme) ?? expect.fail(scheme);
    for (const [, range = ""] of ranges.matchAll(/`(.*?)`/g)) {
      const read = rangeFromNative(known, range.replaceAll("\\|", "|"));
      expect(read.scheme, range).toBe(scheme);
    }
    try {
      nativeFromRange({ scheme, constraints: [{ comparator: ">=", version: "1.0" }] });
      expect(back, scheme).toBe("yes");
    } catch (error) {
      expect(isVersError(error), String(error)).toBe(true);
      expect(back, scheme).toBe("no");
    }
  }
});

test("the table of functions names every export", () => {
  const [, table = ""] = readme.split("## Functions");
  for (const name of Object.keys(library)) expect(table).toContain(`\`${name}`);
});

test("the types without a scheme of their own have the one that is written", () => {
  for (const type of [
    "alpine",
    "arch",
    "dart",
    "ebuild",
    "bitnami",
    "otp",
    "vscode-extension",
    "chrome-extension",
    "mlflow",
    "bitbucket",
    "docker",
    "github",
    "gitlab",
    "huggingface",
    "luarocks",
    "oci",
    "qpkg",
    "swid",
    "yocto",
  ]) {
    expect(readme).toContain(`\`${type}\``);
    expect(isValidVersion(versionSchemeOf(type) ?? expect.fail(type), "1.0.0")).toBe(true);
  }
});
