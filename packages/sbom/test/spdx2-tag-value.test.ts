import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../src/json/json-value.ts";
import { readSpdxTagValue } from "../src/spdx2/encodings/tag-value/read-spdx-tag-value.ts";
import { renderSpdxTagValue } from "../src/spdx2/encodings/tag-value/render-spdx-tag-value.ts";
import { ruleOfTag } from "../src/spdx2/encodings/tag-value/tag-rules.ts";
import { canonicalSpdx2 } from "./spdx2-canonical.ts";
import { outcomeOf, spdx2Documents } from "./spdx2-documents.ts";

const head = ["SPDXVersion: SPDX-2.3", "SPDXID: SPDXRef-DOCUMENT", ""].join("\n");

function read(...lines: readonly string[]) {
  return readSpdxTagValue(head + lines.join("\n"));
}

describe("readSpdxTagValue", () => {
  it("reads creation information, external documents and the document's own members", () => {
    const { document, problems } = read(
      "DataLicense: CC0-1.0",
      "DocumentName: example",
      "DocumentNamespace: https://example.com/1",
      "DocumentComment: <text>two",
      "lines: here</text>",
      "ExternalDocumentRef: DocumentRef-a https://example.com/a SHA1: 00ff",
      "ExternalDocumentRef: DocumentRef-b https://example.com/b",
      "LicenseListVersion: 3.10",
      "Creator: Tool: t-1",
      "Creator: Person: Ann (ann@example.com)",
      "Created: 2026-01-01T00:00:00Z",
      "CreatorComment: made by hand",
    );
    expect(document).toEqual({
      spdxVersion: "SPDX-2.3",
      SPDXID: "SPDXRef-DOCUMENT",
      dataLicense: "CC0-1.0",
      name: "example",
      documentNamespace: "https://example.com/1",
      comment: "two\nlines: here",
      externalDocumentRefs: [
        {
          externalDocumentId: "DocumentRef-a",
          spdxDocument: "https://example.com/a",
          checksum: { algorithm: "SHA1", checksumValue: "00ff" },
        },
        { externalDocumentId: "DocumentRef-b", spdxDocument: "https://example.com/b" },
      ],
      creationInfo: {
        licenseListVersion: "3.10",
        creators: ["Tool: t-1", "Person: Ann (ann@example.com)"],
        created: "2026-01-01T00:00:00Z",
        comment: "made by hand",
      },
    });
    expect(problems).toEqual([]);
  });

  it("reads the structured values of packages", () => {
    const { document } = read(
      "PackageName: p",
      "SPDXID: SPDXRef-p",
      "FilesAnalyzed: True",
      "PackageChecksum: sha256: aa",
      "PackageChecksum: BLAKE2b-384: bb",
      "PackageVerificationCode: cc (excludes: ./a.spdx, ./b.spdx)",
      "PrimaryPackagePurpose: OPERATING_SYSTEM",
      "ExternalRef: SECURITY cpe23Type cpe:2.3:a:x:y:1:*:*:*:*:*:*:*",
      "ExternalRef: PACKAGE_MANAGER purl pkg:npm/y@1",
      "ExternalRefComment: the second",
      "PackageAttributionText: <text>one</text>",
      "PackageAttributionText: <text>two</text>",
    );
    expect(document["packages"]).toEqual([
      {
        name: "p",
        SPDXID: "SPDXRef-p",
        filesAnalyzed: true,
        checksums: [
          { algorithm: "SHA256", checksumValue: "aa" },
          { algorithm: "BLAKE2b-384", checksumValue: "bb" },
        ],
        packageVerificationCode: {
          packageVerificationCodeValue: "cc",
          packageVerificationCodeExcludedFiles: ["./a.spdx", "./b.spdx"],
        },
        primaryPackagePurpose: "OPERATING-SYSTEM",
        externalRefs: [
          {
            referenceCategory: "SECURITY",
            referenceType: "cpe23Type",
            referenceLocator: "cpe:2.3:a:x:y:1:*:*:*:*:*:*:*",
          },
          {
            referenceCategory: "PACKAGE-MANAGER",
            referenceType: "purl",
            referenceLocator: "pkg:npm/y@1",
            comment: "the second",
          },
        ],
        attributionTexts: ["one", "two"],
      },
    ]);
  });

  it.each([
    ["aa", { packageVerificationCodeValue: "aa" }],
    ["aa ()", { packageVerificationCodeValue: "aa" }],
    [
      "aa(./p.spdx)",
      { packageVerificationCodeValue: "aa", packageVerificationCodeExcludedFiles: ["./p.spdx"] },
    ],
  ])("reads the verification code %s", (value, code) => {
    const { document } = read("PackageName: p", `PackageVerificationCode: ${value}`);
    expect(document["packages"]).toEqual([{ name: "p", packageVerificationCode: code }]);
  });

  it("spells categories as the JSON Schema of the version does", () => {
    const { document } = readSpdxTagValue(
      "ExternalRefs: none\nPackageName: p\nExternalRef: PACKAGE-MANAGER purl pkg:npm/y@1\nExternalRef: MINE x y\nSPDXVersion: SPDX-2.2",
    );
    expect(document["packages"]).toMatchObject([
      {
        externalRefs: [{ referenceCategory: "PACKAGE_MANAGER" }, { referenceCategory: "MINE" }],
      },
    ]);
  });

  it("gives files to the package before them, unless it can have none", () => {
    const { document } = read(
      "FileName: ./loose",
      "SPDXID: SPDXRef-1",
      "PackageName: p",
      "SPDXID: SPDXRef-p",
      "FileName: ./a",
      "SPDXID: SPDXRef-2",
      "FileName: ./b",
      "SPDXID: SPDXRef-3",
      "PackageName: q",
      "SPDXID: SPDXRef-q",
      "FileName: ./c",
      "SPDXID: SPDXRef-4",
      "FilesAnalyzed: false",
    );
    expect(document["packages"]).toEqual([
      { name: "p", SPDXID: "SPDXRef-p", hasFiles: ["SPDXRef-2", "SPDXRef-3"] },
      { name: "q", SPDXID: "SPDXRef-q", filesAnalyzed: false },
    ]);
  });

  it("says when a file has no identifier by which its package could name it", () => {
    const { document, problems } = read("PackageName: p", "FileName: ./a");
    expect(document["packages"]).toEqual([{ name: "p" }]);
    expect(problems).toMatchObject([{ code: "FILE_UNNAMED" }]);
  });

  it("takes an SPDXID before the name of its element", () => {
    const { document, problems } = read(
      "SPDXID: SPDXRef-1",
      "FileName: ./a",
      "LicenseConcluded: MIT",
      "",
      "SPDXID: SPDXRef-2",
      "FileName: ./b",
    );
    expect(document["files"]).toEqual([
      { fileName: "./a", SPDXID: "SPDXRef-1", licenseConcluded: "MIT" },
      { fileName: "./b", SPDXID: "SPDXRef-2" },
    ]);
    expect(problems).toEqual([]);
  });

  it("gives no licence an SPDXID", () => {
    const { document } = read("LicenseID: LicenseRef-1", "SPDXID: SPDXRef-p", "PackageName: p");
    expect(document["hasExtractedLicensingInfos"]).toEqual([{ licenseId: "LicenseRef-1" }]);
    expect(document["packages"]).toEqual([{ name: "p", SPDXID: "SPDXRef-p" }]);
  });

  it("says when an SPDXID has no element, and gives it to no other one", () => {
    const { document, problems } = read(
      "PackageName: p",
      "SPDXID: SPDXRef-1",
      "SPDXID: SPDXRef-2",
      "PackageVersion: 1",
      "PackageName: q",
      "SPDXID: SPDXRef-3",
      "SPDXID: SPDXRef-4",
    );
    expect(document["packages"]).toEqual([
      { name: "p", SPDXID: "SPDXRef-1", versionInfo: "1" },
      { name: "q", SPDXID: "SPDXRef-3" },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(["TAG_MISPLACED", "TAG_MISPLACED"]);
  });

  it("reads tags of a package after its relationships and annotations", () => {
    const { document } = read(
      "PackageName: p",
      "SPDXID: SPDXRef-p",
      "Relationship: SPDXRef-DOCUMENT describes SPDXRef-p",
      "RelationshipComment: the only one",
      "Annotator: Tool: t",
      "AnnotationDate: 2026-01-01T00:00:00Z",
      "AnnotationType: REVIEW",
      "SPDXREF: SPDXRef-p",
      "AnnotationComment: <text>fine</text>",
      "PackageVersion: 1",
    );
    expect(document["packages"]).toEqual([
      {
        name: "p",
        SPDXID: "SPDXRef-p",
        versionInfo: "1",
        annotations: [
          {
            annotator: "Tool: t",
            annotationDate: "2026-01-01T00:00:00Z",
            annotationType: "REVIEW",
            comment: "fine",
          },
        ],
      },
    ]);
    expect(document["relationships"]).toEqual([
      {
        spdxElementId: "SPDXRef-DOCUMENT",
        relationshipType: "DESCRIBES",
        relatedSpdxElement: "SPDXRef-p",
        comment: "the only one",
      },
    ]);
  });

  it("reads annotations whose tags stand in another order", () => {
    const { document } = read(
      "SPDXREF: SPDXRef-DOCUMENT",
      "Annotator: Tool: a",
      "SPDXREF: SPDXRef-DOCUMENT",
      "Annotator: Tool: b",
    );
    expect(document["annotations"]).toEqual([{ annotator: "Tool: a" }, { annotator: "Tool: b" }]);
  });

  it("keeps the tags of an annotation about nothing in the document", () => {
    const { document, problems } = read("Annotator: Tool: a", "SPDXREF: SPDXRef-gone");
    expect(document["$tagValue"]).toEqual([
      { tag: "Annotator", value: "Tool: a" },
      { tag: "SPDXREF", value: "SPDXRef-gone" },
    ]);
    expect(problems).toMatchObject([{ code: "TAG_MISPLACED", offset: head.length }]);
  });

  it("reads snippets, licences, reviews and deprecated tags", () => {
    const { document, problems } = read(
      "FileName: ./a",
      "SPDXID: SPDXRef-a",
      "FileType: source",
      "FileDependency: ./b",
      "ArtifactOfProjectName: one",
      "ArtifactOfProjectHomePage: https://example.com/one",
      "ArtifactOfProjectURI: UNKNOWN",
      "ArtifactOfProjectName: two",
      "SnippetSPDXID: SPDXRef-s",
      "SnippetByteRange: 310:420",
      "SnippetLineRange: 5 : 23",
      "SnippetFromFileSPDXID: SPDXRef-a",
      "LicenseID: LicenseRef-1",
      "ExtractedText: <text>(c)</text>",
      "LicenseCrossReference: https://example.com/1, https://example.com/2",
      "LicenseCrossReference: https://example.com/a,b",
      "Reviewer: Person: Ann",
      "ReviewDate: 2026-01-01T00:00:00Z",
      "ReviewComment: good",
      "Reviewer: Person: Bob",
    );
    expect(problems).toEqual([]);
    expect(document).toMatchObject({
      files: [
        {
          fileTypes: ["SOURCE"],
          fileDependencies: ["./b"],
          artifactOfs: [
            { name: "one", homepage: "https://example.com/one", uri: "UNKNOWN" },
            { name: "two" },
          ],
        },
      ],
      snippets: [
        {
          SPDXID: "SPDXRef-s",
          ranges: [
            {
              startPointer: { offset: 310, reference: "SPDXRef-a" },
              endPointer: { offset: 420, reference: "SPDXRef-a" },
            },
            {
              startPointer: { lineNumber: 5, reference: "SPDXRef-a" },
              endPointer: { lineNumber: 23, reference: "SPDXRef-a" },
            },
          ],
          snippetFromFile: "SPDXRef-a",
        },
      ],
      hasExtractedLicensingInfos: [
        {
          licenseId: "LicenseRef-1",
          extractedText: "(c)",
          seeAlsos: ["https://example.com/1", "https://example.com/2", "https://example.com/a,b"],
        },
      ],
      revieweds: [
        { reviewer: "Person: Ann", reviewDate: "2026-01-01T00:00:00Z", comment: "good" },
        { reviewer: "Person: Bob" },
      ],
    });
  });

  it("keeps unknown tags where they stand and says line and offset in bytes", () => {
    const { document, problems } = read(
      "PackageName: Ünïcode 😀",
      "PackageColor: blue",
      "no tag here",
    );
    expect(document["packages"]).toEqual([
      { name: "Ünïcode 😀", $tagValue: [{ tag: "PackageColor", value: "blue" }] },
    ]);
    expect(problems).toEqual([
      {
        code: "TAG_UNKNOWN",
        message: "line 4: nobody knows the tag PackageColor",
        offset: head.length + new TextEncoder().encode("PackageName: Ünïcode 😀\n").length,
      },
      {
        code: "TAG_UNKNOWN",
        message: 'line 5: "no tag here" is no tag',
        offset:
          head.length +
          new TextEncoder().encode("PackageName: Ünïcode 😀\nPackageColor: blue\n").length,
      },
    ]);
  });

  it.each([
    ["LicenseConcluded: MIT", "TAG_MISPLACED"],
    ["ArtifactOfProjectName: x", "TAG_MISPLACED"],
    ["RelationshipComment: x", "TAG_MISPLACED"],
    ["Relationship: A CONTAINS", "TAG_MALFORMED"],
    ["Relationship: A CONTAINS B C", "TAG_MALFORMED"],
    ["ExternalDocumentRef: DocumentRef-a", "TAG_MALFORMED"],
    ["ExternalDocumentRef: DocumentRef-a https://example.com x", "TAG_MALFORMED"],
    ["SPDXVersion: SPDX-2.2", "TAG_REPEATED"],
    ["DocumentName:", "TAG_MALFORMED"],
  ])("keeps %s in the document as %s", (line, code) => {
    const { document, problems } = read(line);
    const [tag, value] = [
      line.slice(0, line.indexOf(":")),
      line.slice(line.indexOf(":") + 1).trim(),
    ];
    expect(document["$tagValue"]).toEqual([{ tag, value }]);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(readSpdxTagValue(renderSpdxTagValue(document).text).document).toEqual(document);
  });

  it.each([
    "FilesAnalyzed: perhaps",
    "PackageChecksum: aa",
    "PackageVerificationCode: (excludes: ./a)",
    "PackageVerificationCode: aa (excludes: ./a",
    "ExternalRef: SECURITY cpe23Type",
    "PackageName: p\nExternalRefComment: of nothing",
    "PackageVersion: 1\nPackageVersion: 2",
  ])("keeps what it cannot read of a package: %s", (line) => {
    const { document, problems } = read("PackageName: p", line);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(document["packages"])).toContain("$tagValue");
    expect(readSpdxTagValue(renderSpdxTagValue(document).text).document).toEqual(document);
  });

  it("keeps a second creation date in the document", () => {
    const { document } = read("Created: 2026-01-01T00:00:00Z", "Created: 2027-01-01T00:00:00Z");
    expect(document["$tagValue"]).toEqual([{ tag: "Created", value: "2027-01-01T00:00:00Z" }]);
    expect(readSpdxTagValue(renderSpdxTagValue(document).text).document).toEqual(document);
  });

  it("says what is left out after </text>", () => {
    const { document, problems } = read("DocumentComment: <text>a</text> and more");
    expect(document["comment"]).toBe("a");
    expect(problems).toMatchObject([{ code: "TAG_MALFORMED" }]);
  });

  it.each(["\n", "\r\n", "\r"])("reads lines that end with %j", (end) => {
    const text = [
      "\uFEFF# c",
      "SPDXVersion: SPDX-2.2",
      "DocumentComment: <text>a",
      "b</text>",
      "x",
      "",
    ].join(end);
    const { document, problems } = readSpdxTagValue(text);
    expect(document).toEqual({ spdxVersion: "SPDX-2.2", comment: "a\nb" });
    expect(problems).toMatchObject([{ message: 'line 5: "x" is no tag' }]);
  });

  it("refuses a text that is never closed, with its line", () => {
    expect(() => read("PackageName: p", "PackageComment: <text>open", "PackageName: q")).toThrow(
      expect.objectContaining({
        code: "TAG_VALUE_INVALID",
        message: "the <text> of PackageComment on line 4 is never closed; end it with </text>",
      }),
    );
  });

  it("refuses more tags than it may read", () => {
    expect(() => readSpdxTagValue(head, { items: 1 })).toThrow(
      expect.objectContaining({ code: "TOO_MANY_ITEMS" }),
    );
  });

  it.each([
    ["SPDX-2.0", "2.0"],
    ["SPDX-2.2.1", "2.2"],
    ["SPDX-2.3", "2.3"],
  ])("reads %s as %s", (stated, version) => {
    expect(readSpdxTagValue(`SPDXVersion: ${stated}`)).toMatchObject({ version, problems: [] });
  });

  it.each(["SPDX-1.2", "SPDX-2.4", "SPDX-3.0"])("refuses %s", (stated) => {
    expect(() => readSpdxTagValue(`SPDXVersion: ${stated}`)).toThrow(
      expect.objectContaining({ code: "VERSION_UNSUPPORTED" }),
    );
  });

  it.each(["", "SPDXVersion: two"])("takes %j for 2.3 and says so", (text) => {
    const { version, problems } = readSpdxTagValue(text);
    expect(version).toBe("2.3");
    expect(problems).toMatchObject([{ code: "VERSION_UNKNOWN" }]);
  });

  it("gives a result or a coded error for any cut of a document", () => {
    fc.assert(
      fc.property(spdx2Documents, fc.nat(), fc.nat(20), (document, place, length) => {
        const { text } = renderSpdxTagValue(document);
        const at = place % (text.length + 1);
        expect(outcomeOf(() => readSpdxTagValue(text.slice(0, at)))).toBe("fine");
        expect(outcomeOf(() => readSpdxTagValue(text.slice(0, at) + text.slice(at + length)))).toBe(
          "fine",
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("renderSpdxTagValue", () => {
  it("writes what reads back as the same document", () => {
    fc.assert(
      fc.property(spdx2Documents, (document) => {
        const { text, losses } = renderSpdxTagValue(document);
        expect(losses).toEqual([]);
        const { document: back, problems } = readSpdxTagValue(text);
        expect(problems).toEqual([]);
        expect(canonicalSpdx2(back)).toEqual(canonicalSpdx2(document));
      }),
      { numRuns: 200 },
    );
  });

  it("writes any tags in any order so that they read back the same, or notes a loss", () => {
    const tags = [...ruleOfTag.keys(), "SPDXID", "Unknown"];
    const values = fc.constantFrom(
      ...["", "a", " b ", "true", "false", "1:2", "a, b", "SHA1: aa", "a OTHER b", "SECURITY x y"],
      ...[
        "SPDXRef-a",
        "SPDXRef-DOCUMENT",
        "<text>a\nb: c</text>",
        "<text></text>",
        "a (excludes: b)",
      ],
    );
    const lines = fc.array(fc.tuple(fc.constantFrom(...tags), values), { maxLength: 25 });
    fc.assert(
      fc.property(lines, (lines) => {
        const { document } = read(...lines.map(([tag, value]) => `${tag}: ${value}`));
        const { text, losses } = renderSpdxTagValue(document);
        fc.pre(losses.length === 0);
        const { document: back } = readSpdxTagValue(text);
        expect(canonicalSpdx2(back)).toEqual(canonicalSpdx2(document));
        expect(back["$tagValue"]).toEqual(document["$tagValue"]);
      }),
      { numRuns: 500 },
    );
  });

  it("writes what nobody can place as relationships, each once", () => {
    const { text, losses } = renderSpdxTagValue({
      SPDXID: "SPDXRef-DOCUMENT",
      documentDescribes: ["SPDXRef-p", "SPDXRef-p", "SPDXRef-q"],
      packages: [
        { name: "p", SPDXID: "SPDXRef-p", hasFiles: ["SPDXRef-f", "SPDXRef-gone"] },
        { name: "q", SPDXID: "SPDXRef-q", hasFiles: ["SPDXRef-f"] },
        { name: "r", SPDXID: "SPDXRef-r", filesAnalyzed: false, hasFiles: ["SPDXRef-g"] },
      ],
      files: [
        { fileName: "./f", SPDXID: "SPDXRef-f" },
        { fileName: "./g", SPDXID: "SPDXRef-g" },
      ],
      relationships: [
        {
          spdxElementId: "SPDXRef-DOCUMENT",
          relationshipType: "DESCRIBES",
          relatedSpdxElement: "SPDXRef-p",
        },
      ],
    });
    expect(losses).toEqual([]);
    expect(text.split("\n").filter((line) => /^(?:Package|File)Name|^Rel/.test(line))).toEqual([
      "FileName: ./g",
      "PackageName: p",
      "FileName: ./f",
      "PackageName: q",
      "PackageName: r",
      "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-p",
      "Relationship: SPDXRef-p CONTAINS SPDXRef-gone",
      "Relationship: SPDXRef-q CONTAINS SPDXRef-f",
      "Relationship: SPDXRef-r CONTAINS SPDXRef-g",
      "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-q",
    ]);
  });

  it("puts free text between marks, unless it is NONE or NOASSERTION", () => {
    const { text } = renderSpdxTagValue({
      comment: "Tool: not a tool",
      packages: [{ name: "p", copyrightText: "NOASSERTION", summary: "" }],
    });
    expect(text).toContain("DocumentComment: <text>Tool: not a tool</text>\n");
    expect(text).toContain("PackageCopyrightText: NOASSERTION\n");
    expect(text).toContain("PackageSummary: <text></text>\n");
  });

  const pointer = (reference: string, at: JsonObject) => ({ reference, ...at });
  it.each<[string, JsonObject, string, string]>([
    ["unknown members", { x: 1 }, "/x", "tag-value has no tag for it"],
    ["names with slashes", { "a/b~": 1 }, "/a~1b~0", "tag-value has no tag for it"],
    ["numbers for text", { name: 1 }, "/name", "tag-value has no form for this value"],
    ["empty names", { name: "" }, "/name", "tag-value has no form for this value"],
    ["white space", { name: " a " }, "/name", "white space around it is left out"],
    [
      "carriage returns",
      { comment: "a\r\nb" },
      "/comment",
      "carriage returns are written as line feeds",
    ],
    [
      "the end of a text",
      { comment: "a</text>b" },
      "/comment",
      "the </text> in it ends the value; it is written as </ text>",
    ],
    ["objects for lists", { packages: {} }, "/packages", "is no array"],
    ["text for objects", { packages: ["p"] }, "/packages/0", "is no object"],
    ["text for an object", { creationInfo: "x" }, "/creationInfo", "is no object"],
    [
      "packages without a name",
      { packages: [{ versionInfo: "1" }] },
      "/packages/0/name",
      "PackageName begins it in tag-value; it is written empty",
    ],
    [
      "checksums with more",
      { packages: [{ name: "p", checksums: [{ algorithm: "MD5", checksumValue: "a", x: 1 }] }] },
      "/packages/0/checksums/0/x",
      "tag-value has no tag for it",
    ],
    [
      "other spellings",
      { packages: [{ name: "p", checksums: [{ algorithm: "md5", checksumValue: "a" }] }] },
      "/packages/0/checksums/0/algorithm",
      'is spelled "MD5"',
    ],
    [
      "other spellings of words",
      { files: [{ fileName: "f", fileTypes: ["text"] }] },
      "/files/0/fileTypes/0",
      'is spelled "TEXT"',
    ],
    [
      "verification codes with more",
      {
        packages: [
          { name: "p", packageVerificationCode: { packageVerificationCodeValue: "a", x: 1 } },
        ],
      },
      "/packages/0/packageVerificationCode/x",
      "tag-value has no tag for it",
    ],
    [
      "excluded files with commas",
      {
        packages: [
          {
            name: "p",
            packageVerificationCode: {
              packageVerificationCodeValue: "a",
              packageVerificationCodeExcludedFiles: ["a,b"],
            },
          },
        ],
      },
      "/packages/0/packageVerificationCode",
      "tag-value has no form for this value",
    ],
    [
      "references with spaces",
      {
        packages: [
          {
            name: "p",
            externalRefs: [
              { referenceCategory: "OTHER", referenceType: "a b", referenceLocator: "c" },
            ],
          },
        ],
      },
      "/packages/0/externalRefs/0",
      "tag-value has no form for this value",
    ],
    [
      "documents with broken checksums",
      {
        externalDocumentRefs: [
          {
            externalDocumentId: "DocumentRef-a",
            spdxDocument: "x:y",
            checksum: { algorithm: "a" },
          },
        ],
      },
      "/externalDocumentRefs/0",
      "tag-value has no form for this value",
    ],
    [
      "documents without a name",
      { externalDocumentRefs: ["DocumentRef-a"] },
      "/externalDocumentRefs/0",
      "tag-value has no form for this value",
    ],
    [
      "comments that are no text",
      {
        relationships: [
          { spdxElementId: "a", relationshipType: "OTHER", relatedSpdxElement: "b", comment: 1 },
        ],
      },
      "/relationships/0/comment",
      "is no text",
    ],
    [
      "second ranges",
      {
        snippets: [
          {
            SPDXID: "s",
            snippetFromFile: "f",
            ranges: [1, 2].map((offset) => ({
              startPointer: pointer("f", { offset }),
              endPointer: pointer("f", { offset }),
            })),
          },
        ],
      },
      "/snippets/0/ranges/1",
      "tag-value allows one range of each kind",
    ],
    [
      "ranges in another file",
      {
        snippets: [
          {
            SPDXID: "s",
            snippetFromFile: "f",
            ranges: [
              {
                startPointer: pointer("f", { offset: 1 }),
                endPointer: pointer("g", { offset: 2 }),
              },
            ],
          },
        ],
      },
      "/snippets/0/ranges/0",
      "tag-value has no form for this value",
    ],
    [
      "addresses that would be two",
      { hasExtractedLicensingInfos: [{ licenseId: "l", seeAlsos: ["a, b"] }] },
      "/hasExtractedLicensingInfos/0/seeAlsos/0",
      "tag-value has no form for this value",
    ],
    [
      "annotations of what has no identifier",
      { annotations: [{ annotator: "Tool: a" }] },
      "/annotations/0",
      "its element has no SPDXID",
    ],
    [
      "what a document without an identifier describes",
      { documentDescribes: ["SPDXRef-p"] },
      "/documentDescribes/0",
      "one of both ends has no identifier",
    ],
    [
      "annotations that name their element",
      { SPDXID: "SPDXRef-DOCUMENT", annotations: [{ annotator: "Tool: a", spdxElementId: "x" }] },
      "/annotations/0/spdxElementId",
      "tag-value has no tag for it",
    ],
    [
      "kept tags that would begin an element",
      { $tagValue: [{ tag: "PackageName", value: "p" }] },
      "/$tagValue/0",
      "the tag would begin or name another element",
    ],
    [
      "kept tags that are none",
      { $tagValue: [{ tag: "a b", value: "c" }] },
      "/$tagValue/0",
      "is no tag with a text",
    ],
  ])("notes as a loss: %s", (_, document, at, reason) => {
    expect(renderSpdxTagValue(document).losses).toEqual([{ pointer: at, reason }]);
  });

  it("takes members named like those of Object.prototype for any other, and deep values for none", () => {
    const document: JsonObject = JSON.parse('{"__proto__": {"name": "x"}, "constructor": 1}');
    let deep: JsonObject = {};
    for (let level = 0; level < 20_000; level += 1) deep = { deep };
    const { losses } = renderSpdxTagValue({
      ...document,
      relationships: [{ spdxElementId: deep }],
    });
    expect(losses.map(({ pointer }) => pointer)).toEqual([
      "/__proto__",
      "/constructor",
      "/relationships/0",
    ]);
  });
});
