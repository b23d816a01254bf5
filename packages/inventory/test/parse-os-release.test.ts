import { parseOsRelease } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";

test("takes values plain, quoted and escaped, and passes over the rest", () => {
  const text = `# comment
NAME="not asked for"
ID='debian'
VERSION_ID=12
VERSION_CODENAME="book\\"worm"
PRETTY_NAME="Debian \\$12"
=nothing
lone
`;
  expect(parseOsRelease(text)).toEqual({
    id: "debian",
    version: "12",
    codename: 'book"worm',
    name: "Debian $12",
  });
});

test("gives nothing without an id", () => {
  expect(parseOsRelease('PRETTY_NAME="X"\nID=\n')).toBeUndefined();
});

test("reads back any value that a shell would", () => {
  const value = fc.string({ unit: fc.constantFrom(..."ab \"'\\$`=#é") }).filter(Boolean);
  fc.assert(
    fc.property(value, (text) => {
      const quoted = text.replace(/["\\$`]/g, "\\$&");
      expect(parseOsRelease(`ID="${quoted}"\n`)?.id).toBe(text);
    }),
  );
});
