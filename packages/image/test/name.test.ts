import { decodeName, encodeName } from "@coppice/image";
import fc from "fast-check";
import { expect, test } from "vitest";

test("any bytes come back the same", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect([...encodeName(decodeName(bytes))]).toEqual([...bytes]);
    }),
  );
});

test("damaged UTF-8 comes back the same", () => {
  const pieces = fc.constantFrom(
    [0x61],
    [0xc3, 0xa9],
    [0xe2, 0x82, 0xac],
    [0xf0, 0x9f, 0x8c, 0xb3],
    [0xc0, 0x80],
    [0xe0, 0x80, 0x80],
    [0xed, 0xb2, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf0, 0x9f],
    [0xe9],
    [0xff],
    [0xef, 0xbb, 0xbf],
  );
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const bytes = parts.flat();
      expect([...encodeName(decodeName(Uint8Array.from(bytes)))]).toEqual(bytes);
    }),
  );
});

const character = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));

test("well-formed text is decoded as UTF-8", () => {
  fc.assert(
    fc.property(fc.array(character), (characters) => {
      const text = characters.join("");
      expect(decodeName(Buffer.from(text))).toBe(text);
    }),
  );
});

test("an encoded surrogate is not taken for a character", () => {
  expect(decodeName(Uint8Array.of(0xed, 0xb2, 0x80))).toBe("\udced\udcb2\udc80");
});
