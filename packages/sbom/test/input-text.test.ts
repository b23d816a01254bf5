import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase64 } from "../src/input/decode-base64.ts";
import { decodeText } from "../src/input/decode-text.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const withStart = (start: readonly number[], bytes: Uint8Array): Uint8Array =>
  Uint8Array.from([...start, ...bytes]);

function utf16(text: string, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) {
    view.setUint16(index * 2, text.charCodeAt(index), !bigEndian);
  }
  return bytes;
}

describe("decodeText", () => {
  test("leaves the byte order mark out and line ends as they are", () => {
    expect(decodeText(withStart([0xef, 0xbb, 0xbf], utf8("a\r\nb\rc\nü")))).toBe("a\r\nb\rc\nü");
  });

  test("reads UTF-16 with a byte order mark, and by the zeros between characters without one", () => {
    const text = '{"name": "Größe 😀"}';
    expect(decodeText(withStart([0xff, 0xfe], utf16(text, false)))).toBe(text);
    expect(decodeText(withStart([0xfe, 0xff], utf16(text, true)))).toBe(text);
    expect(decodeText(utf16(text, false))).toBe(text);
    expect(decodeText(utf16(text, true))).toBe(text);
  });

  test("reads the encoding that an XML declaration names", () => {
    const latin = (label: string): Uint8Array =>
      Uint8Array.from([...utf8(`<?xml version="1.0" encoding='${label}'?><a>`), 0xfc, 0x93]);
    expect(decodeText(latin("ISO-8859-1"))).toContain("ü");
    expect(decodeText(latin("windows-1252"))).toContain("ü“");
    // A document that was converted to UTF-8 with its declaration left as it was.
    expect(decodeText(utf8('<?xml version="1.0" encoding="UTF-16"?><ü/>'))).toContain("<ü/>");
  });

  test("says which byte is not of the encoding", () => {
    const long = utf8("ä".repeat(100_000));
    const broken = Uint8Array.from([...long, 0xff, ...long]);
    expect(() => decodeText(broken)).toThrow(
      expect.objectContaining({
        code: "DOCUMENT_INVALID",
        message: expect.stringContaining("byte 200000 "),
      }),
    );
    expect(() => decodeText(long.subarray(0, 199_999))).toThrow(
      expect.objectContaining({ code: "DOCUMENT_INVALID" }),
    );
    expect(() => decodeText(withStart([0xff, 0xfe], Uint8Array.of(0x41, 0, 0, 0xd8)))).toThrow(
      expect.objectContaining({ code: "DOCUMENT_INVALID" }),
    );
  });

  test("refuses encodings that it does not know", () => {
    const declared = utf8('<?xml version="1.0" encoding="EBCDIC-US"?><a/>');
    const utf32 = Uint8Array.of(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0);
    for (const bytes of [declared, utf32, Uint8Array.of(0, 0, 0, 0x7b)]) {
      expect(() => decodeText(bytes)).toThrow(
        expect.objectContaining({ code: "ENCODING_UNSUPPORTED" }),
      );
    }
  });

  test("gives back any text that was encoded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 4 }), (text) => {
        fc.pre(!text.includes("\0") && !text.startsWith("\ufeff"));
        expect(decodeText(utf8(text))).toBe(text);
        expect(decodeText(withStart([0xff, 0xfe], utf16(text, false)))).toBe(text);
      }),
    );
  });

  test("decodes any bytes or throws a coded error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const code = codeOf(() => decodeText(bytes));
        expect([undefined, "DOCUMENT_INVALID", "ENCODING_UNSUPPORTED"]).toContain(code);
      }),
    );
  });
});

describe("decodeBase64", () => {
  test("gives back any bytes in either alphabet, padded or not", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        for (const alphabet of ["base64", "base64url"] as const) {
          expect(decodeBase64(Buffer.from(bytes).toString(alphabet))).toEqual(bytes);
        }
      }),
    );
  });

  test("says which character is none of the alphabet", () => {
    for (const [text, index] of [
      ["AA A", 2],
      ["AAA\u0141", 3],
      ["A", 1],
      ["=AAA", 0],
      ["AA===", 2],
    ] as const) {
      expect(() => decodeBase64(text)).toThrow(
        expect.objectContaining({
          code: "ENVELOPE_INVALID",
          message: expect.stringContaining(`character ${index};`),
        }),
      );
    }
  });
});

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "no code";
  }
}
