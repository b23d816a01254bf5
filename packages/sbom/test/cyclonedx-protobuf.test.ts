import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BinaryWriter, base64Encode, WireType } from "@bufbuild/protobuf/wire";
import { isSbomError } from "@coppice/sbom";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCycloneDxProtobuf } from "../src/cyclonedx/protobuf/read-cyclone-dx-protobuf.ts";
import { readCycloneDxTextProto } from "../src/cyclonedx/protobuf/read-cyclone-dx-text-proto.ts";
import { renderCycloneDxProtobuf } from "../src/cyclonedx/protobuf/render-cyclone-dx-protobuf.ts";
import type { JsonObject } from "../src/json/json-value.ts";
import { protoDocuments } from "./cyclonedx-arbitrary.ts";
import { corpus, cycloneDxDocuments, readDocument, twinsOf } from "./cyclonedx-corpus.ts";
import { differences } from "./cyclonedx-differences.ts";
import { unexplained } from "./cyclonedx-twins.ts";

const versions = ["1.3", "1.4", "1.5", "1.6", "1.7"];

/** A message as bytes, with its version first. */
function message(version: string, write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(version);
  write(writer);
  return writer.finish();
}

function field(writer: BinaryWriter, number: number, write: (writer: BinaryWriter) => void): void {
  writer.tag(number, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

function string(writer: BinaryWriter, number: number, value: string): void {
  writer.tag(number, WireType.LengthDelimited).string(value);
}

/** The document as it comes back from protocol buffers, and what was reported as lost. */
function throughProtobuf(document: JsonObject, version: string) {
  const { bytes, losses } = renderCycloneDxProtobuf(document, version);
  const { document: back, problems } = readCycloneDxProtobuf(bytes);
  return { bytes, back, problems, lost: losses.map(({ pointer }) => pointer) };
}

/** The code of the error that reading gives; nothing where it can be read. */
function refusalOf(read: () => unknown): string {
  try {
    read();
    return "";
  } catch (error) {
    return isSbomError(error) ? error.code : String(error);
  }
}

function problemsOf(bytes: Uint8Array): readonly string[] {
  return readCycloneDxProtobuf(bytes).problems.map(({ code }) => code);
}

describe("readCycloneDxProtobuf", () => {
  it("reads values, lists, words and times as JSON has them", () => {
    const bytes = message("1.6", (bom) => {
      bom.tag(2, WireType.Varint).int32(3);
      field(bom, 4, (metadata) => {
        field(metadata, 1, (timestamp) => {
          timestamp
            .tag(1, WireType.Varint)
            .int64(1_577_836_800)
            .tag(2, WireType.Varint)
            .int32(5_000_000);
        });
        field(metadata, 9, (lifecycle) => lifecycle.tag(1, WireType.Varint).int32(0));
      });
      field(bom, 5, (component) => {
        component.tag(1, WireType.Varint).int32(3);
        string(component, 3, "ref");
        string(component, 8, "n");
        field(component, 12, (hash) => {
          hash.tag(1, WireType.Varint).int32(6);
          string(hash, 2, "ab");
        });
        field(component, 13, (choice) => field(choice, 1, (license) => string(license, 1, "MIT")));
        field(component, 20, (reference) => string(reference, 2, "https://example.org"));
        component.tag(18, WireType.Varint).bool(true);
        field(component, 23, (evidence) =>
          field(evidence, 3, (identity) => {
            identity.tag(1, WireType.Varint).int32(4);
            identity.tag(2, WireType.Bit32).float(0.8);
          }),
        );
      });
      field(bom, 8, (dependency) => {
        string(dependency, 1, "ref");
        field(dependency, 2, (other) => string(other, 1, "other"));
      });
      field(bom, 10, (vulnerability) => {
        // Numbers in one piece and one by one.
        field(vulnerability, 6, (cwes) => cwes.int32(79).int32(80));
        vulnerability.tag(6, WireType.Varint).int32(81);
      });
    });
    const { version, document, problems } = readCycloneDxProtobuf(bytes);
    expect(document).toEqual({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 3,
      metadata: { timestamp: "2020-01-01T00:00:00.005Z", lifecycles: [{ phase: "design" }] },
      components: [
        {
          type: "library",
          "bom-ref": "ref",
          name: "n",
          hashes: [{ alg: "SHA3-256", content: "ab" }],
          licenses: [{ license: { id: "MIT" } }],
          externalReferences: [{ type: "other", url: "https://example.org" }],
          modified: true,
          evidence: { identity: [{ field: "purl", confidence: 0.8 }] },
        },
      ],
      dependencies: [{ ref: "ref", dependsOn: ["other"] }],
      vulnerabilities: [{ cwes: [79, 80, 81] }],
    });
    expect([version, problems]).toEqual(["1.6", []]);
  });

  it("keeps what JSON has no place for, and gives it back", () => {
    const bytes = message("1.7", (bom) => {
      string(bom, 99, "unknown");
      bom.tag(3, WireType.Varint).int32(1);
      field(bom, 5, (component) => {
        component.tag(1, WireType.Varint).int32(99);
        string(component, 8, "n");
        field(component, 35, (assertion) => {
          assertion.tag(2, WireType.Varint).int32(1);
          field(assertion, 4, (asserter) =>
            field(asserter, 2, (contact) => {
              string(contact, 1, "name");
              string(contact, 98, "deep");
            }),
          );
        });
        field(component, 13, (choice) =>
          field(choice, 1, (license) => {
            string(license, 1, "MIT");
            field(license, 6, (licensing) =>
              field(licensing, 6, (types) => types.int32(1).int32(77)),
            );
          }),
        );
      });
      field(bom, 15, (definition) => field(definition, 1, (standard) => string(standard, 2, "s")));
      field(bom, 15, (definition) => field(definition, 1, (standard) => string(standard, 2, "t")));
    });
    const { document, problems } = readCycloneDxProtobuf(bytes);
    expect(problems.map(({ code }) => code)).toEqual([
      "VALUE_UNKNOWN",
      "VALUE_UNKNOWN",
      "FIELD_MISSING",
      "FIELD_REPEATED",
    ]);
    expect(document).toMatchObject({
      $protobuf: { unknown: expect.any(String) },
      components: [
        {
          patentAssertions: [
            {
              asserter: {
                name: "name",
                $protobuf: { as: "individual", inner: expect.any(String) },
              },
            },
          ],
          licenses: [
            {
              license: {
                licensing: {
                  licenseTypes: ["academic"],
                  $protobuf: { unknown: expect.any(String) },
                },
              },
            },
          ],
          $protobuf: { unknown: base64Encode(Uint8Array.from([8, 99])) },
        },
      ],
      definitions: { standards: [{ name: "s" }] },
    });
    const { back, lost } = throughProtobuf(document, "1.7");
    expect(back).toEqual(document);
    expect(lost).toEqual(["/components/0/type"]);
  });

  it("adds up a message that comes twice, and counts the last of a choice", () => {
    const bytes = message("1.6", (bom) => {
      field(bom, 4, (metadata) => field(metadata, 6, (supplier) => string(supplier, 1, "first")));
      field(bom, 4, (metadata) => field(metadata, 6, (supplier) => string(supplier, 2, "url")));
      field(bom, 5, (component) => {
        component.tag(1, WireType.Varint).int32(1);
        string(component, 8, "n");
        field(component, 13, (choice) => {
          field(choice, 1, (license) => string(license, 1, "MIT"));
          string(choice, 2, "ISC");
        });
      });
    });
    const { document, problems } = readCycloneDxProtobuf(bytes);
    expect(document).toMatchObject({
      metadata: { supplier: { name: "first", url: ["url"] } },
      components: [{ licenses: [{ expression: "ISC" }] }],
    });
    expect(problems).toMatchObject([{ code: "CHOICE_REPEATED", offset: expect.any(Number) }]);
  });

  it("lets the last of a choice of objects count", () => {
    const bytes = message("1.7", (bom) =>
      field(bom, 15, (definition) =>
        field(definition, 2, (patent) => {
          field(patent, 1, (own) => string(own, 2, "US1"));
          field(patent, 2, (family) => string(family, 2, "family"));
        }),
      ),
    );
    expect(readCycloneDxProtobuf(bytes).document).toMatchObject({
      definitions: { patents: [{ familyId: "family" }] },
    });
    const asserter = message("1.7", (bom) =>
      field(bom, 6, (service) =>
        field(service, 18, (assertion) =>
          field(assertion, 4, (choice) => {
            string(choice, 3, "ref");
            field(choice, 1, (organization) => string(organization, 1, "o"));
          }),
        ),
      ),
    );
    expect(readCycloneDxProtobuf(asserter).document).toMatchObject({
      services: [{ patentAssertions: [{ asserter: { name: "o" } }] }],
    });
  });

  it("reads tools of old and new versions", () => {
    const tools = (version: string, number: number) =>
      readCycloneDxProtobuf(
        message(version, (bom) =>
          field(bom, 4, (metadata) => field(metadata, 2, (tool) => string(tool, number, "x"))),
        ),
      ).document["metadata"];
    expect(tools("1.4", 2)).toEqual({ tools: [{ name: "x" }] });
    expect(tools("1.5", 2)).toEqual({ tools: [{ name: "x" }] });
    expect(tools("1.5", 9)).toMatchObject({ tools: [{ $protobuf: {} }] });
    const components = message("1.5", (bom) =>
      field(bom, 4, (metadata) =>
        field(metadata, 2, (tool) => field(tool, 6, (component) => string(component, 8, "c"))),
      ),
    );
    expect(readCycloneDxProtobuf(components).document["metadata"]).toMatchObject({
      tools: { components: [{ name: "c" }] },
    });
  });

  it("says what is missing that JSON asks for", () => {
    const component = message("1.6", (bom) => field(bom, 5, (inner) => field(inner, 13, () => {})));
    expect(problemsOf(component)).toEqual(["FIELD_MISSING", "FIELD_MISSING", "FIELD_MISSING"]);
    const nested = message("1.6", (bom) =>
      field(bom, 8, (dependency) => {
        string(dependency, 1, "a");
        field(dependency, 2, (other) => {
          string(other, 1, "b");
          field(other, 2, (deeper) => string(deeper, 1, "c"));
        });
      }),
    );
    expect(problemsOf(nested)).toEqual(["FIELD_DROPPED"]);
  });

  it("keeps numbers and times that JSON has none for", () => {
    const bytes = message("1.6", (bom) =>
      field(bom, 10, (vulnerability) => {
        field(vulnerability, 5, (rating) => rating.tag(2, WireType.Bit64).double(Number.NaN));
        field(vulnerability, 11, (timestamp) =>
          timestamp.tag(1, WireType.Varint).int64("999999999999999"),
        );
        field(vulnerability, 12, (timestamp) => timestamp.tag(9, WireType.Varint).int32(1));
      }),
    );
    const { document, problems } = readCycloneDxProtobuf(bytes);
    expect(problems.map(({ code }) => code)).toEqual(["VALUE_UNKNOWN", "VALUE_UNKNOWN"]);
    expect(document["vulnerabilities"]).toMatchObject([{ published: "1970-01-01T00:00:00Z" }]);
    expect(throughProtobuf(document, "1.6").back).toEqual(document);
  });

  it("refuses bytes that are no such message", () => {
    const refuse = (...bytes: readonly number[]) =>
      refusalOf(() => readCycloneDxProtobuf(Uint8Array.from([10, 3, 49, 46, 54, ...bytes])));
    expect(refuse()).toBe("");
    // A length that is negative, or more than there is.
    expect(refuse(42, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)).toBe(
      "PROTOBUF_INVALID",
    );
    expect(refuse(42, 5, 10)).toBe("PROTOBUF_INVALID");
    // A message, a list and a value that end after what is around them.
    expect(refuse(42, 2, 34, 5, 0, 0, 0, 0)).toBe("PROTOBUF_INVALID");
    expect(refuse(82, 2, 50, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1)).toBe("PROTOBUF_INVALID");
    expect(refuse(82, 3, 50, 1, 0x80, 1)).toBe("PROTOBUF_INVALID");
    expect(refuse(42, 1, 26, 1, 65)).toBe("PROTOBUF_INVALID");
    // Groups, field 0, wire type 6, text that is no UTF-8.
    expect(refuse(43, 44)).toBe("PROTOBUF_INVALID");
    expect(refuse(44)).toBe("PROTOBUF_INVALID");
    expect(refuse(2, 0)).toBe("PROTOBUF_INVALID");
    expect(refuse(46)).toBe("PROTOBUF_INVALID");
    expect(refuse(26, 1, 0xff)).toBe("PROTOBUF_INVALID");
    expect(refusalOf(() => readCycloneDxProtobuf(new Uint8Array()))).toBe("VERSION_UNSUPPORTED");
    expect(refusalOf(() => readCycloneDxProtobuf(message("1.2", () => {})))).toBe(
      "VERSION_UNSUPPORTED",
    );
  });

  it("stops at the limits", () => {
    let nested = new Uint8Array();
    for (let depth = 0; depth < 10_000; depth += 1) {
      nested = new BinaryWriter()
        .tag(depth === 9999 ? 5 : 21, WireType.LengthDelimited)
        .bytes(nested)
        .finish();
    }
    const bytes = message("1.6", (bom) => bom.raw(nested));
    expect(refusalOf(() => readCycloneDxProtobuf(bytes))).toBe("DOCUMENT_TOO_DEEP");
    expect(refusalOf(() => readCycloneDxProtobuf(bytes, { depth: 20_000, items: 100 }))).toBe(
      "TOO_MANY_ITEMS",
    );
    const { document } = readCycloneDxProtobuf(bytes, { depth: 20_000, items: 20_000 });
    expect(renderCycloneDxProtobuf(document, "1.6").bytes.length).toBeGreaterThan(20_000);
  });

  it("gives a coded error or a shorter document for any cut and any changed byte", () => {
    fc.assert(
      fc.property(protoDocuments("1.7"), fc.nat(), fc.nat(255), (document, at, byte) => {
        const { bytes } = renderCycloneDxProtobuf(document, "1.7");
        const cut = bytes.slice(0, at % bytes.length);
        const changed = bytes.slice();
        changed[at % bytes.length] = byte;
        for (const given of [cut, changed]) {
          expect(["", "PROTOBUF_INVALID", "VERSION_UNSUPPORTED"]).toContain(
            refusalOf(() => readCycloneDxProtobuf(given)),
          );
        }
      }),
    );
  });
});

describe("renderCycloneDxProtobuf", () => {
  it.each(versions)("gives back any document of %s", (version) => {
    fc.assert(
      fc.property(protoDocuments(version), (document) => {
        const { back, lost } = throughProtobuf(document, version);
        expect(lost).toEqual([]);
        expect(back).toEqual(document);
      }),
    );
  });

  it("reports what protocol buffers cannot hold", () => {
    const document = {
      $schema: "https://example.org",
      bomFormat: "Other",
      specVersion: "1.4",
      signature: {},
      version: 1.5,
      metadata: {
        timestamp: "2026-13-01T00:00:00Z",
        licenses: [{}],
        component: [],
        tools: [{}, {}],
      },
      components: [
        {
          type: "robot",
          name: "\uD800",
          version: "",
          supplier: "me",
          modified: 1,
          licenses: [{ license: { id: "MIT", name: "MIT" }, expression: "MIT" }],
          swid: { tagId: "1", name: 1 },
          evidence: [{}],
          cryptoProperties: {
            assetType: "protocol",
            protocolProperties: {
              ikev2TransformTypes: { encr: ["a", { name: "b" }] },
              certificateExtensions: 1,
            },
          },
          $protobuf: 1,
        },
        { type: "file", name: "f", $protobuf: { unknown: "?", inner: "CgUx" } },
      ],
      vulnerabilities: [{ cwes: [1, 1.5], ratings: [{ score: "1" }] }],
      dependencies: [{ dependsOn: [{}] }],
    };
    const { lost, back } = throughProtobuf(document, "1.7");
    expect(lost.toSorted()).toEqual([
      "/bomFormat",
      "/components/0/$protobuf",
      "/components/0/cryptoProperties/protocolProperties/certificateExtensions",
      "/components/0/cryptoProperties/protocolProperties/ikev2TransformTypes/encr/0",
      "/components/0/evidence",
      "/components/0/licenses/0/license",
      "/components/0/modified",
      "/components/0/name",
      "/components/0/supplier",
      "/components/0/swid/name",
      "/components/0/type",
      "/components/0/version",
      "/components/1/$protobuf",
      "/components/1/$protobuf",
      "/dependencies/0/dependsOn/0",
      "/dependencies/0/ref",
      "/metadata/component",
      "/metadata/timestamp",
      "/metadata/tools/1",
      "/signature",
      "/specVersion",
      "/version",
      "/vulnerabilities/0/cwes/1",
      "/vulnerabilities/0/ratings/0/score",
    ]);
    expect(back).toMatchObject({ components: [{ name: "\uFFFD" }, {}] });
  });

  it("says where a number of 32 bits holds less, and where a time has no zone", () => {
    const lost = (identity: JsonObject) =>
      throughProtobuf(
        { components: [{ type: "file", name: "n", evidence: { identity: [identity] } }] },
        "1.6",
      ).lost;
    expect(lost({ field: "name", confidence: 0.1 })).toEqual([]);
    expect(lost({ field: "name", confidence: 0.123456789 })).toEqual([
      "/components/0/evidence/identity/0/confidence",
    ]);
    const time = (timestamp: string) => throughProtobuf({ metadata: { timestamp } }, "1.6");
    expect(time("2020-02-29T23:59:59.1234567+01:30").back).toMatchObject({
      metadata: { timestamp: "2020-02-29T22:29:59.123456700Z" },
    });
    for (const wrong of [
      "2026-02-29T00:00:00Z",
      "2026-01-01T00:00:00",
      "2026-01-01T24:00:00Z",
      "0000-01-01T00:00:00Z",
      "2026-01-01",
      "now",
    ]) {
      expect(time(wrong).lost).toEqual(["/metadata/timestamp"]);
    }
  });

  it("writes either kind of IKEv2 transforms", () => {
    const through = (transforms: JsonObject) => {
      const protocolProperties = { ikev2TransformTypes: transforms };
      const cryptoProperties = { assetType: "protocol", protocolProperties };
      return throughProtobuf(
        { components: [{ type: "file", name: "n", cryptoProperties }] },
        "1.7",
      );
    };
    for (const transforms of [
      { encr: ["a"], esn: true },
      { encr: [{ name: "a", keyLength: 1 }], ke: [{ group: 1 }] },
    ]) {
      const { back, lost } = through(transforms);
      expect(lost).toEqual([]);
      expect(back).toMatchObject({
        components: [
          { cryptoProperties: { protocolProperties: { ikev2TransformTypes: transforms } } },
        ],
      });
    }
  });

  it("knows the versions of CycloneDX's protocol buffers alone", () => {
    expect(() => renderCycloneDxProtobuf({}, "1.2")).toThrow("choose a version from 1.3 to 1.7");
  });
});

describe("readCycloneDxTextProto", () => {
  const read = (content: string, version = "1.7") =>
    readCycloneDxTextProto(`spec_version: "${version}"\n${content}`).document;

  it("reads texts, numbers, names, lists and messages", () => {
    expect(
      read(`# comment
        version: 0x10, serial_number: 'a\\n\\'\\x41\\101\\u00e9\\U0001F600\\ud83d\\uDE00' "b" ;
        metadata < timestamp { seconds: -1 nanos: 500000000 } >
        components: [ { type: CLASSIFICATION_FILE, name: "f" modified: True }, { type: 3 name: "l" modified: f } ]
        components: []
        vulnerabilities { cwes: [ 010, 9 ] cwes: 8 ratings { score: -1.5e1f } ratings: { score: .5 } tools {} }
        services { name: "s" tags: [] data { flow: DATA_FLOW_NULL value: "" } }`),
    ).toMatchObject({
      version: 16,
      serialNumber: "a\n'AAé\u{1F600}\u{1F600}b",
      metadata: { timestamp: "1969-12-31T23:59:59.500Z" },
      components: [
        { type: "file", name: "f", modified: true },
        { type: "library", name: "l", modified: false },
      ],
      vulnerabilities: [{ cwes: [8, 9, 8], ratings: [{ score: -15 }, { score: 0.5 }], tools: {} }],
      services: [{ name: "s" }],
    });
    expect(readCycloneDxTextProto("version: 1", undefined, "1.5").version).toBe("1.5");
  });

  it.each([
    ["unknown: 1", "a Bom has no field unknown"],
    [": 1", "a Bom has no field :"],
    ["version 1", ": is missing"],
    ["version: ", "a value is missing"],
    ["version: 1 version: 2", "a Bom has version twice"],
    ["version: 1.5", "1.5 is no number"],
    ["version: 08", "08 is no number"],
    ["version: 3000000000", "3000000000 is too large"],
    ["version: [1]", "version is no list"],
    ["serial_number: 1", "a text is missing"],
    ['serial_number: "a', "a text is not closed"],
    ['serial_number: "a\n"', "a text is not closed"],
    ['serial_number: "\\xg"', "an escape that does not exist"],
    ['serial_number: "\\q"', "an escape that does not exist"],
    ['serial_number: "\\U00110000"', "an escape that does not exist"],
    ['serial_number: "\\ud83d"', "an escape that does not exist"],
    ['serial_number: "\\xff"', "no CycloneDX message"],
    ["metadata 1", "{ is missing"],
    ["metadata {", "a message is not closed"],
    ["metadata { >", "no field >"],
    ["components: [ {} {} ]", "a list is not closed"],
    ["components { type: NOTHING }", "NOTHING is no number"],
    ["components { modified: yes }", "yes is no bool"],
    ["vulnerabilities { ratings { score: 1e } }", "1e is no number"],
    ["vulnerabilities { cwes: [1 2] }", "a list is not closed"],
    ["@", "has no meaning here"],
    ["citations { pointers {} expressions {} }", "a Citation has one of target twice"],
  ])("refuses %j", (content, reason) => {
    const error: unknown = (() => {
      try {
        return read(content);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(isSbomError(error) && error.code).toBe("PROTOBUF_INVALID");
    expect(String(error)).toContain(reason);
  });

  it("reads numbers that JSON has none for as values that it keeps", () => {
    const { problems } = readCycloneDxTextProto(
      'spec_version: "1.7" vulnerabilities { ratings { score: inf } ratings { score: -infinity } ratings { score: nan } }',
    );
    expect(problems.map(({ code }) => code)).toEqual(Array(3).fill("VALUE_UNKNOWN"));
  });

  it("stops at the limits, and asks for a version", () => {
    const nested = "components {".repeat(20) + "}".repeat(20);
    const refuse = (depth: number, items: number) =>
      refusalOf(() => readCycloneDxTextProto(nested, { depth, items }, "1.7"));
    expect(refuse(10, 100)).toBe("DOCUMENT_TOO_DEEP");
    expect(refuse(100, 10)).toBe("TOO_MANY_ITEMS");
    expect(refuse(100, 100)).toBe("");
    expect(refusalOf(() => readCycloneDxTextProto("version: 1"))).toBe("VERSION_UNSUPPORTED");
  });

  it("gives a coded error or a shorter document for any cut", () => {
    const text = `spec_version: "1.7" components: [{ name: "a\\n" hashes { alg: HASH_ALG_SHA_1 } }] version: -1`;
    for (let end = 0; end < text.length; end += 1) {
      expect(["", "PROTOBUF_INVALID", "VERSION_UNSUPPORTED"]).toContain(
        refusalOf(() => readCycloneDxTextProto(text.slice(0, end))),
      );
    }
  });
});

describe.skipIf(corpus === undefined)("CycloneDX protocol buffers of the corpus", () => {
  const documents = corpus === undefined ? [] : cycloneDxDocuments(corpus);
  const own = documents.filter(({ encoding }) => encoding === "textproto");

  it("are read and written back alike, and refused or reported where they are invalid", () => {
    for (const document of own) {
      if (document.expected !== "valid") {
        let refused = true;
        try {
          refused = readDocument(corpus ?? "", document).problems.length > 0;
        } catch (error) {
          expect(isSbomError(error)).toBe(true);
        }
        expect(refused, document.path).toBe(true);
        continue;
      }
      const native = readDocument(corpus ?? "", document);
      expect(native.problems, document.path).toEqual([]);
      const { back, lost } = throughProtobuf(native.document, native.version);
      expect(lost, document.path).toEqual([]);
      expect(back, document.path).toEqual(native.document);
    }
    expect(own.length).toBeGreaterThan(190);
  });

  it("say what the JSON of the same name says", () => {
    const twins = twinsOf(own.concat(documents.filter(({ encoding }) => encoding === "json")));
    for (const [document, twin] of twins) {
      const native = readDocument(corpus ?? "", document);
      const other = readDocument(corpus ?? "", twin).document;
      const pointers = differences(native.document, other, "protobuf", native.version);
      expect(unexplained(document.path, native.version, pointers), document.path).toEqual([]);
    }
    expect(twins.length).toBeGreaterThan(180);
  });

  const schemas = join(corpus ?? "", "schemas/cyclonedx/schema");
  const protoc = spawnSync("protoc", ["--version"]).error === undefined;
  if (!protoc)
    process.stderr.write("no protoc here: protocol buffers are not compared with its own\n");

  it.runIf(protoc).each(versions)(
    "are to protoc what they are here, in %s",
    (version) => {
      const type = `cyclonedx.v${version.replace(".", "_")}.Bom`;
      const run = (mode: string, input: Uint8Array | string) => {
        const { stdout, status, stderr } = spawnSync(
          "protoc",
          [`--${mode}=${type}`, `--proto_path=${schemas}`, `bom-${version}.proto`],
          { input, maxBuffer: 1 << 26 },
        );
        expect(status, String(stderr)).toBe(0);
        return stdout;
      };
      const textOf = ({ path }: { readonly path: string }): string =>
        readFileSync(join(corpus ?? "", "sbom", path), "utf8");
      // The longest say most.
      const longest = own
        .filter((document) => document.version === version && document.expected === "valid")
        .toSorted((a, b) => textOf(b).length - textOf(a).length)
        .slice(0, 12);
      for (const document of longest) {
        const native = readDocument(corpus ?? "", document);
        if (native.version !== version) continue;
        expect(readCycloneDxProtobuf(run("encode", textOf(document))), document.path).toEqual(
          native,
        );
        const { bytes } = renderCycloneDxProtobuf(native.document, version);
        expect(readCycloneDxTextProto(String(run("decode", bytes))), document.path).toEqual(native);
      }
      expect(longest).toHaveLength(12);
    },
    60_000,
  );
});
