import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "../src/json/json-value.ts";
import { parseJsonText } from "../src/json/parse-json-text.ts";
import { isSbomError } from "../src/sbom-error.ts";
import type { SbomFormat } from "../src/sbom-format.ts";
import { defaultSbomLimits } from "../src/sbom-limits.ts";
import { findCycles } from "../src/validation/find-cycles.ts";
import { validateSbom } from "../src/validation/validate-sbom.ts";
import { corpus } from "./validation-corpus.ts";
import { cycloneDxDocument, cycloneDxXml, spdxDocument } from "./validation-documents.ts";

const cycloneDx: SbomFormat = { family: "cyclonedx", version: "1.6", encoding: "json" };
const spdx2: SbomFormat = { family: "spdx", version: "2.3", encoding: "json" };
const spdx3: SbomFormat = { family: "spdx", version: "3.0.1", encoding: "json" };

async function said(
  format: SbomFormat,
  native: JsonObject,
  text?: string,
): Promise<readonly string[]> {
  const subject = text === undefined ? { format, native } : { format, native, text };
  const { faults } = await validateSbom(subject);
  return faults.map(
    ({ code, severity, line, pointer, xpath }) =>
      `${severity} ${code} ${line === undefined ? "" : `${line} `}${pointer ?? xpath}`,
  );
}

const minimal: JsonObject = { bomFormat: "CycloneDX", specVersion: "1.6" };
const library = (ref: string, more: JsonObject = {}): JsonObject => {
  return { type: "library", name: ref, "bom-ref": ref, ...more };
};

test("finds nothing in documents that are as they should be", async () => {
  const text = JSON.stringify(cycloneDxDocument, null, 2);
  expect(await validateSbom({ format: cycloneDx, native: cycloneDxDocument, text })).toEqual({
    valid: true,
    faults: [],
    truncated: false,
  });
  expect(await said(spdx2, spdxDocument)).toEqual([]);
  const xml: SbomFormat = { ...cycloneDx, encoding: "xml" };
  expect(await said(xml, cycloneDxDocument, cycloneDxXml)).toEqual([]);
});

test("tells faults of the schema and of meaning in the order of the text, each with its line", async () => {
  const text = `{
  "specVersion": "1.6",
  "specVersion": "1.6",
  "components": [
    {"type": "library", "bom-ref": "a"},
    {"type": "library", "name": "b", "bom-ref": "a", "purl": "left-pad", "licenses": [{"expression": "MIT OR"}],
      "hashes": [{"alg": "SHA-1", "content": "${"a".repeat(64)}"}]}
  ],
  "dependencies": [{"ref": "a", "dependsOn": ["c", "a"]}],
  "bomFormat": "CycloneDX"
}`;
  const native = parseJsonText(text);
  expect(await said(cycloneDx, isJsonObject(native) ? native : {}, text)).toEqual([
    "warning KEY_REPEATED 3 /specVersion",
    "error SCHEMA_VIOLATED 5 /components/0",
    "error ID_REPEATED 6 /components/1/bom-ref",
    "error PURL_INVALID 6 /components/1/purl",
    "error LICENSE_INVALID 6 /components/1/licenses/0/expression",
    "error HASH_INVALID 7 /components/1/hashes/0/content",
    "warning REFERENCE_DANGLING 9 /dependencies/0/dependsOn/0",
    "warning DEPENDENCY_ON_ITSELF 9 /dependencies/0/dependsOn/1",
  ]);
});

test("orders faults by their pointers where there is no text, numbers as numbers", async () => {
  const components = Array.from({ length: 12 }, (_, index) =>
    index % 5 === 1 ? { version: `${index}` } : library(`c${index}`),
  );
  expect(await said(cycloneDx, { ...minimal, components })).toEqual(
    [1, 1, 6, 6, 11, 11].map((index) => `error SCHEMA_VIOLATED /components/${index}`),
  );
});

test("gives XML its own schema and places, and the meaning of its JSON form", async () => {
  const format: SbomFormat = { ...cycloneDx, encoding: "xml" };
  const text = cycloneDxXml.replace("<name>left-pad</name>", "");
  const native = { ...minimal, dependencies: [{ ref: "nowhere" }] };
  expect(await said(format, native, text)).toEqual([
    "error SCHEMA_VIOLATED 8 /bom/components/component[1]",
    "warning REFERENCE_DANGLING /dependencies/0/ref",
  ]);
  expect(await said(format, { ...minimal, $attributes: 1, components: [{ $x: 1 }] })).toEqual([
    "error SCHEMA_VIOLATED /components/0",
    "error SCHEMA_VIOLATED /components/0",
  ]);
});

test("knows the strict schemas of CycloneDX 1.2 and 1.3, and uses them unless told otherwise", async () => {
  const format: SbomFormat = { ...cycloneDx, version: "1.3" };
  const native = { bomFormat: "CycloneDX", specVersion: "1.3", version: 1, extra: 1 };
  expect((await validateSbom({ format, native })).valid).toBe(false);
  expect((await validateSbom({ format, native }, { strict: false })).valid).toBe(true);
});

test("refuses formats without an official schema", async () => {
  const formats: readonly SbomFormat[] = [
    { family: "syft", version: "16.0.0", encoding: "json" },
    { family: "cyclonedx", version: "2.0", encoding: "json" },
    { family: "cyclonedx", version: "0.9", encoding: "xml" },
    { family: "spdx", version: "4.0", encoding: "json" },
  ];
  for (const format of formats) {
    const error: unknown = await validateSbom({ format, native: {}, text: "<a/>" }).catch(
      (e: unknown) => e,
    );
    expect(isSbomError(error) && error.code).toBe("VERSION_UNSUPPORTED");
  }
  for (const version of ["2.1", "2.2.2"]) {
    expect((await validateSbom({ format: { ...spdx2, version }, native: {} })).valid).toBe(false);
  }
  expect((await validateSbom({ format: { ...spdx3, version: "3.0" }, native: {} })).valid).toBe(
    false,
  );
});

test("follows BOM-Links to the document itself, and to no other", async () => {
  const serial = "3e671687-395b-41f5-a30f-a58921a69b79";
  const native = {
    ...minimal,
    serialNumber: `urn:uuid:${serial}`,
    version: 2,
    components: [library("a b")],
    compositions: [
      {
        aggregate: "complete",
        assemblies: [
          `urn:cdx:${serial}/2#a%20b`,
          `urn:cdx:${serial}/2#b`,
          `urn:cdx:${serial}/2#%zz`,
          `urn:cdx:${serial}/1#b`,
        ],
      },
    ],
  };
  expect(await said(cycloneDx, native)).toEqual([
    "warning REFERENCE_DANGLING /compositions/0/assemblies/1",
    "warning REFERENCE_DANGLING /compositions/0/assemblies/2",
  ]);
});

test("tells a circle once, however large, and where it starts", async () => {
  const refs = Array.from({ length: 9 }, (_, index) => `c${index}`);
  const dependencies = refs.map((ref, index) => ({
    ref,
    dependsOn: [refs[(index + 1) % 9] ?? ""],
  }));
  const native = { ...minimal, components: refs.map((ref) => library(ref)), dependencies };
  const { faults, valid } = await validateSbom({ format: cycloneDx, native });
  expect(valid).toBe(true);
  expect(faults).toEqual([
    {
      code: "DEPENDENCY_CYCLE",
      severity: "information",
      pointer: "/dependencies/0/dependsOn/0",
      message: expect.stringMatching(/^is in a circle of 9: c\d, c\d, c\d, c\d, c\d, …$/),
    },
  ]);
  const relationship = (from: string, relationshipType: string, to: string): JsonObject => {
    return { spdxElementId: from, relationshipType, relatedSpdxElement: to };
  };
  const relationships = [
    relationship("SPDXRef-DOCUMENT", "CONTAINS", "SPDXRef-left-pad"),
    relationship("SPDXRef-DOCUMENT", "CONTAINED_BY", "SPDXRef-left-pad"),
    relationship("SPDXRef-DOCUMENT", "DEPENDENCY_OF", "SPDXRef-left-pad"),
    relationship("SPDXRef-left-pad", "DEPENDENCY_OF", "SPDXRef-DOCUMENT"),
  ];
  expect(await said(spdx2, { ...spdxDocument, relationships })).toEqual([
    "warning CONTAINMENT_CYCLE /relationships/0",
    "information DEPENDENCY_CYCLE /relationships/2",
  ]);
});

test("finds circles wherever they are, each name in one", () => {
  const edges = [
    ["a", "b"],
    ["b", "c"],
    ["c", "a"],
    ["c", "d"],
    ["d", "e"],
    ["e", "d"],
    ["x", "x"],
    ["y", "a"],
  ] as const;
  expect(findCycles(edges).map((cycle) => [...cycle].sort().join(""))).toEqual(["de", "abc"]);
  const long = Array.from(
    { length: 100_000 },
    (_, index) => [`${index}`, `${(index + 1) % 100_000}`] as const,
  );
  expect(findCycles(long)[0]).toHaveLength(100_000);
});

test("checks identifiers, times, purls, licences and hashes of SPDX 2", async () => {
  const native = {
    ...spdxDocument,
    creationInfo: { created: "2024-02-29T12:00:00.5Z", creators: ["Tool: coppice"] },
    packages: [
      {
        SPDXID: "SPDXRef-left_pad",
        name: "left-pad",
        downloadLocation: "NONE",
        licenseConcluded: "MIT OR LicenseRef-lost",
        licenseDeclared: "Not a licence",
        copyrightText: "NONE",
        externalRefs: [
          {
            referenceCategory: "PACKAGE-MANAGER",
            referenceType: "purl",
            referenceLocator: "npm/left-pad",
          },
        ],
        checksums: [{ algorithm: "SHA256", checksumValue: "abc" }],
      },
    ],
    relationships: [
      {
        spdxElementId: "SPDXRef-DOCUMENT",
        relationshipType: "DESCRIBES",
        relatedSpdxElement: "SPDXRef-x",
      },
      {
        spdxElementId: "DocumentRef-lost:SPDXRef-x",
        relationshipType: "OTHER",
        relatedSpdxElement: "NOASSERTION",
      },
    ],
  };
  expect(await said(spdx2, native)).toEqual([
    "error TIMESTAMP_INVALID /creationInfo/created",
    "error ID_INVALID /packages/0/SPDXID",
    "error HASH_INVALID /packages/0/checksums/0/checksumValue",
    "error PURL_INVALID /packages/0/externalRefs/0/referenceLocator",
    "warning REFERENCE_DANGLING /packages/0/licenseConcluded",
    "error LICENSE_INVALID /packages/0/licenseDeclared",
    "warning REFERENCE_DANGLING /relationships/0/relatedSpdxElement",
    "warning REFERENCE_DANGLING /relationships/1/spdxElementId",
  ]);
});

test("checks references of SPDX 3, also of elements inside others", async () => {
  const creationInfo = "_:creation";
  const native = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
      {
        type: "CreationInfo",
        "@id": "_:creation",
        specVersion: "3.0.1",
        created: "2024-02-29T12:00:00Z",
        createdBy: ["urn:who"],
      },
      {
        type: "SpdxDocument",
        spdxId: "urn:document",
        creationInfo,
        import: [{ type: "ExternalMap", externalSpdxId: "urn:who" }],
      },
      {
        type: "software_Package",
        spdxId: "urn:package",
        creationInfo,
        name: "left-pad",
        software_packageUrl: "left-pad",
        verifiedUsing: [{ type: "Hash", algorithm: "sha256", hashValue: "abc" }],
      },
      {
        type: "Relationship",
        spdxId: "urn:relationship",
        creationInfo,
        relationshipType: "dependsOn",
        from: "urn:package",
        to: ["urn:package", "urn:lost", "https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement"],
      },
    ],
  };
  expect(await said(spdx3, native)).toEqual([
    "error PURL_INVALID /@graph/2/software_packageUrl",
    "error HASH_INVALID /@graph/2/verifiedUsing/0/hashValue",
    "warning DEPENDENCY_ON_ITSELF /@graph/3/to",
    "warning REFERENCE_DANGLING /@graph/3/to/1",
  ]);
});

test("asks each text once of the judges that a caller gives", async () => {
  const asked: string[] = [];
  const purl = (text: string): string => {
    asked.push(text);
    return "is not liked";
  };
  const components = [
    library("a", { purl: "pkg:a/b" }),
    library("b", { purl: "pkg:a/b", licenses: [{ expression: "?" }] }),
  ];
  const { faults } = await validateSbom(
    { format: cycloneDx, native: { ...minimal, components } },
    { checks: { purl } },
  );
  expect(asked).toEqual(["pkg:a/b"]);
  expect(faults.map(({ message }) => message)).toEqual(["is not liked", "is not liked"]);
  const broken = {
    purl: () => {
      throw new TypeError("a bug");
    },
  };
  await expect(
    validateSbom({ format: cycloneDx, native: { ...minimal, components } }, { checks: broken }),
  ).rejects.toThrow("a bug");
});

test("keeps as many faults as asked for, and says that there are more", async () => {
  const dependencies = Array.from({ length: 30 }, (_, index) => ({ ref: `lost-${index}`, x: 1 }));
  const verdict = await validateSbom(
    { format: cycloneDx, native: { ...minimal, dependencies } },
    { maxFaults: 10 },
  );
  expect([verdict.faults.length, verdict.truncated]).toEqual([20, true]);
});

test("refuses depth past the limit, or past the stack, with a code", async () => {
  let component: JsonObject = library("leaf");
  for (let level = 0; level < 20_000; level += 1)
    component = { type: "library", name: "a", components: [component] };
  const native = { ...minimal, components: [component] };
  for (const depth of [defaultSbomLimits.depth, 1_000_000]) {
    const limits = { ...defaultSbomLimits, depth };
    const error: unknown = await validateSbom({ format: cycloneDx, native }, { limits }).catch(
      (e: unknown) => e,
    );
    expect(isSbomError(error) && error.code).toBe("DOCUMENT_TOO_DEEP");
  }
});

const hostile: readonly (readonly [
  file: string,
  version: string,
  expected: readonly string[] | string,
])[] = [
  ["deep-components-5000.cdx.json", "1.6", "DOCUMENT_TOO_DEEP"],
  ["dependency-cycle.cdx.json", "1.6", ["DEPENDENCY_CYCLE"]],
  ["duplicate-bom-refs.cdx.json", "1.6", ["ID_REPEATED", "ID_REPEATED", "REFERENCE_DANGLING"]],
  ["duplicate-keys.cdx.json", "1.6", ["KEY_REPEATED"]],
  ["proto-pollution.cdx.json", "1.6", ["SCHEMA_VIOLATED", "SCHEMA_VIOLATED", "SCHEMA_VIOLATED"]],
  ["utf8-bom-crlf.cdx.json", "1.6", []],
  ["billion-laughs.cdx.xml", "1.6", "XML_INVALID"],
  ["xxe-file.cdx.xml", "1.6", "XML_INVALID"],
];
test.skipIf(corpus === undefined).each(hostile)("survives %s", async (file, version, expected) => {
  const text = readFileSync(join(corpus ?? "", "sbom/_hostile", file), "utf8");
  const encoding = file.endsWith("xml") ? "xml" : "json";
  let codes: readonly string[] | string;
  try {
    const value = encoding === "json" ? parseJsonText(text) : {};
    const native = isJsonObject(value) ? value : {};
    const { faults } = await validateSbom({
      format: { family: "cyclonedx", version, encoding },
      native,
      text,
    });
    codes = faults.map(({ code }) => code);
  } catch (error) {
    codes = isSbomError(error) ? error.code : String(error);
  }
  expect(codes).toEqual(expected);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});
