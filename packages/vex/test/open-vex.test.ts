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
