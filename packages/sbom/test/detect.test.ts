import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectSbom } from "../src/input/detect-sbom.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const said = (input: string | Uint8Array): string => {
  const { format, reason } = detectSbom(input);
  return format === undefined
    ? `none: ${reason}`
    : `${format.family} ${format.version} ${format.encoding}`;
};
const filler = JSON.stringify(Array.from({ length: 5000 }, (_, index) => ({ name: `n${index}` })));

describe("detectSbom", () => {
  test("tells every format by its content", () => {
    const rdf =
      'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:spdx="http://spdx.org/rdf/terms#"';
    const documents: readonly (readonly [expected: string, text: string])[] = [
      ["cyclonedx 1.2 json", '{"bomFormat": "CycloneDX", "specVersion": "1.2"}'],
      ["cyclonedx 2.0 json", '{"specVersion": "2.0", "specFormat": "CycloneDX"}'],
      ["cyclonedx 1.7 json", '{"\\u0062omFormat": "CycloneDX", "specVersion": "1.7"}'],
      [
        "cyclonedx 1.6 json",
        '\ufeff\r\n {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "specVersion": "1.6"}',
      ],
      ["cyclonedx 1.0 xml", '<bom xmlns="http://cyclonedx.org/schema/bom/1.0"/>'],
      [
        "cyclonedx 1.6 xml",
        "<?xml version='1.0'?><!-- <bom> --><!DOCTYPE bom [<!ENTITY a '>'>]>\n<c:bom version = '1' xmlns:c='http://cyclonedx.org/schema/bom/1.6'>",
      ],
      [
        "cyclonedx 1.6 textproto",
        '# proto-message: Bom\n\nversion: 1\nspec_version: "1.6" serial_number: "x"\n',
      ],
      ["cyclonedx 1.5 textproto", `spec_version:"1.5" components { name: "${"x".repeat(300)}" }`],
      ["spdx 2.2 json", '{"SPDXID": "SPDXRef-DOCUMENT", "spdxVersion": "SPDX-2.2"}'],
      ["spdx 2.3 tag-value", "# made by hand\r\n\r\nSPDXVersion: SPDX-2.3\r\n"],
      ["spdx 2.1 tag-value", "DataLicense: CC0-1.0\rSPDXVersion: SPDX-2.1\r"],
      ["spdx 2.3 yaml", '---\nSPDXID: "SPDXRef-DOCUMENT"\n"spdxVersion": \'SPDX-2.3\'\n'],
      [
        "spdx 2.2 xml",
        "<Document><SPDXID>x</SPDXID><spdxVersion> SPDX-2.2 </spdxVersion></Document>",
      ],
      [
        "spdx 2.3 rdf",
        `<rdf:RDF ${rdf}><spdx:SpdxDocument><spdx:specVersion>SPDX-2.3</spdx:specVersion>`,
      ],
      [
        "spdx 2.2 rdf",
        `<rdf:RDF ${rdf}><spdx:SpdxDocument rdf:about="#x" spdx:specVersion="SPDX-2.2"/>`,
      ],
      [
        "spdx 3.0.1 json",
        '{"@graph": [], "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}',
      ],
      [
        "spdx 3.0.0 json",
        '{"@context": [{}, "https://spdx.org/rdf/3.0.0/spdx-context.jsonld"], "@graph": []}',
      ],
      [
        "syft 16.0.0 json",
        '{"artifacts": [], "schema": {"version": "16.0.0", "url": "https://x/anchore/syft/main/s.json"}}',
      ],
    ];
    for (const [expected, text] of documents) {
      expect(said(text)).toBe(expected);
      expect(said(utf8(text))).toBe(expected);
    }
  });

  test("tells Protocol Buffers by their fields, wherever the version stands", () => {
    const version = [0x0a, 3, ...utf8("1.6")];
    const component = [0x2a, 4, 0x0a, 2, 0x61, 0x62];
    const citation = [0x82, 1, 0];
    expect(said(Uint8Array.from([...version, 0x10, 0x81, 1, ...component]))).toBe(
      "cyclonedx 1.6 protobuf",
    );
    expect(said(Uint8Array.from([...component, ...citation, ...version]))).toBe(
      "cyclonedx 1.6 protobuf",
    );
    // What ends early is for the decoder to refuse.
    expect(said(Uint8Array.from([...version, 0x2a]))).toBe("cyclonedx 1.6 protobuf");
    for (const other of [
      [0x0a, 3, ...utf8("x.6")],
      [...version, 0x08, 1],
      [0x12, 1, 0],
      [0x0a, 0x8a],
    ]) {
      expect(said(Uint8Array.from(other))).toMatch(/^none: /);
    }
  });

  test("tells a large document by members that come last, without taking nested ones for them", () => {
    const nested =
      '{"metadata": {"bomFormat": "CycloneDX", "specVersion": "1.1"}, "bomFormat": 7, "components": ';
    const last = `${nested}${filler}, "a\\"b\\\\": ["}"], "specFormat": "CycloneDX", "specVersion": "1.5"}`;
    expect(said(last)).toBe("cyclonedx 1.5 json");
    expect(said(utf8(last))).toBe("cyclonedx 1.5 json");
    expect(
      said(utf8(`{"schema": {"version": "11.0.0", "x": ${filler}, "url": "/anchore/syft/"}}`)),
    ).toBe("syft 11.0.0 json");
    expect(
      said(utf8(`<Document><!-- ${filler} --><spdxVersion>SPDX-2.3</spdxVersion></Document>`)),
    ).toBe("spdx 2.3 xml");
    expect(said(utf8(`name: ${"x\n".repeat(50_000)}spdxVersion: SPDX-2.3`))).toBe("spdx 2.3 yaml");
  });

  test("says the same of bytes, whose start may tell, as of text", () => {
    const start = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": ';
    for (const text of [
      `${start}${filler}}`,
      `{"bomFormat": "CycloneDX", "components": ${filler}, "specVersion": "1.6"}`,
    ]) {
      expect(detectSbom(utf8(text))).toEqual(detectSbom(text));
    }
    expect(said(utf8(`${start}${"[".repeat(100_000)}`))).toBe("cyclonedx 1.6 json");
  });

  test("reads text in UTF-16", () => {
    const text = "SPDXVersion: SPDX-2.2\n";
    const bytes = new Uint8Array([
      0xff,
      0xfe,
      ...[...text].flatMap((character) => [character.charCodeAt(0), 0]),
    ]);
    expect(said(bytes)).toBe("spdx 2.2 tag-value");
  });

  test("says what something is that is no SBOM, and what to do", () => {
    const others: readonly (readonly [reason: string, text: string])[] = [
      ["OpenVEX", '{"@context": "https://openvex.dev/ns/v0.2.0", "statements": []}'],
      ["CSAF", `{"document": {"notes": ${filler}, "csaf_version": "2.0"}}`],
      ["list of SPDX licences", '{"licenseListVersion": "3.24", "licenses": []}'],
      ["does not say its version", '{"bomFormat": "CycloneDX", "components": []}'],
      ["Sigstore signature", '{"base64Signature": "", "cert": ""}'],
      ["report of Trivy", '{"SchemaVersion": 2, "ArtifactName": "x", "Results": []}'],
      ["report of Grype", '{"matches": [], "descriptor": {}}'],
      ["SARIF", '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": []}'],
      ["advisory of OSV", '{"id": "GHSA-x", "affected": []}'],
      ["lockfile of npm", '{"name": "x", "lockfileVersion": 3}'],
      ["container image", '{"schemaVersion": 2, "layers": []}'],
      ["JSON Schema", '{"$schema": "http://json-schema.org/draft-07/schema#"}'],
      ["an empty JSON object", "{}"],
      ['with the members "a", "b"', '{"a": 1, "b": 2}'],
      ["it ends early", '{"a": 1, "b'],
      ["a JSON array", "[1, 2]"],
      ["web page", "<!DOCTYPE html><html><body>"],
      [
        "SWID tag",
        '<SoftwareIdentity xmlns="http://standards.iso.org/iso/19770/-2/2015/schema.xsd">',
      ],
      ["manifest of Maven", '<project xmlns="http://maven.apache.org/POM/4.0.0">'],
      ["CVRF", "<cvrfdoc>"],
      ["SPDX licence", "<SPDXLicenseCollection>"],
      ["with the root <catalog> of urn:x", '<catalog xmlns="urn:x">'],
      ["CycloneDX without a version", "<bom>"],
      ["XML without an element", "<?xml version='1.0'?><!-- <bom>"],
      ["XML of no known format", "<Document>"],
      ["CycloneDX in YAML", "bomFormat: CycloneDX\n"],
      ["RDF in Turtle", "@prefix spdx: <http://spdx.org/rdf/terms#> .\n"],
      ["RDF in Turtle", "@prefix\n"],
      ["Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"],
      ["text of no known format", "hello: world\nspec_version: unknown\n"],
      ["is empty", " \n"],
      ["ZIP archive", "PK\x03\x04"],
      ["compressed with bzip2", "BZh9"],
    ];
    for (const [reason, text] of others) {
      const detected = detectSbom(utf8(text));
      expect(detected.reason).toContain(reason);
      expect(detected.format).toBeUndefined();
    }
  });

  test("looks into envelopes and says which they are", () => {
    const envelope = JSON.stringify({
      payloadType: "application/vnd.cyclonedx+json",
      payload: Buffer.from('{"bomFormat": "CycloneDX", "specVersion": "1.6"}').toString(
        "base64url",
      ),
    });
    expect(detectSbom(envelope)).toEqual({
      format: { family: "cyclonedx", version: "1.6", encoding: "json" },
      envelopes: [{ kind: "dsse", type: "application/vnd.cyclonedx+json" }],
    });
    expect(detectSbom(Uint8Array.of(0x1f, 0x8b)).envelopes).toEqual([{ kind: "gzip" }]);
  });

  test("answers for any bytes and any text", () => {
    const pieces = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      '"',
      ":",
      ",",
      "\\",
      "<",
      ">",
      "<!--",
      "<?",
      "<!DOCTYPE a [",
      "bom",
      "spdxVersion",
      "xmlns",
      "=",
      "'",
      "\n",
      "SPDX-2.3",
      "spec_version",
      "1.6",
    );
    fc.assert(
      fc.property(
        fc.array(pieces).map((parts) => parts.join("")),
        (text) => {
          const { format, reason } = detectSbom(text);
          expect(format === undefined).toBe(reason !== undefined);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const { format, reason } = detectSbom(bytes);
        expect(format === undefined).toBe(reason !== undefined);
      }),
      { numRuns: 500 },
    );
  });

  test("answers for brackets ten million deep", () => {
    for (const open of ["[", '{"a":', '{"sbom":[[', "<a>"]) {
      const text = open.repeat(10_000_000 / open.length);
      expect(detectSbom(text).format).toBeUndefined();
    }
    expect(said(`{"a":${"[".repeat(5000)}`)).toContain("more than 512");
    expect(said(`{"specVersion": "1.6", "bomFormat": "CycloneDX", "a":${"[".repeat(5000)}`)).toBe(
      "cyclonedx 1.6 json",
    );
  });
});
