import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSbomError } from "@coppice/sbom";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import {
  readCycloneDxXml,
  readCycloneDxXmlText,
} from "../src/cyclonedx/xml/read-cyclone-dx-xml.ts";
import { renderCycloneDxXml } from "../src/cyclonedx/xml/render-cyclone-dx-xml.ts";
import type { JsonObject } from "../src/json/json-value.ts";
import { parseXml } from "../src/xml/parse-xml.ts";
import { xmlDocuments } from "./cyclonedx-arbitrary.ts";
import { corpus, cycloneDxDocuments, readDocument, twinsOf } from "./cyclonedx-corpus.ts";
import { differences } from "./cyclonedx-differences.ts";
import { unexplained } from "./cyclonedx-twins.ts";

const versions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];

/** A document of a version around some XML. */
function bom(version: string, content: string, attributes = ""): string {
  return `<bom xmlns="http://cyclonedx.org/schema/bom/${version}"${attributes}>${content}</bom>`;
}

/** The members of a document besides its version. */
function membersOf(version: string, content: string, attributes = ""): JsonObject {
  const { bomFormat, specVersion, ...members } = readCycloneDxXmlText(
    bom(version, content, attributes),
  ).document;
  expect([bomFormat, specVersion]).toEqual(["CycloneDX", version]);
  return members;
}

/** The document as it comes back from XML, and what was reported as lost. */
function throughXml(document: JsonObject, version: string) {
  const { text, losses } = renderCycloneDxXml(document, version);
  const { document: back, problems } = readCycloneDxXmlText(text);
  return { text, back, problems, lost: losses.map(({ pointer }) => pointer) };
}

function codesOf(content: string): readonly string[] {
  return readCycloneDxXmlText(bom("1.6", content)).problems.map(({ code }) => code);
}

function refusalOf(text: string): string {
  try {
    readCycloneDxXmlText(text);
    return "";
  } catch (error) {
    return isSbomError(error) ? error.code : String(error);
  }
}

describe("readCycloneDxXml", () => {
  it("reads attributes, text, elements and lists with the types of JSON", () => {
    const members = membersOf(
      "1.6",
      `<metadata><tools><components><component type="file"><name>t</name></component></components></tools></metadata>
      <components><component type="library" bom-ref="a">
        <name> n </name><hashes><hash alg="MD5"> ab </hash></hashes>
        <licenses><license acknowledgement="declared"><id>MIT</id></license><expression bom-ref="e">
          MIT OR ISC
        </expression></licenses>
        <purl> pkg:npm/n </purl><swid tagId="1" name="s" tagVersion="2" patch="1"><text>c</text></swid>
        <modified> false </modified><properties><property name="p">v</property><property name="q"/></properties>
        <evidence><identity><field>purl</field><confidence>0.50</confidence><tools><tool ref="t"/></tools></identity>
        <copyright><text>c</text></copyright></evidence>
      </component></components>
      <dependencies><dependency ref="a"><dependency ref="b"/><provides ref="c"/></dependency><dependency ref="b"/></dependencies>`,
      ` version="3" serialNumber="urn:uuid:1"`,
    );
    expect(members).toEqual({
      version: 3,
      serialNumber: "urn:uuid:1",
      metadata: { tools: { components: [{ type: "file", name: "t" }] } },
      components: [
        {
          type: "library",
          "bom-ref": "a",
          name: " n ",
          hashes: [{ alg: "MD5", content: "ab" }],
          licenses: [
            { license: { id: "MIT", acknowledgement: "declared" } },
            { expression: "MIT OR ISC", "bom-ref": "e" },
          ],
          purl: "pkg:npm/n",
          swid: { tagId: "1", name: "s", tagVersion: 2, patch: true, text: { content: "c" } },
          modified: false,
          properties: [{ name: "p", value: "v" }, { name: "q" }],
          evidence: {
            identity: [{ field: "purl", confidence: 0.5, tools: ["t"] }],
            copyright: [{ text: "c" }],
          },
        },
      ],
      dependencies: [{ ref: "a", dependsOn: ["b"], provides: ["c"] }, { ref: "b" }],
    });
  });

  it("reads what versions have in different shapes", () => {
    const evidence =
      "<components><component><evidence><identity><field>name</field></identity></evidence></component></components>";
    expect(membersOf("1.5", evidence)).toEqual({
      components: [{ evidence: { identity: { field: "name" } } }],
    });
    const tools = "<metadata><tools><tool><name>t</name></tool></tools></metadata>";
    for (const version of ["1.4", "1.7"]) {
      expect(membersOf(version, tools)).toEqual({ metadata: { tools: [{ name: "t" }] } });
    }
    expect(membersOf("1.7", "<metadata><tools/></metadata>")).toEqual({ metadata: { tools: [] } });
    const flows = (content: string) =>
      membersOf("1.5", `<services><service><data>${content}</data></service></services>`);
    const one = { flow: "inbound", classification: "PII" };
    expect(flows('<classification flow="inbound">PII</classification>')).toEqual({
      services: [{ data: [one] }],
    });
    expect(
      flows(
        '<dataflow name="n"><classification flow="inbound">PII</classification><source><url>u</url></source></dataflow>',
      ),
    ).toEqual({ services: [{ data: [{ name: "n", ...one, source: ["u"] }] }] });
    const asserter = (content: string) =>
      membersOf(
        "1.7",
        `<components><component><patentAssertions><patentAssertion><asserter>${content}</asserter></patentAssertion></patentAssertions></component></components>`,
      );
    expect(asserter("<ref>r</ref>")).toEqual({
      components: [{ patentAssertions: [{ asserter: "r" }] }],
    });
    expect(asserter("<contact><email>e</email></contact>")).toEqual({
      components: [{ patentAssertions: [{ asserter: { email: "e" } }] }],
    });
    const suites =
      "<components><component><cryptoProperties><protocolProperties><ikev2TransformTypes><encr>a</encr><encr><name>b</name></encr></ikev2TransformTypes></protocolProperties></cryptoProperties></component></components>";
    expect(membersOf("1.7", suites)).toEqual({
      components: [
        {
          cryptoProperties: {
            protocolProperties: { ikev2TransformTypes: { encr: ["a", { name: "b" }] } },
          },
        },
      ],
    });
  });

  it("keeps what JSON has no place for, and gives it back", () => {
    const text = bom(
      "1.6",
      `<components own="1" x:other="2"><component type="library">
        <name x:in="3">n</name><name>again</name><unknown a="b">c<d/></unknown>
        <hashes><hash alg="MD5" x:at="4">ab</hash><x:more/></hashes>
        <x:extension xmlns:x="urn:x" y="5">text <x:deep/> more</x:extension>stray
      </component></components>
      <dependencies><dependency ref="a"><dependency ref="b"><dependency ref="c"/></dependency></dependency></dependencies>
      <dg:graph xmlns:dg="http://cyclonedx.org/schema/ext/dependency-graph/1.0"><dg:dependency ref="a"/></dg:graph>`,
      ` xmlns:x="urn:x" own="0"`,
    );
    const { document, problems } = readCycloneDxXmlText(text);
    const node = (name: string, namespace = "urn:x") => ({ name, namespace, children: [] });
    const bomSpace = "http://cyclonedx.org/schema/bom/1.6";
    expect(document).toMatchObject({
      $xml: [
        {
          attributes: [{ name: "own", value: "0" }],
          nodes: [{ name: "graph", namespace: expect.stringContaining("dependency-graph") }],
        },
        {
          in: "components",
          attributes: [
            { name: "own", value: "1" },
            { name: "other", namespace: "urn:x", value: "2" },
          ],
        },
      ],
      components: [
        {
          name: "n",
          $xml: [
            {
              text: "stray",
              nodes: [
                { name: "name", namespace: bomSpace, children: ["again"] },
                { name: "unknown", children: ["c", node("d", bomSpace)] },
                {
                  name: "extension",
                  attributes: [{ name: "y", value: "5" }],
                  children: ["text ", node("deep"), " more"],
                },
              ],
            },
            { in: "name", attributes: [{ name: "in", namespace: "urn:x", value: "3" }] },
            { in: "hashes", nodes: [node("more")] },
          ],
          hashes: [{ $xml: [{ attributes: [{ name: "at", value: "4" }] }] }],
        },
      ],
      dependencies: [
        {
          dependsOn: ["b"],
          $xml: [{ in: "dependency", index: 0, nodes: [{ name: "dependency" }] }],
        },
      ],
    });
    expect(problems.map(({ code }) => code)).toEqual([
      "ELEMENT_REPEATED",
      "ELEMENT_UNKNOWN",
      "TEXT_MISPLACED",
      "ELEMENT_UNKNOWN",
    ]);
    const { back, lost } = throughXml(document, "1.6");
    expect(back).toEqual(document);
    expect(lost).toEqual([]);
  });

  it("keeps the name of an element that its members do not tell", () => {
    const text = bom(
      "1.7",
      `<components><component><patentAssertions><patentAssertion><asserter a="1"><contact><name>n</name></contact></asserter></patentAssertion></patentAssertions></component></components>
      <services><service><data><dataflow><classification flow="inbound">PII</classification></dataflow></data></service></services>
      <definitions><patents><patentFamily/><patent bom-ref="p"/></patents></definitions>`,
    );
    const { document } = readCycloneDxXmlText(text);
    expect(document).toMatchObject({
      components: [{ patentAssertions: [{ asserter: { name: "n", $xml: [{ as: "contact" }] } }] }],
      services: [{ data: [{ classification: "PII", $xml: [{ as: "dataflow" }] }] }],
      definitions: { patents: [{ $xml: [{ as: "patentFamily" }] }, { "bom-ref": "p" }] },
    });
    const { text: written, back } = throughXml(document, "1.7");
    expect(back).toEqual(document);
    expect(written).toContain("<contact>");
  });

  it("says what does not fit, and keeps it", () => {
    expect(
      codesOf("<components><component><modified>maybe</modified></component></components>"),
    ).toEqual(["VALUE_INVALID"]);
    expect(
      codesOf(
        "<vulnerabilities><vulnerability><cwes><cwe>1.5</cwe><cwe>9007199254740993</cwe></cwes></vulnerability></vulnerabilities>",
      ),
    ).toEqual(["VALUE_INVALID", "VALUE_INVALID"]);
    expect(
      codesOf(
        "<compositions><composition><assemblies><assembly/></assemblies></composition></compositions>",
      ),
    ).toEqual(["ELEMENT_UNKNOWN"]);
    expect(codesOf("<components>text</components>")).toEqual(["TEXT_MISPLACED"]);
    expect(
      codesOf(
        "<dependencies><dependency ref='a'><dependency ref='b'>c</dependency></dependency></dependencies>",
      ),
    ).toEqual(["TEXT_MISPLACED"]);
    expect(codesOf("<metadata><tools><tool/><components/></tools></metadata>")).toEqual([
      "ELEMENT_UNKNOWN",
    ]);
    expect(codesOf("<metadata><tools><components/></tools><tools/></metadata>")).toEqual([
      "ELEMENT_REPEATED",
    ]);
    const choice = (content: string) =>
      readCycloneDxXmlText(
        bom(
          "1.7",
          `<components><component><patentAssertions><patentAssertion><asserter>${content}</asserter></patentAssertion></patentAssertions></component></components>`,
        ),
      );
    expect(choice("").problems.map(({ code }) => code)).toEqual(["VALUE_MISSING"]);
    expect(choice("x<ref>r</ref><ref>s</ref>").problems.map(({ code }) => code)).toEqual([
      "TEXT_MISPLACED",
      "ELEMENT_UNKNOWN",
    ]);
    expect(
      readCycloneDxXmlText(
        bom(
          "1.5",
          "<services><service><data><dataflow><classification flow='x'>y<z/></classification></dataflow></data></service></services>",
        ),
      ).problems[0],
    ).toEqual({
      code: "ELEMENT_UNKNOWN",
      message: "line 1: the element z is unknown here; it is kept as it is",
    });
    const twice = bom(
      "1.6",
      "<components><component><swid tagId='1'/></component></components><components><component/></components>",
    );
    expect(readCycloneDxXmlText(twice).document["components"]).toHaveLength(2);
    // It has a place in the XML Schema, and none in JSON.
    expect(
      codesOf(
        "<components><component><evidence><callstack><tools><tool ref='t'/></tools></callstack></evidence></component></components>",
      ),
    ).toEqual([]);
  });

  it("refuses other documents and versions", () => {
    expect(refusalOf("<bom/>")).toBe("FORMAT_UNKNOWN");
    expect(refusalOf('<Document xmlns="http://cyclonedx.org/schema/bom/1.6"/>')).toBe(
      "FORMAT_UNKNOWN",
    );
    expect(refusalOf(bom("1.8", ""))).toBe("VERSION_UNSUPPORTED");
    expect(refusalOf(bom("12", ""))).toBe("VERSION_UNSUPPORTED");
    expect(refusalOf(`${bom("1.6", "")}<bom/>`)).toBe("XML_INVALID");
  });

  it("gives a coded error for any cut", () => {
    const text = bom(
      "1.6",
      `<components><component type="file"><name>a &amp; b</name></component></components>`,
    );
    for (let end = 0; end < text.length; end += 1) {
      expect(refusalOf(text.slice(0, end))).toBe("XML_INVALID");
    }
  });

  it("reads an element as it reads text", () => {
    const text = bom("1.4", "<components>\n<component><x/>y</component></components>");
    expect(readCycloneDxXml(parseXml(text))).toEqual(readCycloneDxXmlText(text));
  });
});

describe("renderCycloneDxXml", () => {
  it.each(versions)("gives back any document of %s", (version) => {
    fc.assert(
      fc.property(xmlDocuments(version), (document) => {
        const { back, problems, lost } = throughXml(document, version);
        expect(lost).toEqual([]);
        expect(problems).toEqual([]);
        expect(differences(document, back, "xml", version)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("puts elements in the order of the XML Schema", () => {
    const { text } = renderCycloneDxXml(
      { components: [{ version: "1", name: "n", "bom-ref": "b", type: "library" }], version: 1 },
      "1.6",
    );
    expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
  <components>
    <component type="library" bom-ref="b">
      <name>n</name>
      <version>1</version>
    </component>
  </components>
</bom>
`);
  });

  it("writes numbers without exponent", () => {
    const ratings = [1e-7, 1.25e21, -2.5e-8, 0].map((score) => ({ score }));
    const { text } = renderCycloneDxXml({ vulnerabilities: [{ ratings }] }, "1.6");
    expect(text.match(/<score>.*(?=<)/g)).toEqual([
      "<score>0.0000001",
      "<score>1250000000000000000000",
      "<score>-0.000000025",
      "<score>0",
    ]);
  });

  it("reports what XML cannot hold", () => {
    const document = {
      $schema: "https://example.org",
      bomFormat: "Other",
      specVersion: "1.4",
      signature: {},
      "a/b": 1,
      components: [
        {
          name: "a\u0000",
          version: 1,
          purl: " p ",
          modified: "true",
          group: null,
          cpe: {},
          licenses: [{ license: { id: "MIT" }, expression: "MIT" }, 7, {}],
          hashes: {},
          supplier: "me",
          properties: [{ name: "p", value: "" }],
          $xml: [{ in: "nothing" }, 1, { attributes: [{ name: "type", value: "x" }] }, {}],
        },
        { type: "file", $xml: [{ attributes: [{ name: "type", value: "x" }] }] },
        { $xml: {} },
        "component",
      ],
      metadata: { tools: 1 },
      vulnerabilities: [{ tools: {} }],
    };
    const lost = renderCycloneDxXml(document, "1.6").losses.map(({ pointer }) => pointer);
    expect(lost.toSorted()).toEqual([
      "/a~1b",
      "/bomFormat",
      "/components/0/$xml",
      "/components/0/$xml/1",
      "/components/0/$xml/3",
      "/components/0/cpe",
      "/components/0/group",
      "/components/0/hashes",
      "/components/0/licenses/0/expression",
      "/components/0/licenses/1",
      "/components/0/licenses/2",
      "/components/0/modified",
      "/components/0/name",
      "/components/0/properties/0/value",
      "/components/0/purl",
      "/components/0/supplier",
      "/components/0/version",
      "/components/1/$xml",
      "/components/2/$xml",
      "/components/3",
      "/metadata/tools",
      "/signature",
      "/specVersion",
      "/vulnerabilities/0/tools",
    ]);
  });

  it("writes nothing that makes the XML another one", () => {
    const rest = (item: unknown) => ({ components: [], $xml: [item] }) as JsonObject;
    for (const item of [
      { nodes: [{ name: "a b", namespace: "" }] },
      { nodes: [{ name: "a" }] },
      { nodes: [{ name: "a", namespace: "http://www.w3.org/2000/xmlns/" }] },
      { nodes: [{ name: "a", namespace: "", children: [{ name: "1", namespace: "" }] }] },
      { nodes: [{ name: "a", namespace: "", children: {} }] },
      { nodes: [{ name: "a", namespace: "", attributes: [{ name: "b" }] }] },
      { nodes: ["text"] },
      { nodes: 1 },
      { attributes: [{ name: "xmlns", value: "urn:x" }] },
      { attributes: [{ name: "a", namespace: "http://www.w3.org/2000/xmlns/", value: "" }] },
      {
        attributes: [
          { name: "a", value: "1" },
          { name: "a", value: "2" },
        ],
      },
      { attributes: ["a"] },
      { attributes: {} },
      { text: "\u0000" },
    ]) {
      const { back, lost } = throughXml(rest(item), "1.6");
      expect(lost).toEqual(["/$xml/0"]);
      expect(back).toEqual({ bomFormat: "CycloneDX", specVersion: "1.6", components: [] });
    }
    expect(
      throughXml(
        rest({ in: "components", text: "x y", nodes: [{ name: "n", namespace: "" }] }),
        "1.6",
      ).back,
    ).toMatchObject({
      $xml: [{ in: "components", text: "x y", nodes: [{ name: "n" }] }],
    });
  });

  it("leaves out a second one where the version has room for one", () => {
    const document = { components: [{ data: [{ type: "dataset" }, { type: "other" }] }] };
    expect(renderCycloneDxXml(document, "1.5").losses.map(({ pointer }) => pointer)).toEqual([
      "/components/0/data/1",
    ]);
    expect(renderCycloneDxXml(document, "1.6").losses).toEqual([]);
  });

  it("writes deep documents", () => {
    let component: JsonObject = { type: "library", name: "n" };
    for (let depth = 0; depth < 20_000; depth += 1) component = { components: [component] };
    const { text } = renderCycloneDxXml({ components: [component] }, "1.6");
    expect(text.match(/<component>/g)).toHaveLength(20_000);
    expect(refusalOf(text)).toBe("DOCUMENT_TOO_DEEP");
  });

  it("knows the versions of CycloneDX's XML alone", () => {
    expect(() => renderCycloneDxXml({}, "1.8")).toThrow("choose one of 1.0 to 1.7");
  });
});

describe.skipIf(corpus === undefined)("CycloneDX XML of the corpus", () => {
  const documents = corpus === undefined ? [] : cycloneDxDocuments(corpus);
  const own = documents.filter(({ encoding }) => encoding === "xml");

  it("is read, and written and read back alike", () => {
    for (const document of own) {
      if (document.version === "?") continue;
      const native = readDocument(corpus ?? "", document);
      if (document.schemaCheck === "valid") expect(native.problems, document.path).toEqual([]);
      const { back, lost } = throughXml(native.document, native.version);
      expect(lost, document.path).toEqual([]);
      expect(back, document.path).toEqual(native.document);
    }
    expect(own.length).toBeGreaterThan(400);
  });

  it("says what the JSON of the same name says", () => {
    const twins = twinsOf(own.concat(documents.filter(({ encoding }) => encoding === "json")));
    for (const [document, twin] of twins) {
      const native = readDocument(corpus ?? "", document);
      const other = readDocument(corpus ?? "", twin).document;
      const pointers = differences(native.document, other, "xml", native.version);
      expect(unexplained(document.path, native.version, pointers), document.path).toEqual([]);
    }
    expect(twins.length).toBeGreaterThan(200);
  });

  const schemas = join(corpus ?? "", "schemas/cyclonedx/schema");
  const xmllint = spawnSync("xmllint", ["--version"]).error === undefined;
  if (!xmllint) process.stderr.write("no xmllint here: XML is not checked against the schemas\n");
  const folder = xmllint && corpus !== undefined ? mkdtempSync(join(tmpdir(), "coppice-xml-")) : "";
  afterAll(() => {
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  it.runIf(xmllint).each(versions)("is written as the XML Schema of %s has it", (version) => {
    for (const file of [`bom-${version}.xsd`, "spdx.xsd"]) {
      const text = readFileSync(join(schemas, file), "utf8");
      // Where the licenses' schema is found without a network.
      writeFileSync(
        join(folder, file),
        text.replace(
          'schemaLocation="http://cyclonedx.org/schema/spdx"',
          'schemaLocation="spdx.xsd"',
        ),
      );
    }
    const files = documents.flatMap((document, index) => {
      if (
        document.version !== version ||
        document.schemaCheck !== "valid" ||
        document.encoding === "textproto"
      )
        return [];
      // Their JSON has one identifier twice, which XML forbids.
      if (/circular|valid-formulation-1.5.json|valid-citations-1.7.json/.test(document.path))
        return [];
      const native = readDocument(corpus ?? "", document).document;
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, renderCycloneDxXml(native, version).text);
      return [file];
    });
    const schema = join(folder, `bom-${version}.xsd`);
    execFileSync("xmllint", ["--noout", "--nonet", "--schema", schema, ...files], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    expect(files.length).toBeGreaterThan(2);
  });
});
