import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../src/json/json-value.ts";
import { readSpdxXml } from "../src/spdx2/encodings/read-spdx-xml.ts";
import { parseXml } from "../src/xml/parse-xml.ts";
import { canonicalSpdx2 } from "./spdx2-canonical.ts";
import { outcomeOf, spdx2Documents } from "./spdx2-documents.ts";

function read(text: string) {
  return readSpdxXml(parseXml(text));
}

/** SPDX's XML of a document. */
function xmlOf(document: JsonObject): string {
  return `<?xml version="1.0"?>\n<Document>${membersOf(document)}</Document>`;
}

function membersOf(object: JsonObject): string {
  return Object.entries(object)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map(
        (item) => `<${name}>${contentOf(item)}</${name}>`,
      ),
    )
    .join("\n");
}

function contentOf(value: JsonValue): string {
  if (isJsonObject(value)) return membersOf(value);
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

describe("readSpdxXml", () => {
  it("restores arrays, numbers and truth values by the schema", () => {
    const { version, document, problems } = read(`<Document xmlns="https://example.com">
  <spdxVersion>SPDX-2.2</spdxVersion>
  <creationInfo><creators>Tool: t</creators><created>2026</created></creationInfo>
  <packages>
    <name> p </name><filesAnalyzed> true </filesAnalyzed><versionInfo>1</versionInfo>
    <checksums><algorithm>MD5</algorithm><checksumValue/></checksums>
    <hasFiles>a</hasFiles><hasFiles>b</hasFiles>
  </packages>
  <snippets><ranges><startPointer><offset>310</offset></startPointer></ranges></snippets>
  <custom>1</custom><twice>1</twice><twice>2</twice>
</Document>`);
    expect(document).toEqual({
      spdxVersion: "SPDX-2.2",
      creationInfo: { creators: ["Tool: t"], created: "2026" },
      packages: [
        {
          name: " p ",
          filesAnalyzed: true,
          versionInfo: "1",
          checksums: [{ algorithm: "MD5", checksumValue: "" }],
          hasFiles: ["a", "b"],
        },
      ],
      snippets: [{ ranges: [{ startPointer: { offset: 310 } }] }],
      custom: "1",
      twice: ["1", "2"],
    });
    expect([version, problems]).toEqual(["2.2", []]);
  });

  it("says where text stands beside elements", () => {
    expect(
      read("<Document><spdxVersion>SPDX-2.3</spdxVersion>\nstray</Document>").problems,
    ).toEqual([
      {
        code: "TEXT_MISPLACED",
        message: "line 1: text beside the elements of <Document> is left out",
      },
    ]);
  });

  it("leaves what is no number or truth value as it is", () => {
    const { document } = read(
      "<Document><packages><filesAnalyzed>maybe</filesAnalyzed></packages></Document>",
    );
    expect(document["packages"]).toEqual([{ filesAnalyzed: "maybe" }]);
  });

  it("sets members named like those of Object.prototype as its own", () => {
    const { document } = read(
      "<Document><__proto__><a>1</a></__proto__><toString>x</toString></Document>",
    );
    expect(Object.keys(document)).toEqual(["__proto__", "toString"]);
    expect({}).not.toHaveProperty("a");
  });

  it("refuses another root element", () => {
    expect(() => read("<bom/>")).toThrow(expect.objectContaining({ code: "DOCUMENT_INVALID" }));
  });

  it("reads back what is written, and any cut of it or a coded error", () => {
    fc.assert(
      fc.property(spdx2Documents, fc.nat(), (document, place) => {
        const text = xmlOf(document);
        expect(canonicalSpdx2(read(text).document)).toEqual(canonicalSpdx2(document));
        expect(outcomeOf(() => read(text.slice(0, place % text.length)))).toBe("fine");
      }),
      { numRuns: 60 },
    );
  });
});
