import { isCoppiceError } from "@coppice/types";
import fc from "fast-check";
import type { JsonObject } from "../src/json/json-value.ts";

/** `fine` where `action` ends or throws an error with a code; otherwise what it threw. */
export function outcomeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (!isCoppiceError(error)) return error;
  }
  return "fine";
}

const line = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom(
      'a "quoted" name',
      "a: b",
      "# no comment",
      "Tool: x",
      "ünï 😀",
      "NONE",
      "<text>",
      "SPDXID: x",
    ),
  )
  .map((text) => text.replace(/[\r\n]/g, "").replaceAll("</text>", ""))
  .filter((text) => /^[^ \t](?:.*[^ \t])?$/s.test(text));

const free = fc
  .oneof(
    line,
    fc.constantFrom("", "\n", " two\nlines ", "a\n\nb:\n# c", "<text>x", "PackageName: y\nz"),
  )
  .filter((text) => !text.includes("\r"));

const word = fc.constantFrom("aa", "00ff", "x-1.0", "é");

/** An object with some of these members. */
function some(members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<JsonObject> {
  return fc
    .record(members, { requiredKeys: [] })
    .map((value): JsonObject => JSON.parse(JSON.stringify(value)));
}

const checksums = fc.array(
  some({}).chain(() =>
    fc.record({
      algorithm: fc.constantFrom("SHA1", "SHA3-256", "BLAKE2b-512"),
      checksumValue: word,
    }),
  ),
  { maxLength: 2 },
);

const annotations = fc.array(
  fc.record({
    annotator: line,
    annotationDate: word,
    annotationType: fc.constantFrom("OTHER", "REVIEW"),
    comment: free,
  }),
  { maxLength: 2 },
);

const shared = {
  annotations,
  attributionTexts: fc.array(free, { maxLength: 2 }),
  comment: free,
  copyrightText: free,
  licenseComments: free,
  licenseConcluded: fc.constantFrom("MIT", "NOASSERTION", "(MIT OR Apache-2.0)"),
};

const packages = fc.array(
  some({
    ...shared,
    versionInfo: line,
    packageFileName: line,
    supplier: line,
    originator: line,
    downloadLocation: line,
    filesAnalyzed: fc.boolean(),
    checksums,
    packageVerificationCode: fc.record({
      packageVerificationCodeValue: word,
      packageVerificationCodeExcludedFiles: fc.array(word, { maxLength: 2 }),
    }),
    homepage: line,
    sourceInfo: free,
    summary: free,
    description: free,
    licenseInfoFromFiles: fc.array(fc.constantFrom("MIT", "ISC"), { maxLength: 2 }),
    primaryPackagePurpose: fc.constantFrom("LIBRARY", "OPERATING-SYSTEM"),
    externalRefs: fc.array(
      fc.record(
        {
          referenceCategory: fc.constantFrom("SECURITY", "PACKAGE-MANAGER", "PACKAGE_MANAGER"),
          referenceType: word,
          referenceLocator: line.filter((text) => !text.startsWith("<text>")),
          comment: free,
        },
        { requiredKeys: ["referenceCategory", "referenceType", "referenceLocator"] },
      ),
      { maxLength: 2 },
    ),
  }),
  { maxLength: 3 },
);

const files = fc.array(
  some({
    ...shared,
    fileTypes: fc.array(fc.constantFrom("SOURCE", "TEXT"), { maxLength: 2 }),
    checksums,
    fileContributors: fc.array(line, { maxLength: 2 }),
    noticeText: free,
    artifactOfs: fc.array(fc.record({ name: line, homepage: word }), { maxLength: 2 }),
  }),
  { maxLength: 3 },
);

const licenses = fc.array(
  some({
    extractedText: free,
    name: line,
    seeAlsos: fc.array(word, { maxLength: 2 }),
    comment: free,
  }),
  { maxLength: 2 },
);

/** Small documents of SPDX 2.3 that every encoding can say. */
export const spdx2Documents: fc.Arbitrary<JsonObject> = fc
  .record({
    name: line,
    comment: free,
    creators: fc.array(line, { minLength: 1, maxLength: 2 }),
    packages,
    files,
    licenses,
    annotations,
    owners: fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }),
    snippet: fc.boolean(),
  })
  .map(({ name, comment, creators, packages, files, licenses, annotations, owners, snippet }) => ({
    SPDXID: "SPDXRef-DOCUMENT",
    spdxVersion: "SPDX-2.3",
    name,
    comment,
    creationInfo: { created: "2026-01-01T00:00:00Z", creators },
    annotations,
    documentDescribes: packages.map((_, index) => `SPDXRef-p${index}`),
    packages: packages.map((item, index) => ({
      ...item,
      SPDXID: `SPDXRef-p${index}`,
      name: `p: ${index}`,
      hasFiles: files.flatMap((_, file) => (owners[file] === index ? [`SPDXRef-f${file}`] : [])),
    })),
    files: files.map((item, index) => ({
      ...item,
      SPDXID: `SPDXRef-f${index}`,
      fileName: `./"${index}"`,
    })),
    snippets: snippet
      ? [
          {
            SPDXID: "SPDXRef-s",
            snippetFromFile: "SPDXRef-f0",
            ranges: [
              {
                startPointer: { offset: 1, reference: "SPDXRef-f0" },
                endPointer: { offset: 20, reference: "SPDXRef-f0" },
              },
            ],
          },
        ]
      : [],
    hasExtractedLicensingInfos: licenses.map((item, index) => ({
      ...item,
      licenseId: `LicenseRef-${index}`,
    })),
    relationships: packages.map((_, index) => ({
      spdxElementId: `SPDXRef-p${index}`,
      relationshipType: "DEPENDS_ON",
      relatedSpdxElement: "NONE",
      comment,
    })),
  }));
