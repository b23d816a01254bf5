import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../src/json/json-value.ts";
import { isSbomError } from "../src/sbom-error.ts";
import { mapReferences } from "../src/validation/map-references.ts";
import { referenceFormatOf } from "../src/validation/reference-format.ts";
import { visitReferences } from "../src/validation/visit-references.ts";
import { validTexts } from "./validation-corpus.ts";
import { cycloneDxDocument, spdxDocument } from "./validation-documents.ts";

function visited(
  format: Parameters<typeof visitReferences>[0],
  native: JsonObject,
): readonly string[] {
  const found: string[] = [];
  visitReferences(format, native, (kind, text, path) =>
    found.push(`${kind} ${text} ${path.join("/")}`),
  );
  return found;
}

test("visits identifiers and references of CycloneDX in document order", () => {
  expect(visited("cyclonedx", cycloneDxDocument)).toEqual([
    "id tool metadata/tools/components/0/bom-ref",
    "id shop metadata/component/bom-ref",
    "id left-pad components/0/bom-ref",
    "link https://example.com/left-pad.git components/0/externalReferences/0/url",
    "id index.js components/0/components/0/bom-ref",
    "id rs256 components/1/bom-ref",
    "id api services/0/bom-ref",
    "reference shop dependencies/0/ref",
    "reference left-pad dependencies/0/dependsOn/0",
    "reference api dependencies/0/dependsOn/1",
    "reference left-pad dependencies/1/ref",
    "reference left-pad compositions/0/assemblies/0",
    "id vulnerability vulnerabilities/0/bom-ref",
    "reference left-pad vulnerabilities/0/affects/0/ref",
  ]);
});

test("visits places that only some versions of CycloneDX have", () => {
  const native = {
    citations: [{ attributedTo: "a", process: "b" }],
    declarations: { claims: [{ "bom-ref": "claim", target: "c", evidence: ["d"] }] },
    definitions: { standards: [{ requirements: [{ "bom-ref": "r", parent: "e" }] }] },
    components: [
      {
        cryptoProperties: {
          protocolProperties: { ikev2TransformTypes: { auth: ["f"], encr: [{ algorithm: "g" }] } },
          certificateProperties: { signatureAlgorithmRef: "h" },
        },
        modelCard: { modelParameters: { datasets: [{ ref: "i" }] } },
      },
    ],
    services: [{ data: [{ source: ["urn:cdx:x"], destination: ["j"] }] }],
    compositions: [{ dependencies: ["k"], vulnerabilities: ["l"] }],
  };
  expect(visited("cyclonedx", native).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(
    [
      "reference a",
      "reference b",
      "id claim",
      "reference c",
      "reference d",
      "id r",
      "reference e",
      "reference f",
      "reference g",
      "reference h",
      "reference i",
      "link urn:cdx:x",
      "link j",
      "reference k",
      "reference l",
    ],
  );
});

test("visits identifiers and references of SPDX", () => {
  expect(visited("spdx-2", spdxDocument)).toEqual([
    "id SPDXRef-DOCUMENT SPDXID",
    "id DocumentRef-base externalDocumentRefs/0/externalDocumentId",
    "id LicenseRef-own hasExtractedLicensingInfos/0/licenseId",
    "id SPDXRef-left-pad packages/0/SPDXID",
    "reference SPDXRef-DOCUMENT relationships/0/spdxElementId",
    "reference SPDXRef-left-pad relationships/0/relatedSpdxElement",
    "reference SPDXRef-left-pad relationships/1/spdxElementId",
    "reference DocumentRef-base:SPDXRef-x relationships/1/relatedSpdxElement",
    "reference SPDXRef-left-pad relationships/2/spdxElementId",
    "reference NONE relationships/2/relatedSpdxElement",
  ]);
  const native = {
    "@graph": [
      { spdxId: "a", from: "b", to: ["c", { spdxId: "d", creationInfo: { createdBy: ["e"] } }] },
    ],
  };
  expect(visited("spdx-3", native)).toEqual([
    "id a @graph/0/spdxId",
    "reference b @graph/0/from",
    "reference c @graph/0/to/0",
    "id d @graph/0/to/1/spdxId",
    "reference e @graph/0/to/1/creationInfo/createdBy/0",
  ]);
});

test("leaves out what no name is given for, and keeps unchanged parts as they are", () => {
  const mapped = mapReferences("cyclonedx", cycloneDxDocument, (_, text) =>
    text === "api" ? undefined : text,
  );
  expect(mapped["components"]).toBe(cycloneDxDocument["components"]);
  expect(mapped["services"]).toEqual([{ name: "api", endpoints: ["https://api.example.com"] }]);
  expect(mapped["dependencies"]).toEqual([
    { ref: "shop", dependsOn: ["left-pad"] },
    { ref: "left-pad", dependsOn: [] },
  ]);
  expect(mapReferences("cyclonedx", cycloneDxDocument, (_, text) => text)).toBe(cycloneDxDocument);
});

test("keeps a member named __proto__ a member", () => {
  const native: JsonObject = JSON.parse(
    '{"components": [{"bom-ref": "a", "__proto__": {"x": 1}}]}',
  );
  const mapped = mapReferences("cyclonedx", native, () => "b");
  expect(JSON.stringify(mapped)).toBe('{"components":[{"bom-ref":"b","__proto__":{"x":1}}]}');
});

test("what is visited after a change is what was given, for any document", () => {
  const documents = [
    ["cyclonedx", cycloneDxDocument] as const,
    ["spdx-2", spdxDocument] as const,
    ...validTexts("cyclonedx-json", "1.7", 30_000).map(
      (text) => ["cyclonedx", JSON.parse(text.replace("\ufeff", ""))] as const,
    ),
    ...validTexts("spdx3-jsonld", "3.0.1", 30_000).map(
      (text) => ["spdx-3", JSON.parse(text.replace("\ufeff", ""))] as const,
    ),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...documents),
      fc.string({ minLength: 1 }),
      ([format, native], prefix) => {
        const before: string[] = [];
        visitReferences(format, native, (_, text) => before.push(text));
        const after: string[] = [];
        visitReferences(
          format,
          mapReferences(format, native, (_, text) => prefix + text),
          (_, text) => after.push(text),
        );
        expect(after).toEqual(before.map((text) => prefix + text));
      },
    ),
    { numRuns: 60 },
  );
});

test("refuses depth past the limit with a code", () => {
  let component: JsonObject = { "bom-ref": "a" };
  for (let level = 0; level < 10; level += 1) component = { components: [component] };
  for (const work of [
    () => visitReferences("cyclonedx", component, () => undefined, { depth: 5 }),
    () => mapReferences("cyclonedx", component, () => undefined, { depth: 5 }),
  ]) {
    try {
      work();
      expect.unreachable();
    } catch (error) {
      expect(isSbomError(error) && error.code).toBe("DOCUMENT_TOO_DEEP");
    }
  }
});

test("knows which formats have references", () => {
  expect(referenceFormatOf({ family: "cyclonedx", version: "1.6", encoding: "xml" })).toBe(
    "cyclonedx",
  );
  expect(referenceFormatOf({ family: "spdx", version: "2.3", encoding: "rdf" })).toBe("spdx-2");
  expect(referenceFormatOf({ family: "spdx", version: "3.0.1", encoding: "json" })).toBe("spdx-3");
  expect(referenceFormatOf({ family: "syft", version: "16", encoding: "json" })).toBeUndefined();
});
