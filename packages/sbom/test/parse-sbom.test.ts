import { isSbomError, parseSbom, readSbom, renderSbom } from "@coppice/sbom";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const cyclonedx = (members: object = {}): string =>
  JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", ...members });

describe("parseSbom", () => {
  test("gives what was read back as it was, unknown members and all", () => {
    const text = `${cyclonedx({ version: 1, "x-ours": { ["__proto__"]: 1 }, components: [{ type: "file", name: "a" }] })}\n`;
    expect(renderSbom(parseSbom(text), { indent: 0 }).content).toBe(text);
  });

  test("keeps names of prototypes apart from objects' own members", () => {
    const document = parseSbom(
      '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"__proto__","bom-ref":"constructor","__proto__":{"version":"1"}}],"dependencies":[{"ref":"constructor","dependsOn":["toString"]}]}',
    );
    expect(document.components[0]).toMatchObject({
      ref: "constructor",
      name: "__proto__",
      version: undefined,
    });
    expect(document.relationships).toMatchObject([{ from: "constructor", to: "toString" }]);
    expect(({} as { version?: unknown }).version).toBeUndefined();
  });

  test.each([
    ["DOCUMENT_TOO_LARGE", () => parseSbom(cyclonedx(), { limits: { bytes: 10 } })],
    ["DOCUMENT_TOO_DEEP", () => parseSbom(cyclonedx({ x: [[[[[]]]]] }), { limits: { depth: 4 } })],
    ["VERSION_UNSUPPORTED", () => parseSbom('{"bomFormat":"CycloneDX","specVersion":"9.9"}')],
    ["VERSION_UNSUPPORTED", () => parseSbom('{"bomFormat":"CycloneDX","specVersion":"2.0"}')],
    ["FORMAT_UNKNOWN", () => parseSbom("{}")],
    ["JSON_INVALID", () => parseSbom('{"bomFormat":"CycloneDX","specVersion":"1.6",')],
    ["DOCUMENT_INVALID", () => parseSbom("[]", { format: { family: "syft", encoding: "json" } })],
    [
      "ENCODING_UNSUPPORTED",
      () => parseSbom("a: b", { format: { family: "cyclonedx", encoding: "yaml" } }),
    ],
    [
      "ENCODING_UNSUPPORTED",
      () => parseSbom("a: b", { format: { family: "syft", encoding: "tag-value" } }),
    ],
    [
      "ENCODING_UNSUPPORTED",
      () => parseSbom("a", { format: { family: "spdx", encoding: "protobuf" } }),
    ],
    [
      "ENCODING_UNSUPPORTED",
      () => parseSbom("<a/>", { format: { family: "syft", encoding: "xml" } }),
    ],
    [
      "ENCODING_UNSUPPORTED",
      () => parseSbom("<a/>", { format: { family: "syft", encoding: "rdf" } }),
    ],
    [
      "ENCODING_UNSUPPORTED",
      () => parseSbom("a", { format: { family: "spdx", encoding: "textproto" } }),
    ],
  ])("says %s", (code, action) => {
    expect(codeOf(action)).toBe(code);
  });

  test("reads drafts where it is asked to", () => {
    const text =
      '{"specFormat":"CycloneDX","bomFormat":"CycloneDX","specVersion":"2.0","components":[]}';
    expect(parseSbom(text, { drafts: true }).format.version).toBe("2.0");
  });

  test("reads a format that it is told, and bytes as well as text", async () => {
    const bytes = new TextEncoder().encode(
      cyclonedx({ components: [{ type: "library", name: "é" }] }),
    );
    const format = { family: "cyclonedx", encoding: "json" } as const;
    expect(parseSbom(bytes, { format }).components[0]?.name).toBe("é");
    expect((await readSbom(bytes)).components[0]?.name).toBe("é");
  });

  test("answers every cut and every change of a document with a document or a code", () => {
    const texts = [
      cyclonedx({
        components: [{ type: "library", name: "a", licenses: [{ expression: "MIT" }] }],
      }),
      "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nPackageName: a\nSPDXID: SPDXRef-a\nRelationship: SPDXRef-a DEPENDS_ON NONE\n",
      '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"software_Package","spdxId":"urn:a","name":"a"}]}',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(400),
        fc.string({ maxLength: 3 }),
        (text, at, more) => {
          codeOf(() => parseSbom(text.slice(0, at) + more));
          codeOf(() => parseSbom(text.slice(0, at) + more + text.slice(at + 1)));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("takes any value in any member", () => {
    const member = fc.constantFrom(
      "metadata",
      "components",
      "services",
      "dependencies",
      "packages",
      "files",
      "snippets",
      "relationships",
      "annotations",
      "creationInfo",
      "documentDescribes",
      "hasExtractedLicensingInfos",
      "artifacts",
      "source",
      "artifactRelationships",
      "@graph",
    );
    const inner = fc.constantFrom(
      "name",
      "type",
      "bom-ref",
      "SPDXID",
      "licenses",
      "license",
      "externalRefs",
      "properties",
      "evidence",
      "identity",
      "hashes",
      "checksums",
      "component",
      "components",
      "ref",
      "dependsOn",
      "supplier",
      "swid",
      "authors",
      "tools",
      "locations",
      "cpes",
      "from",
      "to",
      "spdxId",
      "relationshipType",
      "text",
      "expressionDetails",
      "target",
      "metadata",
      "location",
      "digests",
      "extension",
      "verifiedUsing",
      "rootElement",
      "creationInfo",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, 1, true, "", "a", "software_Package", "SpdxDocument", "Relationship"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(inner, tie("value"), { maxKeys: 5 }),
      ),
    }));
    const heads = [
      { bomFormat: "CycloneDX", specVersion: "1.6" },
      { spdxVersion: "SPDX-2.3", SPDXID: "SPDXRef-DOCUMENT" },
      { "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld" },
      {
        artifacts: [],
        schema: {
          version: "16.0.0",
          url: "https://raw.githubusercontent.com/anchore/syft/main/schema.json",
        },
      },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...heads),
        fc.dictionary(member, value, { maxKeys: 6 }),
        (head, members) => {
          codeOf(() => parseSbom(JSON.stringify({ ...members, ...head })));
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** The code of what `action` throws; anything but a coded error is thrown on. */
function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isSbomError(error)) return error.code;
    throw error;
  }
  return "nothing";
}
