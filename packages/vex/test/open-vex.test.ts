import { parseVex, type VexDocument } from "@coppice/vex";
import { expect, test } from "vitest";

function openVex(statements: unknown, members: object = {}): VexDocument {
  return parseVex(
    JSON.stringify({
      "@context": "https://openvex.dev/ns/v0.2.0",
      "@id": "https://example.com/vex/1",
      author: "Example",
      role: "Vendor",
      timestamp: "2025-01-01T00:00:00Z",
      last_updated: "2025-01-05T00:00:00Z",
      version: 3,
      statements,
      ...members,
    }),
  );
}

const product = { "@id": "pkg:oci/shop@sha256%3Aaa" };
const vulnerability = { name: "CVE-2025-1" };

test("reads who made an OpenVEX document, when, and which edition it is", () => {
  const { id, author, issued, updated, revision, problems } = openVex([
    { vulnerability, products: [product], status: "fixed" },
  ]);
  expect({ id, author, issued, updated, revision, problems }).toEqual({
    id: "https://example.com/vex/1",
    author: { name: "Example", role: "Vendor" },
    issued: "2025-01-01T00:00:00Z",
    updated: "2025-01-05T00:00:00Z",
    revision: "3",
    problems: [],
  });
});

test("gives a statement the document's times, or none but its own", () => {
  const later = "2025-02-01T00:00:00Z";
  const { statements } = openVex([
    { vulnerability, products: [product], status: "fixed" },
    { vulnerability, products: [product], status: "fixed", timestamp: later },
    { vulnerability, products: [product], status: "fixed", last_updated: later },
  ]);
  expect(statements.map(({ issued, updated }) => [issued, updated])).toEqual([
    ["2025-01-01T00:00:00Z", "2025-01-05T00:00:00Z"],
    [later, undefined],
    ["2025-01-01T00:00:00Z", later],
  ]);
});

test("reads identifiers, hashes and subcomponents of a product", () => {
  const { statements } = openVex([
    {
      "@id": "https://example.com/vex/1#s",
      vulnerability: {
        "@id": "https://example.com/v",
        name: "CVE-2025-1",
        description: "Overflow.",
        aliases: ["GHSA-xxxx"],
      },
      products: [
        {
          ...product,
          identifiers: {
            purl: "pkg:oci/other",
            cpe22: "cpe:/a:example:shop",
            cpe23: "cpe:2.3:a:example:shop:*:*:*:*:*:*:*:*",
          },
          hashes: { "sha-256": "AA", __proto__: "x" },
          subcomponents: [{ "@id": "pkg:npm/left-pad" }, { identifiers: {} }],
        },
      ],
      status: "not_affected",
      status_notes: "Checked by hand.",
      justification: "component_not_present",
      impact_statement: "It was removed.",
      supplier: "Example Ltd",
    },
  ]);
  expect(statements).toEqual([
    {
      id: "https://example.com/vex/1#s",
      pointer: "/statements/0",
      vulnerability: {
        id: "CVE-2025-1",
        aliases: ["GHSA-xxxx"],
        description: "Overflow.",
        url: "https://example.com/v",
        references: [],
        ratings: [],
      },
      products: [
        {
          ref: "pkg:oci/shop@sha256%3Aaa",
          purls: ["pkg:oci/shop@sha256%3Aaa", "pkg:oci/other"],
          cpes: ["cpe:2.3:a:example:shop:*:*:*:*:*:*:*:*", "cpe:/a:example:shop"],
          hashes: ["sha256:aa"],
          sbomUrls: [],
          supplier: "Example Ltd",
          versions: [],
          ranges: [],
          through: [],
          subcomponents: [
            {
              ref: "pkg:npm/left-pad",
              purls: ["pkg:npm/left-pad"],
              cpes: [],
              hashes: [],
              sbomUrls: [],
              versions: [],
              ranges: [],
            },
          ],
        },
      ],
      status: "not_affected",
      notes: "Checked by hand.",
      justification: "component_not_present",
      impact: "It was removed.",
      responses: [],
      issued: "2025-01-01T00:00:00Z",
      updated: "2025-01-05T00:00:00Z",
    },
  ]);
});

test("reads version 0.0.1, where products and subcomponents are texts", () => {
  const { format, statements, revision } = openVex(
    [
      {
        vulnerability: "CVE-2025-1",
        vuln_description: "Overflow.",
        products: ["pkg:oci/a", "pkg:oci/b"],
        subcomponents: ["pkg:apk/wolfi/git"],
        status: "affected",
        action_statement: "Update.",
      },
    ],
    { "@context": "https://openvex.dev/ns", version: "1" },
  );
  expect(format.version).toBe("0.0.1");
  expect(revision).toBe("1");
  expect(statements[0]?.vulnerability.description).toBe("Overflow.");
  expect(statements[0]?.action).toBe("Update.");
  expect(
    statements[0]?.products.map(({ purls, subcomponents }) => [
      ...purls,
      ...subcomponents.flatMap((part) => part.purls),
    ]),
  ).toEqual([
    ["pkg:oci/a", "pkg:apk/wolfi/git"],
    ["pkg:oci/b", "pkg:apk/wolfi/git"],
  ]);
});

test("never makes a statement about parts one about the whole product", () => {
  const { statements, problems } = openVex([
    { vulnerability, products: [{ ...product, subcomponents: [{}] }], status: "fixed" },
  ]);
  expect(statements[0]?.products).toEqual([]);
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["PRODUCT_UNKNOWN", "/statements/0/products/0/subcomponents/0"],
    ["PRODUCTS_MISSING", "/statements/0"],
  ]);
});

test("tells what it cannot read, with its place", () => {
  const { statements, problems } = openVex([
    { products: [product], status: "fixed" },
    { vulnerability, products: [product], status: "constructor" },
    { vulnerability, products: [product, {}], status: "fixed", justification: "because" },
    7,
  ]);
  expect(statements).toHaveLength(1);
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["STATEMENT_INVALID", "/statements/0"],
    ["STATUS_UNKNOWN", "/statements/1/status"],
    ["PRODUCT_UNKNOWN", "/statements/2/products/1"],
    ["JUSTIFICATION_UNKNOWN", "/statements/2/justification"],
    ["STATEMENT_INVALID", "/statements/3"],
  ]);
});

test.each([
  "yesterday",
  "2025-01-02",
  "2025-01-02T03:04:05",
  "2025-01-02 03:04:05Z",
  "2025-01-02T03:04Z",
  "2025-02-29T00:00:00Z",
  "2025-13-01T00:00:00Z",
  "2025-01-02T24:00:00Z",
  "2025-01-02T03:60:05Z",
  "2025-01-02T03:04:60Z",
  "2025-01-02T03:04:05+24:00",
  "2025-01-02T03:04:05+0100",
  `2025-01-02T03:04:05.${"0".repeat(99)}Z`,
])("takes %s for no time, and tells", (text) => {
  const { issued, updated, statements, problems } = openVex(
    [{ vulnerability, products: [product], status: "fixed", timestamp: text, last_updated: text }],
    { last_updated: text },
  );
  expect({ issued, updated }).toEqual({ issued: "2025-01-01T00:00:00Z", updated: undefined });
  expect(statements[0]).toMatchObject({ issued });
  expect(statements[0]?.updated).toBeUndefined();
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["TIME_INVALID", "/last_updated"],
    ["TIME_INVALID", "/statements/0/timestamp"],
    ["TIME_INVALID", "/statements/0/last_updated"],
  ]);
});

test.each([
  "2024-02-29T23:59:59.123456789+05:30",
  "2016-12-31T23:59:60Z",
  "2017-01-01T00:59:60+01:00",
  "2025-01-02t03:04:05z",
])("takes %s for a time, as written", (text) => {
  const { issued, problems } = openVex([], { timestamp: text });
  expect({ issued, problems }).toEqual({ issued: text, problems: [] });
});

test("tells where a statement does not say why products are not affected", () => {
  const said = { vulnerability, products: [product], status: "not_affected" };
  const { statements, problems } = openVex([
    said,
    { ...said, justification: "component_not_present" },
    { ...said, impact_statement: "It was removed." },
  ]);
  expect(statements).toHaveLength(3);
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["JUSTIFICATION_MISSING", "/statements/0"],
  ]);
});

test("reads version 0.0.2", () => {
  const said = { vulnerability: "CVE-2025-1", products: ["pkg:oci/a"], status: "fixed" };
  const { format, statements, problems } = openVex([said], {
    "@context": "https://openvex.dev/ns/v0.0.2",
  });
  expect({ format, problems }).toEqual({
    format: { family: "openvex", version: "0.0.2" },
    problems: [],
  });
  expect(statements[0]?.products[0]?.purls).toEqual(["pkg:oci/a"]);
});
