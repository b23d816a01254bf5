import { parseDebianCopyright as parse } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";

const parseDebianCopyright = (text: string) => parse(new TextEncoder().encode(text));
const header = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n";

test("gives the licence of the whole and of each paragraph of files once", () => {
  const text = `${header}License: A\n\nFiles: *\nCopyright: x\nLicense: B or C\n Text\n License: no\n\nFiles: y\nLicense: A\n\nLicense: D\n Text\n`;
  expect(parseDebianCopyright(text)).toEqual(["A", "B or C"]);
  expect(parseDebianCopyright(text.replaceAll("\n", "\r\n"))).toEqual(["A", "B or C"]);
});

test.each([
  ["", []],
  [" \n", []],
  [header, []],
  ["License: GPL\n", []],
  [`${header}\nFiles: *\nLicense:\n`, []],
  [`${header}\nFiles\nFiles: *\nLICENSE: constructor`, ["constructor"]],
  [`\n${header}License: __proto__\n\n`, ["__proto__"]],
  ["Format-Specification: http://dep.debian.net/deps/dep5/\nLicense: Zlib\n", ["Zlib"]],
])("reads %j as %j", (text, licenses) => {
  expect(parseDebianCopyright(text)).toEqual(licenses);
});

test("gives of a cut the licences of the whole, but for the last", () => {
  const paragraph = fc.constantFrom(
    "Files: *\nLicense: A\n",
    "Files: b\nLicense: BC\n",
    "Comment\n",
  );
  fc.assert(
    fc.property(fc.array(paragraph), fc.nat(400), (paragraphs, cut) => {
      const text = `${header}\n${paragraphs.join("\n")}`;
      const whole = parseDebianCopyright(text);
      const part = parseDebianCopyright(text.slice(0, cut));
      expect(part.length).toBeLessThanOrEqual(whole.length + 1);
      expect(part.slice(0, -1)).toEqual(whole.slice(0, Math.max(part.length - 1, 0)));
    }),
  );
});

test("takes any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(Array.isArray(parseDebianCopyright(header + text))).toBe(true);
    }),
  );
});
