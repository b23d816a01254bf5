import { isCoppiceError, parseDocument, schemaVersion } from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const bom = {
  kind: "bom",
  schemaVersion,
  subject: { name: "x", digest: "sha256:00" },
  tool: { name: "coppice", version: "1" },
  packages: [],
  dependencies: [],
  problems: [],
};

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return isCoppiceError(error) ? error.code : String(error);
  }
  return undefined;
}

describe("parseDocument", () => {
  test("gives the value itself when it fits", () => {
    expect(parseDocument("bom", bom)).toBe(bom);
  });

  test("reads a later minor version, whatever it adds", () => {
    const later = { ...bom, schemaVersion: "1.7", more: true };
    expect(parseDocument("bom", later)).toBe(later);
  });

  test.each([
    ["DOCUMENT_KIND", { ...bom, kind: "plan" }],
    ["DOCUMENT_KIND", null],
    ["DOCUMENT_KIND", "bom"],
    ["DOCUMENT_VERSION", { ...bom, schemaVersion: "2.0" }],
    ["DOCUMENT_VERSION", { ...bom, schemaVersion: 1 }],
    ["DOCUMENT_INVALID", { ...bom, packages: [{ id: "a" }] }],
    ["DOCUMENT_INVALID", { ...bom, files: {} }],
    ["DOCUMENT_INVALID", { ...bom, subject: [] }],
  ])("refuses with %s", (code, value) => {
    expect(codeOf(() => parseDocument("bom", value))).toBe(code);
  });

  test("says where a document is damaged", () => {
    const packages = [{ id: 1 }];
    expect(() => parseDocument("bom", { ...bom, packages })).toThrow(/damaged at \/packages\/0/);
  });

  test("answers any JSON value with the value or a coded error", () => {
    fc.assert(
      fc.property(fc.constantFrom("bom", "evidence", "plan"), fc.jsonValue(), (kind, value) => {
        expect(codeOf(() => parseDocument(kind, value))).toBe("DOCUMENT_KIND");
        const code = codeOf(() =>
          parseDocument(kind, { kind, schemaVersion, packages: value, units: value }),
        );
        expect(code).toBe("DOCUMENT_INVALID");
      }),
    );
  });
});
