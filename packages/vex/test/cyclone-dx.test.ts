import { parseSbom } from "@coppice/sbom";
import { parseVex, type VexDocument } from "@coppice/vex";
import { expect, test } from "vitest";

function cycloneDx(vulnerabilities: unknown, members: object = {}): VexDocument {
  return parseVex(
    JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", vulnerabilities, ...members }),
  );
}

const link = "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#shop";

test("reads analysis, ratings, source, references and advisories", () => {
  const { id, author, issued, revision, statements } = cycloneDx(
    [
      {
        id: "CVE-2025-1",
        source: { name: "NVD", url: "https://example.com/v" },
        references: [{ id: "GHSA-xxxx", source: { name: "GitHub" } }],
        ratings: [
          {
            source: { name: "NVD" },
            score: 7.5,
            severity: "high",
            method: "CVSSv31",
            vector: "AV:N",
          },
        ],
        description: "Overflow.",
        recommendation: "Update.",
        workaround: "Switch it off.",
        advisories: [{ url: "https://example.com/a" }],
        analysis: {
          state: "false_positive",
          justification: "code_not_reachable",
          response: ["will_not_fix", "what"],
          detail: "Out of reach.",
          firstIssued: "2025-01-02T00:00:00Z",
          lastUpdated: "2025-01-03T00:00:00Z",
        },
        affects: [{ ref: link }],
        properties: [{ name: "coppice:vex:notes", value: "Checked." }],
      },
    ],
    {
      serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b70",
      version: 4,
      metadata: {
        timestamp: "2025-01-01T00:00:00Z",
        supplier: { name: "Example", url: ["https://example.com"] },
      },
    },
  );
  expect({ id, author, issued, revision }).toEqual({
    id: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b70",
    author: { name: "Example", url: "https://example.com" },
    issued: "2025-01-01T00:00:00Z",
    revision: "4",
  });
  expect(statements).toMatchObject([
    {
      pointer: "/vulnerabilities/0",
      vulnerability: {
        id: "CVE-2025-1",
        aliases: ["GHSA-xxxx"],
        description: "Overflow.",
        source: "NVD",
        url: "https://example.com/v",
        references: ["https://example.com/a"],
        ratings: [
          { method: "CVSSv31", score: 7.5, severity: "high", vector: "AV:N", source: "NVD" },
        ],
      },
      products: [{ ref: link, purls: [] }],
      status: "not_affected",
      statusWord: "false_positive",
      notes: "Checked.",
      justification: "vulnerable_code_not_in_execute_path",
      impact: "Out of reach.",
      action: "Update.\nSwitch it off.",
      responses: ["will_not_fix"],
      issued: "2025-01-02T00:00:00Z",
      updated: "2025-01-03T00:00:00Z",
    },
  ]);
});

test("says what is said of a component inside of what the document is about", () => {
  const nested = {
    name: "inner",
    "bom-ref": "inner",
    cpe: "cpe:/a:example:inner",
    hashes: [{ alg: "SHA-256", content: "AB" }],
  };
  const components = [
    {
      name: "core",
      group: "@x",
      "bom-ref": "core",
      purl: "pkg:npm/%40x/core@1",
      components: [nested],
    },
  ];
  const vulnerabilities = [{ id: "CVE-1", affects: [{ ref: "inner" }, { ref: "core" }] }];
  const products = (members: object): unknown =>
    cycloneDx(vulnerabilities, { components, ...members }).statements[0]?.products.map(
      ({ name, subcomponents }) => [name, ...subcomponents.map((part) => part.name)],
    );
  expect(products({ metadata: { component: { name: "shop" } } })).toEqual([
    ["shop", "inner"],
    ["shop", "@x/core"],
  ]);
  expect(products({})).toEqual([["@x/core", "inner"], ["@x/core"]]);
});

test("lets the analysis count, unless a version is not affected by what is exploitable", () => {
  const versions = [
    { version: "1", status: "affected" },
    { range: "vers:npm/>=2", status: "unaffected" },
    { version: "3", status: "unknown" },
  ];
  const statuses = (state?: string): unknown =>
    cycloneDx([
      { id: "CVE-1", analysis: { state }, affects: [{ ref: link, versions }] },
    ]).statements.map(({ status, statusWord, products: [product] }) => [
      status,
      statusWord,
      ...(product?.versions ?? []),
      ...(product?.ranges ?? []),
    ]);
  expect(statuses("exploitable")).toEqual([
    ["affected", "exploitable", "1"],
    ["not_affected", undefined, "vers:npm/>=2"],
    ["under_investigation", undefined, "3"],
  ]);
  expect(statuses()).toEqual([
    ["affected", undefined, "1"],
    ["not_affected", undefined, "vers:npm/>=2"],
    ["under_investigation", undefined, "3"],
  ]);
  expect(statuses("not_affected")).toEqual([["not_affected", undefined, "1", "3", "vers:npm/>=2"]]);
});

test("tells what it cannot read", () => {
  const { statements, problems } = cycloneDx([
    { affects: [{ ref: link }] },
    { id: "CVE-1", analysis: { state: "toString" }, affects: [{ ref: link }] },
    { id: "CVE-2", affects: [{ ref: "gone" }] },
    { id: "CVE-3", analysis: { justification: "because" }, affects: [{ ref: link }] },
  ]);
  expect(statements).toHaveLength(1);
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["STATEMENT_INVALID", "/vulnerabilities/0"],
    ["STATUS_UNKNOWN", "/vulnerabilities/1/analysis/state"],
    ["PRODUCT_UNKNOWN", "/vulnerabilities/2/affects/0/ref"],
    ["PRODUCTS_MISSING", "/vulnerabilities/2"],
    ["JUSTIFICATION_UNKNOWN", "/vulnerabilities/3/analysis/justification"],
  ]);
});

test("reads the statements of an XML document by its native form", () => {
  const { native } = parseSbom(`<?xml version="1.0"?>
    <bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
      <components><component type="library" bom-ref="a"><name>a</name></component></components>
      <vulnerabilities><vulnerability>
        <id>CVE-1</id><analysis><state>resolved</state></analysis>
        <affects><target><ref>a</ref></target></affects>
      </vulnerability></vulnerabilities>
    </bom>`);
  expect(parseVex(native).statements).toMatchObject([
    { vulnerability: { id: "CVE-1" }, status: "fixed", products: [{ ref: "a" }] },
  ]);
});

test("takes no time without an offset", () => {
  const { statements, problems } = parseVex({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { timestamp: "2025-01-01T00:00:00Z" },
    components: [{ type: "library", name: "a", "bom-ref": "a" }],
    vulnerabilities: [
      {
        id: "CVE-1",
        affects: [{ ref: "a" }],
        analysis: { state: "resolved", firstIssued: "2025-01-02", lastUpdated: "today" },
      },
    ],
  });
  expect(statements[0]?.issued).toBe("2025-01-01T00:00:00Z");
  expect(statements[0]?.updated).toBeUndefined();
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["TIME_INVALID", "/vulnerabilities/0/analysis/firstIssued"],
    ["TIME_INVALID", "/vulnerabilities/0/analysis/lastUpdated"],
  ]);
});
