import { existsSync, readFileSync } from "node:fs";
import { parseDpkgStatus } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";

const bytes = (text: string) => new TextEncoder().encode(text);
const system = "/var/lib/dpkg/status";

test("keeps the lines of a long value, and their indent", () => {
  const [stanza] = parseDpkgStatus(bytes("Package: a\nDescription: short\n long\n .\n  more \n"));
  expect(stanza?.fields.get("description")).toBe("short\n long\n .\n  more");
});

test("counts what is no field, and takes the first of two values", () => {
  const [stanza] = parseDpkgStatus(
    bytes(" lost\nPackage: a\nrubbish\n lost too\nPackage: b\n: c\n"),
  );
  expect(stanza?.fields).toEqual(new Map([["package", "a"]]));
  expect(stanza?.unreadable).toBe(5);
});

test("takes field names in any case, and names of object members as any other", () => {
  const [stanza] = parseDpkgStatus(bytes("PACKAGE: a\n__proto__: b\n"));
  expect([...(stanza?.fields ?? [])]).toEqual([
    ["package", "a"],
    ["__proto__", "b"],
  ]);
});

test("gives nothing for a file of blank lines", () => {
  expect([...parseDpkgStatus(bytes("\n \n\t\n"))]).toEqual([]);
});

test("tiles the file, whatever is in it", () => {
  const line = fc.constantFrom(
    "Package: a",
    "Version: 1",
    " more",
    "",
    " ",
    "rubbish",
    "\r",
    "é:x",
  );
  fc.assert(
    fc.property(fc.array(line), fc.boolean(), (lines, ends) => {
      const file = bytes(lines.join("\n") + (ends ? "\n" : ""));
      const stanzas = [...parseDpkgStatus(file)];
      let at = 0;
      for (const { start, end } of stanzas) {
        expect(start).toBe(at);
        at = end;
        expect([...parseDpkgStatus(file.subarray(start, end))]).toHaveLength(1);
      }
      expect(at).toBe(lines.every((text) => text.trim() === "") ? 0 : file.length);
    }),
  );
});

test("never throws on rubbish", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (file) => {
      for (const { start, end } of parseDpkgStatus(file)) expect(end).toBeGreaterThan(start);
    }),
  );
});

test.skipIf(!existsSync(system))(
  "cuts this machine's database into as many stanzas as it has",
  () => {
    const file = readFileSync(system);
    const stanzas = [...parseDpkgStatus(file)];
    expect(stanzas.length).toBe(file.toString().match(/^Package:/gm)?.length);
    const copy = Buffer.concat(stanzas.map(({ start, end }) => file.subarray(start, end)));
    expect(copy.equals(file)).toBe(true);
  },
);
