import { parseVex, type VexDocument } from "@coppice/vex";
import { expect, test } from "vitest";

function csaf(product_tree: unknown, vulnerabilities: unknown, version = "2.0"): VexDocument {
  return parseVex(
    JSON.stringify({
      document: {
        category: "csaf_vex",
        csaf_version: version,
        title: "Shop",
        publisher: { category: "vendor", name: "Example", namespace: "https://example.com" },
        tracking: {
          id: "EX-1",
          version: "2",
          initial_release_date: "2025-01-01T00:00:00Z",
          current_release_date: "2025-01-05T00:00:00Z",
        },
      },
      product_tree,
      vulnerabilities,
    }),
  );
}

/** A product with a purl of the same name. */
function product(name: string): object {
  return {
    name,
    product_id: name,
    product_identification_helper: { purl: `pkg:generic/${name}` },
  };
}

test("reads who made a CSAF document, when, and which edition it is", () => {
  const { id, title, author, issued, updated, revision } = csaf({}, []);
  expect({ id, title, author, issued, updated, revision }).toEqual({
    id: "EX-1",
    title: "Shop",
    author: { name: "Example", url: "https://example.com", role: "vendor" },
    issued: "2025-01-01T00:00:00Z",
    updated: "2025-01-05T00:00:00Z",
    revision: "2",
  });
});

test("walks branches for vendor, version and range", () => {
  const helper = {
    cpe: "cpe:/a:example:shop",
    hashes: [{ filename: "shop", file_hashes: [{ algorithm: "sha256", value: "AB" }] }],
    sbom_urls: ["https://example.com/sbom"],
    x_generic_uris: [{ namespace: "https://example.com", uri: "urn:cdx:x/1#a" }],
  };
  const tree = {
    branches: [
      {
        category: "vendor",
        name: "Example Ltd",
        branches: [
          {
            category: "product_name",
            name: "Shop",
            branches: [
              {
                category: "product_version",
                name: "1.2",
                product: {
                  name: "Shop 1.2",
                  product_id: "A",
                  product_identification_helper: helper,
                },
              },
              {
                category: "product_version_range",
                name: "vers:generic/<1.2",
                product: { name: "Shop before 1.2", product_id: "B" },
              },
            ],
          },
        ],
      },
    ],
  };
  const { statements } = csaf(tree, [{ cve: "CVE-2025-1", product_status: { fixed: ["A", "B"] } }]);
  const nothing = { purls: [], versions: [], subcomponents: [], through: [] };
  expect(statements[0]?.products).toEqual([
    {
      ...nothing,
      ref: "urn:cdx:x/1#a",
      name: "Shop 1.2",
      version: "1.2",
      supplier: "Example Ltd",
      cpes: ["cpe:/a:example:shop"],
      hashes: ["sha256:ab"],
      sbomUrls: ["https://example.com/sbom"],
      ranges: [],
    },
    {
      ...nothing,
      ref: "B",
      name: "Shop before 1.2",
      supplier: "Example Ltd",
      cpes: [],
      hashes: [],
      sbomUrls: [],
      ranges: ["vers:generic/<1.2"],
    },
  ]);
});

test("takes a package name in the place of a version for none", () => {
  const branch = (name: string): object => ({
    category: "product_version",
    name,
    product: { ...product("389-ds"), product_id: name },
  });
  const { statements } = csaf({ branches: [branch("389-ds"), branch("kernel"), branch("3.8")] }, [
    { cve: "CVE-2025-1", product_status: { fixed: ["389-ds", "kernel", "3.8"] } },
  ]);
  expect(statements[0]?.products.map(({ version }) => version)).toEqual([
    undefined,
    undefined,
    "3.8",
  ]);
});

test("follows relationships to a product, its part and what stands between", () => {
  const tree = {
    full_product_names: ["image", "runtime", "library"].map(product),
    relationships: [
      {
        category: "default_component_of",
        product_reference: "runtime",
        relates_to_product_reference: "image",
        full_product_name: { name: "runtime in image", product_id: "ri" },
      },
      {
        category: "default_component_of",
        product_reference: "library",
        relates_to_product_reference: "ri",
        full_product_name: { name: "library in runtime in image", product_id: "lri" },
      },
    ],
  };
  const { statements } = csaf(tree, [
    { cve: "CVE-2025-1", product_status: { fixed: ["lri", "ri"] } },
  ]);
  expect(
    statements[0]?.products.map(({ ref, through, subcomponents }) => [
      ref,
      through.map((part) => part.ref),
      subcomponents.map((part) => part.ref),
    ]),
  ).toEqual([
    ["image", ["runtime"], ["library"]],
    ["image", [], ["runtime"]],
  ]);
});

test("follows the product paths of CSAF 2.1", () => {
  const tree = {
    full_product_names: ["image", "runtime", "library"].map(product),
    product_paths: [
      {
        beginning_product_reference: "library",
        full_product_name: { name: "path", product_id: "path" },
        subpaths: [
          { category: "installed_with", next_product_reference: "runtime" },
          { category: "installed_on", next_product_reference: "image" },
        ],
      },
    ],
  };
  const { statements } = csaf(
    tree,
    [{ cve: "CVE-2025-1", product_status: { unknown: ["path"] } }],
    "2.1",
  );
  expect(statements[0]).toMatchObject({
    status: "under_investigation",
    statusWord: "unknown",
    products: [
      { ref: "image", through: [{ ref: "runtime" }], subcomponents: [{ ref: "library" }] },
    ],
  });
});

test("gives each product its own flags, threats, remediations and scores", () => {
  const tree = {
    full_product_names: ["a", "b", "c", "d"].map(product),
    product_groups: [{ group_id: "ab", product_ids: ["a", "b"] }],
  };
  const cvss = {
    version: "3.1",
    vectorString: "CVSS:3.1/…",
    baseScore: 9,
    baseSeverity: "CRITICAL",
  };
  const { statements, problems } = csaf(tree, [
    {
      cve: "CVE-2025-1",
      ids: [
        { system_name: "GitHub", text: "GHSA-xxxx" },
        { system_name: "Bugs", text: "17" },
      ],
      notes: [{ category: "description", text: "Overflow." }],
      references: [{ summary: "more", url: "https://example.com/more" }],
      product_status: { known_not_affected: ["a", "b", "c"], known_affected: ["d"] },
      flags: [{ label: "component_not_present", group_ids: ["ab"] }],
      threats: [
        { category: "impact", details: "Not in there.", product_ids: ["c"] },
        { category: "exploit_status", details: "Exploited.", product_ids: ["c"] },
      ],
      remediations: [
        { category: "vendor_fix", details: "Update.", product_ids: ["d"] },
        { category: "workaround", details: "Switch it off.", product_ids: ["d"] },
      ],
      scores: [{ products: ["d"], cvss_v3: cvss }],
    },
  ]);
  expect(problems).toEqual([]);
  expect(statements.map(({ products }) => products.map(({ ref }) => ref))).toEqual([
    ["a", "b"],
    ["c"],
    ["d"],
  ]);
  expect(statements).toMatchObject([
    { status: "not_affected", justification: "component_not_present" },
    { status: "not_affected", impact: "Not in there." },
    {
      status: "affected",
      action: "Update.\nSwitch it off.",
      responses: ["update", "workaround"],
      vulnerability: {
        id: "CVE-2025-1",
        aliases: ["GHSA-xxxx", "Bugs 17"],
        description: "Overflow.",
        references: ["https://example.com/more"],
        ratings: [{ method: "CVSSv31", score: 9, severity: "critical", vector: "CVSS:3.1/…" }],
      },
    },
  ]);
});

test("takes a remark that names no product for one of all, and reads the metrics of CSAF 2.1", () => {
  const { statements } = csaf(
    { full_product_names: [product("a")] },
    [
      {
        title: "Overflow in Shop",
        product_status: { known_not_affected: ["a"] },
        threats: [{ category: "impact", details: "Out of reach." }],
        metrics: [
          {
            products: ["a"],
            source: "https://example.com",
            content: { qualitative_severity_rating: "low", cvss_v4: { version: "4.0" } },
          },
        ],
      },
    ],
    "2.1",
  );
  expect(statements).toMatchObject([
    {
      impact: "Out of reach.",
      vulnerability: {
        id: "Overflow in Shop",
        ratings: [
          { method: "CVSSv4", source: "https://example.com" },
          { method: "other", severity: "low", source: "https://example.com" },
        ],
      },
    },
  ]);
});

test("tells what it cannot read", () => {
  const tree = { full_product_names: [product("a"), product("a"), { name: "no id" }] };
  const { statements, problems } = csaf(tree, [
    { product_status: { fixed: ["a"] } },
    { cve: "CVE-2025-1", product_status: { fixed: ["b"], constructor: ["a"] } },
    {
      cve: "CVE-2025-2",
      product_status: { fixed: ["a"] },
      flags: [{ label: "because", product_ids: ["a"] }],
    },
  ]);
  expect(statements).toHaveLength(1);
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["PRODUCT_REPEATED", "/product_tree"],
    ["STATEMENT_INVALID", "/vulnerabilities/0"],
    ["PRODUCT_UNKNOWN", "/product_tree"],
    ["STATUS_UNKNOWN", "/vulnerabilities/1/product_status/constructor"],
    ["JUSTIFICATION_UNKNOWN", "/vulnerabilities/2/product_status/fixed"],
  ]);
});

test("leaves out a product whose relationships go round in a circle or on and on", () => {
  const link = (id: string, inner: string, outer: string): object => ({
    product_reference: inner,
    relates_to_product_reference: outer,
    full_product_name: { name: id, product_id: id },
  });
  const doubling = Array.from({ length: 60 }, (_, n) => link(`d${n + 1}`, `d${n}`, `d${n}`));
  const tree = {
    full_product_names: [product("a"), product("d0")],
    relationships: [link("x", "a", "y"), link("y", "x", "a"), ...doubling],
  };
  const { statements, problems } = csaf(tree, [
    { cve: "CVE-2025-1", product_status: { fixed: ["x", "d60", "a"] } },
  ]);
  expect(statements[0]?.products.map(({ ref }) => ref)).toEqual(["a"]);
  expect(problems.map(({ code }) => code)).toEqual([
    "RELATIONSHIP_TOO_LONG",
    "RELATIONSHIP_TOO_LONG",
  ]);
});

test("takes no time without an offset", () => {
  const { issued, updated, problems } = parseVex({
    document: {
      csaf_version: "2.0",
      tracking: {
        initial_release_date: "2025-01-01T00:00:00",
        current_release_date: "2025-01-02T00:00:00Z",
      },
    },
  });
  expect({ issued, updated }).toEqual({ issued: undefined, updated: "2025-01-02T00:00:00Z" });
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["TIME_INVALID", "/document/tracking/initial_release_date"],
  ]);
});
