import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { parseRdfXml } from "../src/spdx2/encodings/rdf/parse-rdf-xml.ts";
import { renderSpdxTagValue } from "../src/spdx2/encodings/tag-value/render-spdx-tag-value.ts";
import { parseXml } from "../src/xml/parse-xml.ts";
import { corpus, readCorpusText, readSpdx2Text } from "./spdx2-corpus.ts";

/** A Python that has the packages spdx-tools and rdflib. */
const python = process.env["COPPICE_PYTHON"] ?? "python3";
const found = spawnSync(python, ["-c", "import spdx_tools, rdflib"]).status === 0;

if (!found) process.stderr.write(`${python} has no spdx-tools: its tests are skipped\n`);

const validate = `
import sys
from spdx_tools.spdx.parser.tagvalue.tagvalue_parser import parse_from_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
for name in sys.argv[1:]:
    document = parse_from_file(name, "utf-8")
    messages = [m.validation_message for m in validate_full_spdx_document(document)]
    print(len(document.packages), len(document.files), len(document.snippets),
          len(document.annotations), len(document.extracted_licensing_info), messages)
`;

describe.skipIf(!found)("the SPDX project's Python tools", () => {
  const folder = mkdtempSync(join(tmpdir(), "coppice-spdx-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (script: string, ...files: readonly string[]): string => {
    const { stdout, stderr, status } = spawnSync(python, ["-c", script, ...files], {
      encoding: "utf8",
    });
    expect(stderr).not.toContain("Traceback");
    expect(status).toBe(0);
    return stdout;
  };

  it("read the tag-value that is written, and find it valid", () => {
    const text = fc.constantFrom("one line", "two\nlines", "a: b", "Tool: x", 'a "name" (ü)');
    const document = fc.sample(
      fc.record({ comment: text, description: text, summary: text, copyrightText: text }),
      { numRuns: 5, seed: 1 },
    );
    const files = document.map((texts, index) => {
      const file = join(folder, `${index}.spdx`);
      writeFileSync(
        file,
        renderSpdxTagValue({
          SPDXID: "SPDXRef-DOCUMENT",
          spdxVersion: "SPDX-2.3",
          dataLicense: "CC0-1.0",
          name: "example",
          documentNamespace: "https://example.com/1",
          creationInfo: { created: "2026-01-01T00:00:00Z", creators: ["Tool: coppice-1"] },
          documentDescribes: ["SPDXRef-p"],
          packages: [
            {
              ...texts,
              SPDXID: "SPDXRef-p",
              name: "p",
              versionInfo: "1",
              downloadLocation: "NOASSERTION",
              packageVerificationCode: {
                packageVerificationCodeValue: "0".repeat(40),
                packageVerificationCodeExcludedFiles: ["./x"],
              },
              externalRefs: [
                {
                  referenceCategory: "PACKAGE_MANAGER",
                  referenceType: "purl",
                  referenceLocator: "pkg:npm/p@1",
                  comment: texts.comment,
                },
              ],
              hasFiles: ["SPDXRef-f"],
              annotations: [
                {
                  annotator: "Tool: t",
                  annotationDate: "2026-01-01T00:00:00Z",
                  annotationType: "OTHER",
                  comment: texts.comment,
                },
              ],
            },
          ],
          files: [
            {
              SPDXID: "SPDXRef-f",
              fileName: "./f",
              checksums: [{ algorithm: "SHA1", checksumValue: "0".repeat(40) }],
              licenseConcluded: "LicenseRef-1",
              noticeText: texts.comment,
            },
          ],
          snippets: [
            {
              SPDXID: "SPDXRef-s",
              snippetFromFile: "SPDXRef-f",
              ranges: [
                {
                  startPointer: { offset: 1, reference: "SPDXRef-f" },
                  endPointer: { offset: 2, reference: "SPDXRef-f" },
                },
              ],
            },
          ],
          hasExtractedLicensingInfos: [
            { licenseId: "LicenseRef-1", extractedText: texts.description, name: "one" },
          ],
        }).text,
      );
      return file;
    });
    expect(run(validate, ...files)).toBe("1 1 1 1 1 []\n".repeat(files.length));
  });

  it.skipIf(corpus === undefined)("read the official example as it is written from JSON", () => {
    const path = "spdx__tools-python/SPDXJSONExample-v2.3.spdx.json";
    const { document } = readSpdx2Text("spdx-json", readCorpusText(corpus ?? "", path));
    const file = join(folder, "official.spdx");
    writeFileSync(file, renderSpdxTagValue(document).text);
    expect(run(validate, file)).toBe("4 5 1 5 5 []\n");
  });

  it.skipIf(corpus === undefined)("find as many statements in RDF", () => {
    const path = "spdx__tools-java/SPDXRdfExample-v2.3.spdx.rdf";
    const text = readCorpusText(corpus ?? "", path);
    const file = join(folder, "official.rdf");
    writeFileSync(file, text);
    const count = "import sys, rdflib; print(len(rdflib.Graph().parse(sys.argv[1], format='xml')))";
    expect(Number(run(count, file))).toBe(parseRdfXml(parseXml(text)).statements);
  });
});
