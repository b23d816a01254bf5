import fc from "fast-check";
import { expect, test } from "vitest";
import { patternOfXmlSchema, safePattern } from "../../../tooling/sbom-validators/safe-pattern.ts";
import { isDate, isDateTime } from "../src/validation/date-time.ts";
import { hashFault } from "../src/validation/hash-lengths.ts";
import { isIriReference } from "../src/validation/iri-reference.ts";
import { formatChecks } from "../src/validation/json-formats.ts";
import type { XmlBuiltIn } from "../src/validation/xml-schema-table.ts";
import { createTextChecks } from "../src/validation/xml-text.ts";

function split(texts: readonly string[], fits: (text: string) => boolean): readonly string[] {
  return texts.filter(fits);
}

test("takes the IRI references of RFC 3986 §5.4 and what browsers would write, and no others", () => {
  const good = [
    "",
    "g",
    "./g",
    "//g",
    "?y",
    "g;x=1/./y",
    "../..",
    "http:g",
    "http://a/b/c/d;p?q#s",
    "https://[2001:db8::7]:443/x",
    "https://[v1.fe]/",
    "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#a",
    "pkg:npm/%40a/b@1",
    "mailto:a@b",
    "https://例え.jp/ü",
    "a/b:c",
  ];
  const bad = [
    "a b",
    "<a>",
    "a\\b",
    "a^b",
    "a`b",
    "a{b}",
    "a|b",
    '"',
    "%zz",
    "%2",
    "a#b#c",
    "#[",
    "?[",
    "a]b",
    "git@github.com:a/b",
    ":a",
    "1a:b",
    "//a@b@c",
    "//[::1",
    "//[]",
    "//[::1]x",
    "//a[b",
    "//a:b",
    "http://a:1x/",
    "a\u0085b",
  ];
  expect(split(good, isIriReference)).toEqual(good);
  expect(split(bad, isIriReference)).toEqual([]);
});

test("whatever the URL standard's serialiser writes of http is an IRI reference", () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
      return isIriReference(url) === isIriReference(new URL(url).href.replace(/\^|\||`/g, ""));
    }),
    { numRuns: 80 },
  );
});

test("takes days that the calendar has, and times of RFC 3339", () => {
  const days = ["2024-02-29", "2000-02-29", "2023-12-31"];
  const noDays = [
    "2023-02-29",
    "1900-02-29",
    "2023-04-31",
    "2023-13-01",
    "2023-00-10",
    "2023-1-1",
    "x",
  ];
  expect(split([...days, ...noDays], isDate)).toEqual(days);
  const times = [
    "2024-02-29T23:59:59Z",
    "2024-02-29t00:00:00.123456z",
    "2024-02-29 00:00:00+05:30",
    "2016-12-31T23:59:60Z",
    "2016-12-31T15:59:60-08:00",
    "2017-01-01T05:29:60+05:30",
  ];
  const noTimes = [
    "2024-02-29",
    "2024-02-30T00:00:00Z",
    "2024-02-29T24:00:00Z",
    "2024-02-29T00:60:00Z",
    "2024-02-29T00:00:61Z",
    "2016-12-31T12:00:60Z",
    "2024-02-29T00:00:00",
    "2024-02-29T00:00:00+24:00",
    "2024-02-29T00:00:00+00:60",
    "2024-02-29X00:00:00Z",
  ];
  expect(split([...times, ...noTimes], isDateTime)).toEqual(times);
});

test("takes every time that a Date has", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }),
      (date) => {
        return isDateTime(date.toISOString()) && isDate(date.toISOString().slice(0, 10));
      },
    ),
  );
});

test("takes mailboxes and URIs", () => {
  const email = formatChecks.get("idn-email")?.fits ?? (() => false);
  const good = ["a@b", "a.b+c@example.com", '"a b\\"c"@example.com', "ü@例え.jp", "a@[127.0.0.1]"];
  const bad = [
    "a",
    "@b",
    "a@",
    "a b@c",
    ".a@b",
    "a..b@c",
    '"a"b"@c',
    "a@b c",
    "A <a@b>",
    "a@b..c",
    `a@${"b".repeat(64)}`,
  ];
  expect(split([...good, ...bad], email)).toEqual(good);
  const uri = formatChecks.get("uri")?.fits ?? (() => false);
  expect(split(["https://a", "urn:a:b", "a", "//a", "https://ü", ""], uri)).toEqual([
    "https://a",
    "urn:a:b",
  ]);
});

function fitting(base: XmlBuiltIn, texts: readonly string[]): readonly string[] {
  const table = {
    namespace: "",
    roots: {},
    unique: [],
    types: [{ kind: "simple", base }],
  } as const;
  const check = createTextChecks(table, new Set())(0);
  return texts.filter((text) => check(text) === undefined);
}

test("takes the texts of XML Schema's built-in types", () => {
  expect(fitting("boolean", ["true", " 0\n", "TRUE", ""])).toEqual(["true", " 0\n"]);
  expect(fitting("decimal", ["1", "-1.", ".5", "+1.50", "1e3", ".", ""])).toEqual([
    "1",
    "-1.",
    ".5",
    "+1.50",
  ]);
  expect(fitting("integer", ["+1", "-0", "1.0", ""])).toEqual(["+1", "-0"]);
  expect(
    fitting("date", [
      "2024-02-29",
      "2024-02-29Z",
      "-0044-03-15+14:00",
      "0000-01-01",
      "02024-01-01",
      "2024-02-29+14:01",
    ]),
  ).toEqual(["2024-02-29", "2024-02-29Z", "-0044-03-15+14:00"]);
  expect(
    fitting("dateTime", [
      "2024-02-29T24:00:00Z",
      "2024-02-29T12:00:00.5",
      "2024-02-29T24:00:01Z",
      "2024-02-29T12:00:60Z",
      "2024-02-29t12:00:00Z",
      "2024-02-29ZT12:00:00Z",
      "2024-02-29",
    ]),
  ).toEqual(["2024-02-29T24:00:00Z", "2024-02-29T12:00:00.5"]);
  expect(
    fitting("anyURI", ["a b", "https://a/#[x]", "ü", "https://a:/", "https://a:b", "%zz", "a:b:c"]),
  ).toEqual(["a b", "https://a/#[x]", "ü", "a:b:c"]);
});

const official = {
  cpe:
    "([c][pP][eE]:/[AHOaho]?(:[A-Za-z0-9\\._\\-~%]*){0,6})|(cpe:2\\.3:[aho\\*\\-](:(((\\?*|\\*?)([a-zA-Z0-9\\-\\._]|" +
    "(\\\\[\\\\\\*\\?!\"#$$%&'\\(\\)\\+,/:;<=>@\\[\\]\\^`\\{\\|}~]))+(\\?*|\\*?))|[\\*\\-])){5}(:(([a-zA-Z]{2,3}(-([a-zA-Z]{2}|" +
    "[0-9]{3}))?)|[\\*\\-]))(:(((\\?*|\\*?)([a-zA-Z0-9\\-\\._]|(\\\\[\\\\\\*\\?!\"#$$%&'\\(\\)\\+,/:;<=>@\\[\\]\\^`\\{\\|}~]))+(\\?*|" +
    "\\*?))|[\\*\\-])){4})",
  version:
    "^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|" +
    "\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?$",
};

test("a pattern that is used in place of a slow one matches the same texts", () => {
  const slowCpe = new RegExp(`^(?:${official.cpe})$`);
  const cpe = new RegExp(patternOfXmlSchema(official.cpe), "u");
  const part = fc.constantFrom(
    "a",
    "*",
    "-",
    "?a",
    "a?",
    "*a*",
    "a\\:b",
    "\\",
    "??",
    "en-us",
    "e",
    "",
    "?*a",
    "a.b",
  );
  const name = fc.tuple(
    fc.constantFrom("cpe:2.3:a", "cpe:/a", "CPE:/", "cpe:2.3:x"),
    fc.array(part, { minLength: 8, maxLength: 11 }),
  );
  const valid = fc.tuple(
    fc.constant("cpe:2.3:a"),
    fc.array(fc.constantFrom("a", "*", "-", "a\\?", "?b"), { minLength: 10, maxLength: 10 }),
  );
  fc.assert(
    fc.property(fc.oneof(name, valid), ([start, parts]) => {
      const text = [start, ...parts].join(":");
      return slowCpe.test(text) === cpe.test(text);
    }),
    { numRuns: 500 },
  );
  const slowVersion = new RegExp(official.version);
  const version = new RegExp(safePattern(official.version), "u");
  const piece = fc.constantFrom(
    "0",
    "1",
    "01",
    "a",
    "-",
    "1a",
    "0a",
    "00",
    ".",
    "+",
    "1.2.3",
    "1.0.0-",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
      const text = pieces.join("");
      return slowVersion.test(text) === version.test(text);
    }),
    { numRuns: 1000 },
  );
});

test("refuses to compile a pattern that is slow or means something else in JavaScript", () => {
  expect(() => safePattern("^(a+)+$")).toThrow("slow pattern");
  for (const pattern of ["\\i\\c*", "a^b", "a$", "[a-z-[aeiou]]"]) {
    expect(() => patternOfXmlSchema(pattern)).toThrow("untranslated");
  }
});

test("knows how long a hash is, in every format's spelling of its algorithm", () => {
  expect(hashFault("SHA-256", "a".repeat(64))).toBeUndefined();
  expect(hashFault("SHA256", "A".repeat(64))).toBeUndefined();
  expect(hashFault("sha3_512", "a".repeat(64))).toBe(
    "must have 128 hexadecimal digits as a hash of sha3_512, not 64",
  );
  expect(hashFault("MD5", "z".repeat(32))).toBe("must be hexadecimal as a hash of MD5");
  expect(hashFault("BLAKE3", "a")).toBeUndefined();
});
