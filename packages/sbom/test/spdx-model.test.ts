import { convertSbom, parseSbom, type SbomDocument } from "@coppice/sbom";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLicenseNamer } from "../src/license-namer.ts";
import { nameElements } from "../src/spdx2/name-elements.ts";
import { readCreator } from "../src/spdx2/read-creator.ts";
import { renderCreator } from "../src/spdx2/render-creator.ts";
import { splitTool } from "../src/spdx2/split-tool.ts";

function graph(...elements: readonly object[]): SbomDocument {
  return parseSbom(
    JSON.stringify({
      "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
      "@graph": elements,
    }),
  );
}

describe("people and tools of SPDX 2", () => {
  test.each([
    ["Organization: Shop (a@b.c)", { kind: "organization", name: "Shop", emails: ["a@b.c"] }],
    ["Person: Ann ()", { kind: "person", name: "Ann", emails: [] }],
    ["Organization: Shop (UK)", { kind: "organization", name: "Shop (UK)", emails: [] }],
    ["Organization: ", { kind: "organization", name: undefined }],
    ["Tool: sbom-tool-1.0-beta", { kind: "tool", name: "sbom-tool", version: "1.0-beta" }],
    ["somebody", { name: "somebody" }],
  ])("%s", (text, party) => {
    expect(readCreator(text)).toMatchObject(party);
  });

  test("NOASSERTION is nobody", () => expect(readCreator("NOASSERTION")).toBeUndefined());

  test.each([
    ["a-1", "a", "1"],
    ["a-v1.2.3-rc1", "a", "v1.2.3-rc1"],
    ["a-1-2", "a-1", "2"],
    ["a-b", "a-b", undefined],
    ["-1", "-1", undefined],
    ["1.0.0", "1.0.0", undefined],
  ])("%s is a name and a version", (text, name, version) => {
    expect(splitTool(text)).toEqual(version === undefined ? { name } : { name, version });
  });

  test("come back as they were written", () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{0,8}$/);
    const party = fc.record({ kind: fc.constantFrom("person", "organization"), name: word });
    fc.assert(
      fc.property(
        party,
        fc.array(
          word.map((text) => `${text}@b.c`),
          { maxLength: 1 },
        ),
        ({ kind, name }, emails) => {
          const whole = {
            kind: kind === "person" ? ("person" as const) : ("organization" as const),
            name,
            emails,
            urls: [],
          };
          expect(readCreator(renderCreator(whole))).toEqual(whole);
        },
      ),
    );
  });
});

describe("ids of SPDX 2", () => {
  test("are each one's own, and allowed", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.oneof(
            fc.string(),
            fc.constantFrom("SPDXRef-a", "a", "SPDXRef-a-2", "SPDXRef-DOCUMENT", "a!"),
          ),
        ),
        (refs) => {
          const names = [...nameElements(refs).values()];
          expect(new Set(names).size).toBe(refs.length);
          for (const name of names) expect(name).toMatch(/^SPDXRef-[A-Za-z0-9.-]*$/);
        },
      ),
    );
  });
});

describe("expressions of licences", () => {
  test("join what applies, and name what SPDX does not list", () => {
    const namer = createLicenseNamer([{ id: "LicenseRef-x", name: "X", urls: [] }]);
    expect(
      namer.expressionOf([
        { expression: "MIT OR ISC" },
        { name: "My Licence" },
        { expression: "NONE" },
      ]),
    ).toBe("(MIT OR ISC) AND LicenseRef-My-Licence");
    expect(namer.expressionOf([{ name: "My Licence", text: "other" }])).toBe(
      "LicenseRef-My-Licence-2",
    );
    expect(namer.expressionOf([{ name: "X" }])).toBe("LicenseRef-x");
    expect(namer.expressionOf([{ name: "MIT OR ISC" }])).toBe("MIT OR ISC");
    expect(namer.expressionOf([{ name: "MIT OR ISC", url: "https://l.example" }])).toBe(
      "LicenseRef-MIT-OR-ISC",
    );
    expect(namer.expressionOf([{ name: "LicenseRef-own", text: "t" }])).toBe("LicenseRef-own");
    expect(namer.expressionOf([{ url: "u" }])).toBe("LicenseRef-u");
    expect(namer.expressionOf([{ expression: "NONE" }, { name: "NOASSERTION" }])).toBe("NONE");
    expect(namer.expressionOf([{ name: "NONE" }])).toBe("NONE");
    expect(namer.expressionOf([])).toBeUndefined();
    expect(namer.named().map(({ id }) => id)).toContain("LicenseRef-own");
  });

  test("name thousands of one name in linear time", () => {
    const namer = createLicenseNamer([]);
    const ids = Array.from({ length: 20_000 }, (_, at) =>
      namer.expressionOf([{ name: "same", text: String(at) }]),
    );
    expect(new Set(ids).size).toBe(20_000);
  });
});

describe("the model of SPDX 2", () => {
  test("takes annotations of ours that say nothing for what they are", () => {
    const annotation = (comment: string) => ({
      annotator: "Tool: coppice",
      annotationType: "OTHER",
      comment,
    });
    const { components } = parseSbom(
      JSON.stringify({
        spdxVersion: "SPDX-2.3",
        packages: [
          {
            SPDXID: "SPDXRef-a",
            name: "a",
            licenseDeclared: "not an expression (",
            annotations: ["property [", "property [1]", 'property ["ours"]', "other"].map(
              annotation,
            ),
          },
        ],
      }),
    );
    expect(components[0]?.properties).toEqual([{ name: "ours", value: undefined }]);
  });

  test("turns relations round, and knows what depends on nothing", () => {
    const { relationships, leaves, subjects } = parseSbom(
      JSON.stringify({
        spdxVersion: "SPDX-2.3",
        SPDXID: "SPDXRef-DOCUMENT",
        packages: [
          { SPDXID: "SPDXRef-a", name: "a" },
          { SPDXID: "SPDXRef-b", name: "b" },
        ],
        relationships: [
          {
            spdxElementId: "SPDXRef-a",
            relationshipType: "DESCRIBED_BY",
            relatedSpdxElement: "SPDXRef-DOCUMENT",
          },
          {
            spdxElementId: "SPDXRef-b",
            relationshipType: "DEV_DEPENDENCY_OF",
            relatedSpdxElement: "SPDXRef-a",
          },
          {
            spdxElementId: "SPDXRef-a",
            relationshipType: "DEPENDS_ON",
            relatedSpdxElement: "SPDXRef-b",
          },
          {
            spdxElementId: "SPDXRef-b",
            relationshipType: "DEPENDS_ON",
            relatedSpdxElement: "NONE",
          },
          {
            spdxElementId: "SPDXRef-a",
            relationshipType: "CONTAINS",
            relatedSpdxElement: "NOASSERTION",
          },
          { spdxElementId: "SPDXRef-a" },
        ],
      }),
    );
    expect(subjects).toEqual(["SPDXRef-a"]);
    expect(leaves).toEqual(["SPDXRef-b"]);
    expect(relationships).toMatchObject([
      { from: "SPDXRef-a", kind: "dependsOn", to: "SPDXRef-b", scope: "development" },
    ]);
  });
});

describe("the model of SPDX 3", () => {
  test("takes no verification code for a hash, and names makers that it does not find", () => {
    const [item] = graph({
      type: "software_Package",
      spdxId: "urn:a",
      name: "a",
      software_primaryPurpose: "model",
      verifiedUsing: [
        { type: "PackageVerificationCode", algorithm: "sha1", hashValue: "00" },
        { type: "Hash", algorithm: "sha3_256", hashValue: "01" },
      ],
      originatedBy: ["urn:nobody"],
      externalRef: [
        {
          type: "ExternalRef",
          externalRefType: "vcs",
          locator: ["https://one.example", "https://two.example"],
        },
      ],
    }).components;
    expect(item).toMatchObject({
      type: "machine-learning-model",
      hashes: ["sha3-256:01"],
      originators: [{ name: "urn:nobody" }],
    });
    expect(item?.externalReferences).toHaveLength(2);
  });

  test("puts together sets of licences", () => {
    const license = (spdxId: string, type: string, members: object) => ({
      spdxId,
      type: `expandedlicensing_${type}`,
      ...members,
    });
    const { components } = graph(
      { type: "software_Package", spdxId: "urn:a", name: "a" },
      license("urn:set", "ConjunctiveLicenseSet", {
        expandedlicensing_member: ["urn:or", "urn:later", "urn:with"],
      }),
      license("urn:or", "DisjunctiveLicenseSet", {
        expandedlicensing_member: ["https://spdx.org/licenses/MIT", "urn:x/LicenseRef-x"],
      }),
      license("urn:later", "OrLaterOperator", {
        expandedlicensing_subjectLicense: "https://spdx.org/licenses/Apache-1.0",
      }),
      license("urn:with", "WithAdditionOperator", {
        expandedlicensing_subjectExtendableLicense: "https://spdx.org/licenses/GPL-2.0-only",
        expandedlicensing_subjectAddition: "https://spdx.org/licenses/Classpath-exception-2.0",
      }),
      {
        type: "Relationship",
        spdxId: "urn:r",
        from: "urn:a",
        relationshipType: "hasDeclaredLicense",
        to: ["urn:set"],
      },
      {
        type: "Relationship",
        spdxId: "urn:s",
        from: "urn:a",
        relationshipType: "hasConcludedLicense",
        to: ["https://spdx.org/rdf/3.0.1/terms/Licensing/NoAssertion"],
      },
      {
        type: "Relationship",
        spdxId: "urn:t",
        from: "urn:a",
        relationshipType: "hasConcludedLicense",
        to: ["https://spdx.org/rdf/3.0.1/terms/Licensing/None"],
      },
    );
    expect(components[0]?.licenses.map(({ expression }) => expression)).toEqual([
      "(MIT OR LicenseRef-x) AND Apache-1.0+ AND (GPL-2.0-only WITH Classpath-exception-2.0)",
      "NONE",
    ]);
  });

  test("stays small where sets of licences double at each of many levels, or stand in themselves", () => {
    const level = (at: number, members: readonly string[]) => ({
      type: "expandedlicensing_ConjunctiveLicenseSet",
      spdxId: `urn:l${at}`,
      expandedlicensing_member: members,
    });
    const { components } = graph(
      { type: "software_Package", spdxId: "urn:a", name: "a" },
      ...Array.from({ length: 45 }, (_, at) => level(at, [`urn:l${at + 1}`, `urn:l${at + 1}`])),
      level(45, ["https://spdx.org/licenses/MIT", "urn:l0"]),
      {
        type: "Relationship",
        spdxId: "urn:r",
        from: "urn:a",
        relationshipType: "hasDeclaredLicense",
        to: ["urn:l0"],
      },
    );
    expect(components[0]?.licenses[0]?.expression?.length).toBeLessThan(200_000);
  });

  test("finds who made a document that has no document element", () => {
    const { creators, created } = graph(
      {
        type: "CreationInfo",
        "@id": "_:c",
        createdBy: ["urn:p"],
        createdUsing: ["urn:t"],
        created: "2026-01-31T12:00:00Z",
        specVersion: "3.0.1",
      },
      {
        type: "Person",
        spdxId: "urn:p",
        creationInfo: "_:c",
        name: "Ann",
        externalIdentifier: [
          { type: "ExternalIdentifier", externalIdentifierType: "email", identifier: "a@b.c" },
        ],
      },
      { type: "Tool", spdxId: "urn:t", creationInfo: "_:c", name: "maker-1.0" },
    );
    expect(created).toBe("2026-01-31T12:00:00Z");
    expect(creators).toEqual([
      { kind: "tool", name: "maker", version: "1.0", emails: [], urls: [] },
      { kind: "person", name: "Ann", emails: ["a@b.c"], urls: [] },
    ]);
  });

  test("carries relations whose ends are elsewhere or whose kind it does not have", async () => {
    const cyclonedx = parseSbom(
      '{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79","components":[{"type":"library","name":"a","bom-ref":"a","properties":[{"name":"coppice:relationship:strange:","value":"else where"},{"name":"coppice:commented-relationship:dependsOn:provided","value":"[\\"b\\",\\"why\\"]"}]}]}',
    );
    for (const version of ["2.3", "3.0.1"]) {
      const { document } = await convertSbom(cyclonedx, { family: "spdx", version });
      const { document: back } = await convertSbom(document, {
        family: "cyclonedx",
        version: "1.7",
      });
      const kinds = back.relationships.map(({ kind, scope, comment }) => [kind, scope, comment]);
      expect(kinds).toEqual([
        ["strange", undefined, undefined],
        ["dependsOn", "provided", "why"],
      ]);
    }
  });
});
