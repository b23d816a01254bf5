import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  convertSbom,
  isSbomError,
  type JsonObject,
  parseSbom,
  renderSbom,
  type SbomDocument,
  type SbomTarget,
  validateSbom,
} from "@coppice/sbom";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { xmlDocuments } from "./cyclonedx-arbitrary.ts";
import { corpus, cycloneDxDocuments } from "./cyclonedx-corpus.ts";
import { silentLosses } from "./silent-losses.ts";

const latest: SbomTarget = { family: "cyclonedx", version: "1.7", encoding: "json" };
const spdx2: SbomTarget = { family: "spdx", version: "2.3", encoding: "json" };
const spdx3: SbomTarget = { family: "spdx", version: "3.0.1", encoding: "json" };

const party = {
  name: "Shop",
  url: ["https://shop.example"],
  contact: [{ email: "a@b.c" }, { email: "d@e.f", phone: "1" }],
};
const rich: JsonObject = {
  bomFormat: "CycloneDX",
  specVersion: "1.7",
  serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  version: 3,
  metadata: {
    timestamp: "2026-01-31T12:00:00Z",
    lifecycles: [{ phase: "build" }],
    tools: {
      components: [{ type: "application", group: "org", name: "maker", version: "1.0-rc.1" }],
    },
    authors: [{ name: "Ann", email: "ann@b.c", phone: "2" }],
    manufacturer: party,
    supplier: party,
    component: { type: "application", "bom-ref": "shop", name: "shop", version: "1" },
    properties: [{ name: "ours", value: "1" }],
  },
  components: [
    {
      type: "library",
      "bom-ref": "cart",
      supplier: party,
      manufacturer: { name: "Maker" },
      authors: [
        { name: "Ann", email: "ann@b.c" },
        { name: "Bob", phone: "3" },
      ],
      publisher: "Press",
      group: "@shop",
      name: "cart",
      version: "2.0.0",
      description: "a cart",
      scope: "optional",
      hashes: [
        { alg: "SHA-1", content: "a".repeat(40) },
        { alg: "Streebog-256", content: "b".repeat(64) },
      ],
      licenses: [
        {
          license: {
            id: "MIT",
            acknowledgement: "declared",
            url: "https://mit.example",
            text: { content: "mit" },
          },
        },
        {
          license: {
            name: "Shop Licence",
            url: "https://l.example",
            text: { content: "c2hvcA==", encoding: "base64" },
          },
        },
        { license: { name: "Page", text: { content: "<p>", contentType: "text/html" } } },
        {
          expression: "Apache-2.0 OR LicenseRef-x",
          acknowledgement: "concluded",
          expressionDetails: [{ licenseIdentifier: "LicenseRef-x", text: { content: "x" } }],
        },
      ],
      copyright: "(c) Shop",
      cpe: "cpe:2.3:a:shop:cart:2.0.0:*:*:*:*:*:*:*",
      purl: "pkg:npm/%40shop/cart@2.0.0",
      omniborId: ["gitoid:blob:sha1:a94a8fe5ccb19ba61c4c0873d391e987982fbbd3"],
      swhid: ["swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2"],
      swid: { tagId: "tag", name: "cart", version: "2" },
      pedigree: { notes: "patched" },
      externalReferences: [
        {
          type: "vcs",
          url: "https://git.example",
          comment: "here",
          hashes: [{ alg: "MD5", content: "c".repeat(32) }],
        },
        { type: "website", url: "https://cart.example" },
        { type: "distribution", url: "https://get.example" },
      ],
      components: [
        {
          type: "file",
          "bom-ref": "file",
          name: "cart.js",
          hashes: [{ alg: "SHA-1", content: "d".repeat(40) }],
        },
      ],
      evidence: {
        identity: [
          {
            field: "purl",
            confidence: 0.5,
            methods: [{ technique: "filename", confidence: 0.25, value: "cart.js" }],
          },
        ],
        occurrences: [{ location: "/app/cart.js", line: 4, offset: 2, symbol: "cart" }],
        callstack: { frames: [{ module: "m" }] },
      },
      properties: [{ name: "ours", value: "2" }],
    },
    { type: "operating-system", name: "linux" },
  ],
  services: [
    { "bom-ref": "pay", name: "pay", provider: party, endpoints: ["https://pay.example"] },
  ],
  dependencies: [
    { ref: "shop", dependsOn: ["cart", "pay"] },
    { ref: "cart", provides: ["file"] },
    { ref: "pay" },
  ],
  compositions: [{ aggregate: "complete", assemblies: ["shop"] }],
};

/** Words that a conversion writes whatever stood there, and that a document has for want of others. */
const saysNothing = /\/tools\/components\/\d+\/type$|\/text\/contentType$/;

describe("a conversion loses nothing that it does not name", () => {
  test.each([spdx2, { ...spdx2, version: "2.2" }, spdx3])(
    "CycloneDX to SPDX $version and back",
    async (over) => {
      const silent = await silentLosses(rich, over, latest);
      expect(silent.filter((pointer) => !saysNothing.test(pointer))).toEqual([]);
      const { losses } = await convertSbom(parseSbom(JSON.stringify(rich)), over);
      const pointers = losses.map(({ pointer }) => pointer);
      for (const known of [
        "/metadata/lifecycles",
        "/metadata/tools/components/0/group",
        "/components/0/licenses/0/license/text",
        "/components/0/licenses/2/license/text",
        "/components/0/evidence/callstack",
        "/compositions",
      ]) {
        expect(pointers).toContain(known);
      }
      expect(pointers).not.toContain("/components/0/evidence/identity");
    },
  );

  test.skipIf(corpus === undefined).each([spdx2, spdx3])(
    "documents of the corpus to SPDX $version and back",
    async (over) => {
      const documents = jsonDocuments().filter(({ text }) => text.length < 30_000);
      let looked = 0;
      for (const [index, { path, text }] of documents.entries()) {
        if (index % 3 > 0) continue;
        const native = { serialNumber: rich["serialNumber"], ...JSON.parse(text) };
        const silent = await silentLosses(native, over, latest, (pointers) => {
          const step = Math.max(1, pointers.length >> 2);
          const chosen = pointers.filter((_, at) => (at + index) % step === 0);
          looked += chosen.length;
          return chosen;
        });
        expect([path, ...silent.filter((pointer) => !saysNothing.test(pointer))]).toEqual([path]);
      }
      expect(looked).toBeGreaterThan(200);
    },
  );

  test("SPDX 2 to CycloneDX and back", async () => {
    const native: JsonObject = {
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: "SPDXRef-DOCUMENT",
      name: "shop",
      documentNamespace: "https://shop.example/1",
      comment: "a comment",
      creationInfo: {
        created: "2026-01-31T12:00:00Z",
        creators: [
          "Tool: maker-1.0",
          "Person: Ann (ann@b.c)",
          "Organization: Shop (UK)",
          "somebody",
        ],
        licenseListVersion: "3.20",
      },
      packages: [
        {
          SPDXID: "SPDXRef-a",
          name: "a",
          versionInfo: "1",
          supplier: "Person: Ann (ann@b.c)",
          originator: "Organization: Shop",
          downloadLocation: "NONE",
          homepage: "https://a.example",
          primaryPackagePurpose: "SOURCE",
          licenseDeclared: "MIT AND LicenseRef-x",
          licenseConcluded: "NONE",
          copyrightText: "NONE",
          sourceInfo: "from a mirror",
          checksums: [{ algorithm: "ADLER32", checksumValue: "00000001" }],
          externalRefs: [
            {
              referenceCategory: "PACKAGE-MANAGER",
              referenceType: "purl",
              referenceLocator: "pkg:npm/a@1",
            },
            {
              referenceCategory: "PACKAGE-MANAGER",
              referenceType: "purl",
              referenceLocator: "pkg:npm/b@1",
            },
            {
              referenceCategory: "SECURITY",
              referenceType: "advisory",
              referenceLocator: "https://cve.example",
              comment: "see",
            },
            { referenceCategory: "PACKAGE-MANAGER", referenceType: "npm", referenceLocator: "a@1" },
          ],
          hasFiles: ["SPDXRef-f"],
          annotations: [
            {
              annotationType: "REVIEW",
              annotator: "Person: Ann",
              annotationDate: "2026-01-31T12:00:00Z",
              comment: "ok",
            },
          ],
        },
      ],
      files: [
        {
          SPDXID: "SPDXRef-f",
          fileName: "./f",
          fileTypes: ["TEXT"],
          checksums: [{ algorithm: "SHA1", checksumValue: "a".repeat(40) }],
          licenseInfoInFiles: ["MIT"],
        },
      ],
      snippets: [
        {
          SPDXID: "SPDXRef-s",
          name: "s",
          snippetFromFile: "SPDXRef-f",
          ranges: [],
          licenseInfoInSnippets: ["ISC"],
        },
      ],
      relationships: [
        {
          spdxElementId: "SPDXRef-DOCUMENT",
          relationshipType: "DESCRIBES",
          relatedSpdxElement: "SPDXRef-a",
        },
        {
          spdxElementId: "SPDXRef-f",
          relationshipType: "TEST_DEPENDENCY_OF",
          relatedSpdxElement: "SPDXRef-a",
          comment: "only then",
        },
        {
          spdxElementId: "SPDXRef-a",
          relationshipType: "STRANGE:TYPE",
          relatedSpdxElement: "SPDXRef-f",
        },
        { spdxElementId: "SPDXRef-f", relationshipType: "DEPENDS_ON", relatedSpdxElement: "NONE" },
        { spdxElementId: "SPDXRef-a", relationshipType: "CONTAINS", relatedSpdxElement: "NONE" },
      ],
      hasExtractedLicensingInfos: [
        {
          licenseId: "LicenseRef-x",
          name: "X",
          extractedText: "x",
          seeAlsos: ["https://x.example", "https://y.example"],
        },
        { licenseId: "LicenseRef-unused", extractedText: "y" },
      ],
    };
    const implied = /\/SPDXID$|referenceCategory$/;
    const silent = await silentLosses(native, latest, spdx2);
    expect(silent.filter((pointer) => !implied.test(pointer))).toEqual([]);
    const document = parseSbom(JSON.stringify(native));
    const { document: made, losses } = await convertSbom(document, { ...spdx2, version: "2.2" });
    expect(losses.map(({ pointer }) => pointer)).toContain("/packages/0/primaryPackagePurpose");
    expect(made.components[0]?.purls).toEqual(["pkg:npm/a@1", "pkg:npm/b@1"]);
    expect(await newFaults(made, document)).toEqual([]);
  });

  test.skipIf(corpus === undefined)("Syft's documents to both families", async () => {
    const text = readFileSync(join(corpus ?? "", syftPath()), "utf8");
    const document = parseSbom(text);
    for (const target of [latest, spdx2, spdx3]) {
      const { document: made, losses } = await convertSbom(document, target);
      expect(
        (await validateSbom(made)).faults.filter(({ code }) => code === "SCHEMA_VIOLATED"),
      ).toEqual([]);
      expect(made.components.flatMap(({ purls }) => purls)).toEqual(
        document.components.flatMap(({ purls }) => purls),
      );
      expect(losses.some(({ pointer }) => /^\/artifacts\/0\/metadata/.test(pointer))).toBe(true);
    }
  });

  test("Syft to CycloneDX and SPDX", async () => {
    const license = { value: "Own", spdxExpression: "", type: "declared" };
    const native: JsonObject = {
      artifacts: [
        {
          id: "1",
          name: "a",
          version: "1.0",
          type: "npm",
          foundBy: "cataloger",
          purl: "pkg:npm/a@1.0",
          cpes: [{ cpe: "cpe:2.3:a:a:a:1.0:*:*:*:*:*:*:*", source: "guess" }],
          licenses: [
            { ...license, urls: ["https://l.example"] },
            { ...license, value: "Two", urls: ["https://l.example", "https://m.example"] },
            { value: "mit", spdxExpression: "MIT", type: "concluded", urls: ["https://l.example"] },
          ],
          locations: [
            {
              path: "/app/package.json",
              layerID: "sha256:0",
              annotations: { evidence: "primary" },
            },
          ],
          metadata: { name: "a" },
        },
        { id: "2", name: "b", cpes: ["cpe:2.3:a:b:b:1.0:*:*:*:*:*:*:*"], licenses: ["ISC"] },
      ],
      artifactRelationships: [{ parent: "2", child: "1", type: "dependency-of", metadata: {} }],
      files: [
        {
          id: "f",
          location: { path: "/app/a.js", layerID: "sha256:1" },
          digests: [{ algorithm: "sha1", value: "a".repeat(40) }],
          metadata: { mode: 644 },
        },
      ],
      source: {
        id: "s",
        name: "shop",
        version: "1",
        type: "image",
        metadata: { manifestDigest: "sha256:2", tags: ["a"] },
      },
      distro: {
        id: "debian",
        name: "Debian",
        versionID: "12",
        version: "12 (bookworm)",
        prettyName: "Debian 12",
      },
      descriptor: { name: "syft", version: "1.0" },
      schema: {
        version: "16.0.0",
        url: "https://raw.githubusercontent.com/anchore/syft/main/schema.json",
      },
    };
    // Of Syft's schema nothing but that it is one is left.
    for (const over of [latest, spdx2, spdx3]) {
      const silent = await silentLosses(native, over, latest);
      expect(silent.filter((pointer) => !pointer.startsWith("/schema"))).toEqual([]);
    }
  });
});

describe("another version of CycloneDX", () => {
  test.each(["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])(
    "%s is valid",
    async (version) => {
      const encoding = version < "1.2" ? "xml" : "json";
      const { document } = await convertSbom(parseSbom(JSON.stringify(rich)), {
        family: "cyclonedx",
        version,
        encoding,
      });
      expect(await schemaFault(document)).toBeUndefined();
      expect(document.components.find(({ name }) => name === "cart")?.purls).toHaveLength(1);
    },
  );

  test("names what an older one says in other words, and loses the rest by name", async () => {
    const { document, losses } = await convertSbom(parseSbom(JSON.stringify(rich)), {
      family: "cyclonedx",
      version: "1.4",
    });
    const metadata = Object(document.native["metadata"]);
    expect(metadata.tools).toEqual([{ vendor: "org", name: "maker", version: "1.0-rc.1" }]);
    expect(metadata.manufacture.name).toBe("Shop");
    const [cart] = Object(document.native["components"]);
    expect(cart.author).toBe("Ann, Bob");
    expect(cart.licenses[3]).toEqual({ license: { name: "Apache-2.0 OR LicenseRef-x" } });
    const pointers = losses.map(({ pointer }) => pointer);
    expect(pointers).toContain("/metadata/tools/components/0/type");
    expect(pointers).toContain("/components/0/licenses/3/expressionDetails");
    expect(pointers).toContain("/components/0/evidence/identity/0");
    expect(pointers).toContain("/components/0/manufacturer");
  });

  test("takes the nearest type where it has not that one", async () => {
    const native = {
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      components: [
        {
          type: "machine-learning-model",
          name: "a",
          externalReferences: [{ type: "model-card", url: "https://a.example" }],
        },
        {
          type: "container",
          name: "b",
          evidence: { identity: [{ field: "name" }, { field: "purl" }] },
        },
      ],
    };
    const older = (version: string) =>
      convertSbom(parseSbom(JSON.stringify(native)), { family: "cyclonedx", version });
    const { document, losses } = await older("1.3");
    expect(document.components.map(({ type }) => type)).toEqual(["library", "container"]);
    expect(document.components[0]?.externalReferences[0]?.type).toBe("other");
    expect(losses.map(({ pointer }) => pointer)).toContain("/components/0/type");
    const oldest = await older("1.0");
    expect(oldest.document.components.map(({ type }) => type)).toEqual(["library", "library"]);
    expect(oldest.losses.map(({ pointer }) => pointer)).toContain("/components/1/type");
    const five = await older("1.5");
    expect(five.losses.map(({ pointer }) => pointer)).toContain("/components/1/evidence/identity");
  });

  test.skipIf(corpus === undefined)(
    "documents of the corpus stay valid in each, and lose nothing upwards",
    async () => {
      const documents = jsonDocuments().filter(
        ({ text }, index) => index % 9 === 0 && text.length < 100_000,
      );
      for (const { path, text } of documents) {
        const document = parseSbom(text);
        for (const version of ["1.0", "1.3", "1.7"]) {
          const made = await convertSbom(document, { family: "cyclonedx", version });
          expect([path, await schemaFault(made.document)]).toEqual([path, undefined]);
          if (version === "1.7") expect([path, ...made.losses]).toEqual([path]);
        }
      }
    },
  );
});

describe("any document that CycloneDX's structure allows", () => {
  test("becomes a valid one of every target but for its own faults, and no value of it an error", async () => {
    const targets: readonly SbomTarget[] = [
      ...["1.2", "1.4", "1.5", "1.6"].map((version) => ({ ...latest, version })),
      spdx2,
      { ...spdx2, version: "2.2" },
      spdx3,
    ];
    const documents = fc.constantFrom("1.4", "1.6", "1.7").chain(xmlDocuments);
    await fc.assert(
      fc.asyncProperty(documents, async (native) => {
        const document = parseSbom(JSON.stringify(native));
        for (const target of targets) {
          if (target.version === document.format.version) continue;
          const made = await convertSbom(document, target);
          const faults =
            target.family === "cyclonedx"
              ? await newFaults(made.document, document)
              : [await schemaFault(made.document)].filter((fault) => fault !== undefined);
          expect([target.version, ...faults]).toEqual([target.version]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("other targets", () => {
  const document = parseSbom(JSON.stringify(rich));

  test("are refused where the version or the encoding is not written", async () => {
    expect(await codeOf(() => convertSbom(document, { family: "spdx", version: "2.1" }))).toBe(
      "VERSION_UNSUPPORTED",
    );
    expect(await codeOf(() => convertSbom(document, { family: "spdx", encoding: "rdf" }))).toBe(
      "ENCODING_UNSUPPORTED",
    );
    expect(
      await codeOf(() =>
        convertSbom(document, { family: "cyclonedx", version: "1.1", encoding: "json" }),
      ),
    ).toBe("ENCODING_UNSUPPORTED");
    expect(await codeOf(async () => renderSbom(document, { encoding: "tag-value" }))).toBe(
      "ENCODING_UNSUPPORTED",
    );
  });

  test("keep the encoding where they can, and drop what only another one says", async () => {
    const xml = parseSbom(
      '<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1" xmlns:x="urn:x"><components/><x:more/></bom>',
    );
    const { document: same } = await convertSbom(xml, { family: "cyclonedx", version: "1.5" });
    expect(same.format.encoding).toBe("xml");
    expect(renderSbom(same).content).toContain("urn:x");
    const { losses } = renderSbom(xml, { encoding: "json" });
    expect(losses.map(({ pointer }) => pointer)).toEqual(["/$xml"]);
    expect((await convertSbom(xml, latest)).losses.map(({ pointer }) => pointer)).toEqual([
      "/$xml",
    ]);
  });

  test("SPDX 3.0.0 becomes 3.0.1 as it stands", async () => {
    const { document: three } = await convertSbom(document, spdx3);
    const text = JSON.stringify(three.native).replaceAll("3.0.1", "3.0.0");
    const old = parseSbom(text);
    expect(old.format.version).toBe("3.0.0");
    const { document: made, losses } = await convertSbom(old, spdx3);
    expect(losses).toEqual([]);
    expect(made.native).toEqual(three.native);
  });

  test.each(["tag-value", "yaml", "protobuf", "xml", "json"] as const)(
    "are written as %s and read again equal",
    async (encoding) => {
      const family = encoding === "tag-value" || encoding === "yaml" ? "spdx" : "cyclonedx";
      const { document: made } = await convertSbom(document, { family, encoding });
      const { content, losses } = renderSbom(made);
      expect(losses).toEqual([]);
      const again = parseSbom(content);
      expect(again.components).toEqual(made.components);
      expect(again.relationships).toEqual(made.relationships);
    },
  );
});

function syftPath(): string {
  return (
    readFileSync(join(corpus ?? "", "sbom/manifest.tsv"), "utf8")
      .split("\n")
      .map((line) => line.split("\t"))
      .flatMap(([path = "", , , format, version]) =>
        format === "syft-json" && version === "11.0.0" ? [join("sbom", path)] : [],
      )[0] ?? ""
  );
}

function jsonDocuments(): readonly { readonly path: string; readonly text: string }[] {
  if (corpus === undefined) return [];
  const folder = corpus;
  return cycloneDxDocuments(folder).flatMap(({ path, encoding, schemaCheck }) => {
    if (encoding !== "json" || schemaCheck !== "valid") return [];
    const text = readFileSync(join(folder, "sbom", path), "utf8").replace("\uFEFF", "");
    return [{ path, text }];
  });
}

async function schemaFault(document: SbomDocument): Promise<string | undefined> {
  const { content } = renderSbom(document);
  const text = typeof content === "string" ? content : undefined;
  const { faults } = await validateSbom({ ...document, ...(text !== undefined && { text }) });
  const fault = faults.find(({ code }) => code === "SCHEMA_VIOLATED");
  return fault && `${fault.pointer ?? fault.xpath} ${fault.message}`;
}

/** What the schema finds in a document and not in the one that it was made of, wherever that stood. */
async function newFaults(made: SbomDocument, source: SbomDocument): Promise<readonly string[]> {
  const faultsOf = async (document: SbomDocument) =>
    (await validateSbom(document)).faults.filter(({ code }) => code === "SCHEMA_VIOLATED");
  // Versions differ in their words, not in that there must be one of them.
  const kindOf = (message: string): string => message.replace(/ one of .*/, "");
  const old = new Set((await faultsOf(source)).map(({ message }) => kindOf(message)));
  const faults = await faultsOf(made);
  return faults.flatMap(({ pointer, message }) =>
    old.has(kindOf(message)) ? [] : [`${pointer} ${message}`],
  );
}

async function codeOf(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (isSbomError(error)) return error.code;
    throw error;
  }
  return "nothing";
}
