import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRdfXml } from "../src/spdx2/encodings/rdf/parse-rdf-xml.ts";
import { readSpdxRdf } from "../src/spdx2/encodings/rdf/read-spdx-rdf.ts";
import { parseXml } from "../src/xml/parse-xml.ts";
import { outcomeOf } from "./spdx2-documents.ts";

const home = "https://example.com/d#";

function rdf(...nodes: readonly string[]): string {
  return `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://spdx.org/rdf/terms#"
 xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns:doap="http://usefulinc.com/ns/doap#"
 xmlns:ptr="http://www.w3.org/2009/pointers#" xml:base="https://example.com/d">
${nodes.join("\n")}
</rdf:RDF>`;
}

function document(...properties: readonly string[]): string {
  return `<SpdxDocument rdf:about="#SPDXRef-DOCUMENT"><specVersion>SPDX-2.3</specVersion>${properties.join("\n")}</SpdxDocument>`;
}

function read(...nodes: readonly string[]) {
  return readSpdxRdf(parseXml(rdf(...nodes)));
}

/** The licence that a package with this description of it has. */
function license(description: string, ...nodes: readonly string[]) {
  const { document: found, problems } = read(
    document(),
    `<Package rdf:about="#SPDXRef-p"><licenseDeclared ${description}</Package>`,
    ...nodes,
  );
  return [JSON.parse(JSON.stringify(found["packages"]))[0].licenseDeclared, problems.length];
}

const mit = '<member rdf:resource="http://spdx.org/licenses/MIT"/>';
const isc = '<member rdf:resource="https://spdx.org/licenses/ISC"/>';

describe("readSpdxRdf", () => {
  it("reads a document whose nodes are described where they are first used", () => {
    const {
      version,
      document: found,
      problems,
    } = read(
      document(
        "<name> example </name><rdfs:comment> kept </rdfs:comment>",
        '<dataLicense rdf:resource="http://spdx.org/licenses/CC0-1.0"/>',
        "<creationInfo><CreationInfo><creator>Tool: t</creator><created>2026</created></CreationInfo></creationInfo>",
        '<externalDocumentRef><ExternalDocumentRef rdf:about="#DocumentRef-x">',
        '<spdxDocument rdf:resource="https://example.com/x"/><checksum><Checksum>',
        '<algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha3_256"/>',
        "<checksumValue>aa</checksumValue></Checksum></checksum></ExternalDocumentRef></externalDocumentRef>",
        '<describesPackage rdf:resource="#SPDXRef-p"/><referencesFile rdf:resource="#SPDXRef-f"/>',
        "<annotation><Annotation><annotator>Tool: t</annotator><annotationDate>2026</annotationDate>",
        '<annotationType rdf:resource="http://spdx.org/rdf/terms#annotationType_other"/>',
        "<rdfs:comment>c</rdfs:comment></Annotation></annotation>",
        "<reviewed><Review><reviewer>Person: r</reviewer><reviewDate>2026</reviewDate></Review></reviewed>",
        "<relationship><Relationship><rdfs:comment>why</rdfs:comment>",
        '<relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_copyOf"/>',
        '<relatedSpdxElement rdf:resource="https://example.com/x#SPDXRef-y"/></Relationship></relationship>',
      ),
      '<Package rdf:about="https://example.com/d#SPDXRef-p"><name>p</name><versionInfo>1.0</versionInfo>',
      '<downloadLocation rdf:resource="http://spdx.org/rdf/terms#noassertion"/><filesAnalyzed>true</filesAnalyzed>',
      '<doap:homepage rdf:resource="https://example.com/home"/>',
      '<licenseConcluded rdf:resource="http://spdx.org/rdf/terms#none"/>',
      '<primaryPackagePurpose rdf:resource="http://spdx.org/rdf/terms#purpose_operating_system"/>',
      "<packageVerificationCode><PackageVerificationCode><packageVerificationCodeValue>aa\n</packageVerificationCodeValue>",
      "<packageVerificationCodeExcludedFile>./x</packageVerificationCodeExcludedFile></PackageVerificationCode></packageVerificationCode>",
      "<externalRef><ExternalRef><referenceLocator>pkg:npm/p@1</referenceLocator>",
      '<referenceCategory rdf:resource="http://spdx.org/rdf/terms#referenceCategory_packageManager"/>',
      '<referenceType rdf:resource="http://spdx.org/rdf/references/purl"/></ExternalRef></externalRef>',
      '<hasFile><File rdf:ID="SPDXRef-f"><fileName>./f</fileName>',
      '<fileType rdf:resource="http://spdx.org/rdf/terms#fileType_source"/>',
      '<artifactOf><doap:Project rdf:about="https://example.com/project"><doap:name>a</doap:name></doap:Project></artifactOf>',
      "<relationship><Relationship>",
      '<relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_generatedFrom"/>',
      '<relatedSpdxElement rdf:resource="http://spdx.org/rdf/terms#noassertion"/></Relationship></relationship>',
      "</File></hasFile></Package>",
      '<Snippet rdf:about="#SPDXRef-s"><snippetFromFile rdf:resource="#SPDXRef-f"/><range><ptr:StartEndPointer>',
      '<ptr:startPointer><ptr:ByteOffsetPointer><ptr:offset>1</ptr:offset><ptr:reference rdf:resource="#SPDXRef-f"/>',
      "</ptr:ByteOffsetPointer></ptr:startPointer><ptr:endPointer><ptr:LineCharPointer><ptr:lineNumber>2</ptr:lineNumber>",
      "</ptr:LineCharPointer></ptr:endPointer></ptr:StartEndPointer></range></Snippet>",
    );
    expect(problems).toEqual([]);
    expect(version).toBe("2.3");
    expect(found).toEqual({
      SPDXID: "SPDXRef-DOCUMENT",
      documentNamespace: "https://example.com/d",
      spdxVersion: "SPDX-2.3",
      name: "example",
      comment: " kept ",
      dataLicense: "CC0-1.0",
      creationInfo: { creators: ["Tool: t"], created: "2026" },
      externalDocumentRefs: [
        {
          externalDocumentId: "DocumentRef-x",
          spdxDocument: "https://example.com/x",
          checksum: { algorithm: "SHA3-256", checksumValue: "aa" },
        },
      ],
      documentDescribes: ["SPDXRef-p"],
      annotations: [
        { annotator: "Tool: t", annotationDate: "2026", annotationType: "OTHER", comment: "c" },
      ],
      revieweds: [{ reviewer: "Person: r", reviewDate: "2026" }],
      packages: [
        {
          SPDXID: "SPDXRef-p",
          name: "p",
          versionInfo: "1.0",
          downloadLocation: "NOASSERTION",
          filesAnalyzed: true,
          homepage: "https://example.com/home",
          licenseConcluded: "NONE",
          primaryPackagePurpose: "OPERATING-SYSTEM",
          packageVerificationCode: {
            packageVerificationCodeValue: "aa",
            packageVerificationCodeExcludedFiles: ["./x"],
          },
          externalRefs: [
            {
              referenceLocator: "pkg:npm/p@1",
              referenceCategory: "PACKAGE-MANAGER",
              referenceType: "purl",
            },
          ],
          hasFiles: ["SPDXRef-f"],
        },
      ],
      files: [
        {
          SPDXID: "SPDXRef-f",
          fileName: "./f",
          fileTypes: ["SOURCE"],
          artifactOfs: [{ uri: "https://example.com/project", name: "a" }],
        },
      ],
      snippets: [
        {
          SPDXID: "SPDXRef-s",
          snippetFromFile: "SPDXRef-f",
          ranges: [
            { startPointer: { offset: 1, reference: "SPDXRef-f" }, endPointer: { lineNumber: 2 } },
          ],
        },
      ],
      relationships: [
        {
          spdxElementId: "SPDXRef-DOCUMENT",
          relationshipType: "COPY_OF",
          relatedSpdxElement: "DocumentRef-x:SPDXRef-y",
          comment: "why",
        },
        {
          spdxElementId: "SPDXRef-f",
          relationshipType: "GENERATED_FROM",
          relatedSpdxElement: "NOASSERTION",
        },
      ],
    });
  });

  it("gathers a node that is described in pieces, also by name and without rdf:RDF", () => {
    const { document: found } = read(
      document(),
      '<rdf:Description rdf:nodeID="a"><versionInfo>1</versionInfo></rdf:Description>',
      '<rdf:Description rdf:nodeID="a" name="p"><rdf:type rdf:resource="http://spdx.org/rdf/terms#Package"/>',
      '<checksum rdf:parseType="Resource"><checksumValue>aa</checksumValue></checksum>',
      '<rdfs:comment rdf:parseType="Literal">a<b/>c</rdfs:comment></rdf:Description>',
    );
    expect(found["packages"]).toEqual([
      {
        SPDXID: "SPDXRef-a",
        versionInfo: "1",
        checksums: [{ checksumValue: "aa" }],
        comment: "ac",
      },
    ]);
    const alone = parseXml(
      `<SpdxDocument xmlns="http://spdx.org/rdf/terms#" xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:about="urn:x"/>`,
    );
    expect(readSpdxRdf(alone).document).toEqual({
      SPDXID: "SPDXRef-DOCUMENT",
      documentNamespace: "urn:x",
    });
  });

  it("lists every extracted licence once, wherever it is described", () => {
    const extracted = (id: string) =>
      `<ExtractedLicensingInfo rdf:about="#${id}"><extractedText> t </extractedText><rdfs:seeAlso>u</rdfs:seeAlso></ExtractedLicensingInfo>`;
    const { document: found } = read(
      document(
        `<hasExtractedLicensingInfo>${extracted("LicenseRef-1")}</hasExtractedLicensingInfo>`,
      ),
      `<Package rdf:about="#SPDXRef-p"><licenseDeclared>${extracted("LicenseRef-2")}</licenseDeclared></Package>`,
    );
    expect(found["hasExtractedLicensingInfos"]).toEqual([
      { licenseId: "LicenseRef-1", extractedText: " t ", seeAlsos: ["u"] },
      { licenseId: "LicenseRef-2", extractedText: " t ", seeAlsos: ["u"] },
    ]);
    expect(found["packages"]).toEqual([{ SPDXID: "SPDXRef-p", licenseDeclared: "LicenseRef-2" }]);
  });

  it.each([
    [
      `><ConjunctiveLicenseSet>${mit}${isc}</ConjunctiveLicenseSet></licenseDeclared>`,
      "(MIT AND ISC)",
    ],
    [
      `><DisjunctiveLicenseSet>${mit}<member><ConjunctiveLicenseSet>${isc}<member rdf:resource="#LicenseRef-1"/></ConjunctiveLicenseSet></member></DisjunctiveLicenseSet></licenseDeclared>`,
      "(MIT OR (ISC AND LicenseRef-1))",
    ],
    [`><ConjunctiveLicenseSet>${mit}</ConjunctiveLicenseSet></licenseDeclared>`, "MIT"],
    [
      `><WithExceptionOperator><member><OrLaterOperator>${mit}</OrLaterOperator></member><licenseException><LicenseException><licenseExceptionId>X-exception</licenseExceptionId></LicenseException></licenseException></WithExceptionOperator></licenseDeclared>`,
      "MIT+ WITH X-exception",
    ],
    ["><SpdxNoAssertionLicense/></licenseDeclared>", "NOASSERTION"],
    ["><SpdxNoneLicense/></licenseDeclared>", "NONE"],
    [">MIT OR ISC</licenseDeclared>", "MIT OR ISC"],
  ])("reads the licence %s as %s", (description, expression) => {
    expect(license(description)).toEqual([expression, 0]);
  });

  it.each([
    ["<ConjunctiveLicenseSet/>", ""],
    ["<License/>", ""],
    [`<WithExceptionOperator>${mit}</WithExceptionOperator>`, ""],
    [
      `<ConjunctiveLicenseSet rdf:nodeID="a">${mit}<member rdf:nodeID="a"/></ConjunctiveLicenseSet>`,
      "",
    ],
    [
      `<ConjunctiveLicenseSet>${mit}<member rdf:nodeID="a"/></ConjunctiveLicenseSet>`,
      `<ConjunctiveLicenseSet rdf:nodeID="a"><member rdf:nodeID="b"/></ConjunctiveLicenseSet><DisjunctiveLicenseSet rdf:nodeID="b"><member rdf:nodeID="a"/></DisjunctiveLicenseSet>`,
    ],
  ])("leaves out the licence %s, and says so", (description, node) => {
    const [expression, problems] = license(`>${description}</licenseDeclared>`, node);
    expect(expression).toBeUndefined();
    expect(problems).toBeGreaterThan(0);
  });

  it("reads licences nested deeper than a stack is", () => {
    const sets = Array.from(
      { length: 10_000 },
      (_, level) =>
        `<ConjunctiveLicenseSet rdf:nodeID="n${level}"><member rdf:nodeID="n${level + 1}"/></ConjunctiveLicenseSet>`,
    );
    const last = `<ExtractedLicensingInfo rdf:nodeID="n10000"><licenseId>LicenseRef-1</licenseId></ExtractedLicensingInfo>`;
    expect(license('rdf:nodeID="n0"/>', ...sets, last)).toEqual(["LicenseRef-1", 0]);
  });

  it("refuses licence sets and nodes that share each other until they are huge", () => {
    const sets = Array.from({ length: 60 }, (_, level) =>
      [0, 1]
        .map((side) => {
          const members = [0, 1].map((next) => `<member rdf:nodeID="n${level + 1}.${next}"/>`);
          return `<ConjunctiveLicenseSet rdf:nodeID="n${level}.${side}">${members.join("")}</ConjunctiveLicenseSet>`;
        })
        .join(""),
    );
    const ends = [0, 1].map(
      (side) =>
        `<ExtractedLicensingInfo rdf:nodeID="n60.${side}"><licenseId>LicenseRef-${side}</licenseId></ExtractedLicensingInfo>`,
    );
    expect(() => license('rdf:nodeID="n0.0"/>', ...sets, ...ends)).toThrow(
      expect.objectContaining({ code: "DOCUMENT_TOO_LARGE" }),
    );
    const files = Array.from(
      { length: 1000 },
      (_, file) =>
        `<packageVerificationCodeExcludedFile>${file}</packageVerificationCodeExcludedFile>`,
    );
    const packages = Array.from(
      { length: 1000 },
      (_, index) =>
        `<Package rdf:about="#SPDXRef-${index}"><packageVerificationCode rdf:nodeID="a"/></Package>`,
    );
    const code = `<PackageVerificationCode rdf:nodeID="a">${files.join("")}</PackageVerificationCode>`;
    expect(() => read(document(), code, ...packages)).toThrow(
      expect.objectContaining({ code: "TOO_MANY_ITEMS" }),
    );
  });

  it("says what it leaves out, with the line", () => {
    const { document: found, problems } = read(
      document(
        "<colour>blue</colour>",
        "<name>a</name><name>b</name>",
        "<creationInfo>x</creationInfo>",
      ),
      '<SpdxDocument rdf:about="https://example.com/other#SPDXRef-DOCUMENT"/>',
    );
    expect(found).toMatchObject({ name: "a", creationInfo: {} });
    expect(problems).toEqual([
      { code: "DOCUMENT_REPEATED", message: "line 7: another document is left out" },
      {
        code: "PROPERTY_UNKNOWN",
        message:
          "line 4: nobody knows http://spdx.org/rdf/terms#colour of a SpdxDocument; it is left out",
      },
      {
        code: "VALUE_REPEATED",
        message:
          "line 4: http://spdx.org/rdf/terms#name has more than one value; the first is read",
      },
      { code: "VALUE_MALFORMED", message: "line 4: a CreationInfo is no node; it is left empty" },
    ]);
  });

  it("keeps identifiers that are no part of the document, and decodes those that are", () => {
    const related = [
      "https://example.com/z#SPDXRef-1",
      "urn:x",
      "#a%3Ab",
      "#a%zz",
      `${home}SPDXRef-q`,
    ];
    const { document: found } = read(
      document(
        ...related.map(
          (uri) =>
            `<relationship><Relationship><relatedSpdxElement rdf:resource="${uri}"/></Relationship></relationship>`,
        ),
      ),
    );
    expect(found["relationships"]).toEqual(
      ["https://example.com/z#SPDXRef-1", "urn:x", "a:b", "a%zz", "SPDXRef-q"].map((id) => ({
        spdxElementId: "SPDXRef-DOCUMENT",
        relatedSpdxElement: id,
      })),
    );
  });

  it("refuses what describes no document", () => {
    expect(() => read("<Package/>")).toThrow(expect.objectContaining({ code: "RDF_INVALID" }));
    expect(() => read('<SpdxDocument rdf:about="a" rdf:nodeID="b"/>')).toThrow(
      expect.objectContaining({ code: "RDF_INVALID" }),
    );
  });

  it("gives a result or a coded error for any cut of a document", () => {
    const text = rdf(
      document(
        `<relationship><Relationship><relatedSpdxElement><Package rdf:about="#SPDXRef-p"><licenseDeclared><DisjunctiveLicenseSet>${mit}${isc}</DisjunctiveLicenseSet></licenseDeclared></Package></relatedSpdxElement></Relationship></relationship>`,
      ),
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(30), (at, length) => {
        const cut = text.slice(0, at) + text.slice(at + length);
        expect(outcomeOf(() => readSpdxRdf(parseXml(cut)))).toBe("fine");
        expect(outcomeOf(() => readSpdxRdf(parseXml(text.slice(0, at))))).toBe("fine");
      }),
      { numRuns: 150 },
    );
  });
});

describe("parseRdfXml", () => {
  it("resolves references against the nearest base", () => {
    const graph = parseRdfXml(
      parseXml(
        rdf('<File rdf:about="b/c" xml:base="https://other.example/a/"/>', '<File rdf:about=""/>'),
      ),
    );
    expect([...graph.nodes.keys()].filter((id) => !id.includes("spdx.org"))).toEqual([
      "https://other.example/a/b/c",
      "https://example.com/d",
    ]);
  });

  it("counts a statement that is said twice once", () => {
    const node = '<File rdf:about="#f"><fileName>f</fileName></File>';
    expect(parseRdfXml(parseXml(rdf(node, node))).statements).toBe(2);
  });
});
