import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../src/json/json-value.ts";
import { readSpdxYaml } from "../src/spdx2/encodings/read-spdx-yaml.ts";
import { renderSpdxYaml } from "../src/spdx2/encodings/render-spdx-yaml.ts";
import { parseYaml } from "../src/yaml/parse-yaml.ts";
import { outcomeOf, spdx2Documents } from "./spdx2-documents.ts";

function coded(code: string) {
  return expect.objectContaining({ code });
}

describe("readSpdxYaml", () => {
  it("reads text, numbers and truth values as the schema of JSON has them", () => {
    const { version, document, problems } = readSpdxYaml(`
spdxVersion: SPDX-2.3
creationInfo:
  created: 2026-01-01T00:00:00Z
  licenseListVersion: 3.10
packages:
  - name: 'p'
    versionInfo: 1.10
    filesAnalyzed: false
    comment: ~
    homepage: null
    supplier:
    checksums: [{algorithm: SHA1, checksumValue: 0123456789}]
  - {name: yes, versionInfo: 0x10, filesAnalyzed: "true"}
snippets:
  - ranges: [{startPointer: {offset: 1, reference: a}, endPointer: {lineNumber: 0o17}}]
custom: 12
`);
    expect(document).toEqual({
      spdxVersion: "SPDX-2.3",
      creationInfo: { created: "2026-01-01T00:00:00Z", licenseListVersion: "3.10" },
      packages: [
        {
          name: "p",
          versionInfo: "1.10",
          filesAnalyzed: false,
          comment: null,
          homepage: null,
          supplier: null,
          checksums: [{ algorithm: "SHA1", checksumValue: "0123456789" }],
        },
        { name: "yes", versionInfo: "0x10", filesAnalyzed: true },
      ],
      snippets: [
        {
          ranges: [
            { startPointer: { offset: 1, reference: "a" }, endPointer: { lineNumber: "0o17" } },
          ],
        },
      ],
      custom: "12",
    });
    expect([version, problems]).toEqual(["2.3", []]);
  });

  it.each(["- a", "text", ""])("refuses %j, which is no mapping", (text) => {
    expect(() => readSpdxYaml(text)).toThrow(coded("DOCUMENT_INVALID"));
  });

  it("gives a result or a coded error for any cut of a document", () => {
    fc.assert(
      fc.property(spdx2Documents, fc.nat(), fc.nat(20), (document, place, length) => {
        const text = renderSpdxYaml(document);
        const at = place % (text.length + 1);
        expect(outcomeOf(() => readSpdxYaml(text.slice(0, at)))).toBe("fine");
        const without = text.slice(0, at) + text.slice(at + length);
        expect(outcomeOf(() => readSpdxYaml(without))).toBe("fine");
      }),
      { numRuns: 25 },
    );
  });
});

describe("renderSpdxYaml", () => {
  it("writes what reads back as the same document", () => {
    fc.assert(
      fc.property(spdx2Documents, (document) => {
        expect(readSpdxYaml(renderSpdxYaml(document)).document).toEqual(document);
      }),
      { numRuns: 40 },
    );
  });

  it("puts quotes around text that some version of YAML reads as something else", () => {
    const text = renderSpdxYaml({ a: "2010-01-29T18:30:22Z", b: "yes", c: "3.10", d: "null" });
    expect(text).toBe('a: "2010-01-29T18:30:22Z"\nb: "yes"\nc: "3.10"\nd: "null"\n');
  });

  it("refuses a document that is deeper than it may write", () => {
    let document: JsonObject = {};
    for (let level = 0; level < 20_000; level += 1) document = { document };
    expect(() => renderSpdxYaml(document)).toThrow(coded("DOCUMENT_TOO_DEEP"));
  });
});

describe("parseYaml", () => {
  it("repeats what an alias names", () => {
    expect(parseYaml("a: &x {b: [1]}\nc: *x\nd: &x 2\ne: *x")).toEqual({
      a: { b: ["1"] },
      c: { b: ["1"] },
      d: "2",
      e: "2",
    });
  });

  it("ignores tags, directives and merge keys", () => {
    const text = "%YAML 1.1\n---\na: !!binary aGk=\nb: !x 1\n<<: {c: d}\ne: !!str 1\n";
    expect(parseYaml(text)).toEqual({ a: "aGk=", b: "1", "<<": { c: "d" }, e: "1" });
  });

  it("sets members named like those of Object.prototype as its own", () => {
    const value = parseYaml("__proto__: {polluted: yes}\nconstructor: c");
    expect(Object.entries(value ?? {})).toEqual([
      ["__proto__", { polluted: "yes" }],
      ["constructor", "c"],
    ]);
    expect({}).not.toHaveProperty("polluted");
  });

  it.each([
    ["a: 1\na: 2", "line 2 has the name"],
    ["a: *b", "line 1 has an alias before"],
    ["a: &b [*b]", "line 1 has an alias before"],
    ["? [a]\n: b", "line 1 has a name that is no text"],
    ["a: [", "is no YAML"],
    ["a: 1\n---\nb: 2", "is no YAML"],
    ["a: b: c", "is no YAML"],
  ])("refuses %j", (text, message) => {
    expect(() => parseYaml(text)).toThrow(
      expect.objectContaining({ code: "YAML_INVALID", message: expect.stringContaining(message) }),
    );
  });

  it("refuses aliases that would make a small document large", () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(", ")}]`,
    );
    expect(() => parseYaml(["l0: &l0 x", ...levels].join("\n"))).toThrow(coded("TOO_MANY_ITEMS"));
  });

  it("refuses documents past a limit, however they came to be so", () => {
    expect(() => parseYaml("a: [b]", { depth: 1, items: 10 })).toThrow(coded("DOCUMENT_TOO_DEEP"));
    expect(() => parseYaml("a: &x [b]\nc: [*x]", { depth: 2, items: 10 })).toThrow(
      coded("DOCUMENT_TOO_DEEP"),
    );
    expect(() => parseYaml("[a, b]", { depth: 9, items: 2 })).toThrow(coded("TOO_MANY_ITEMS"));
    expect(() => parseYaml(`${"[".repeat(9999)}${"]".repeat(9999)}`)).toThrow(
      coded("DOCUMENT_TOO_DEEP"),
    );
  });

  it("reads names without text and scalars alone", () => {
    expect([parseYaml(": a"), parseYaml("~"), parseYaml("'x'")]).toEqual([{ "": "a" }, null, "x"]);
  });
});
