import {
  blankVexComponent,
  blankVexProduct,
  isVexError,
  parseVex,
  type RenderedVex,
  type RenderVexOptions,
  renderVex,
  type VexErrorCode,
  type VexModel,
  type VexProduct,
  type VexStatement,
  type VexTarget,
} from "@coppice/vex";
import { describe, expect, test } from "vitest";
import { corpus } from "./corpus.ts";
import { loadSchemas } from "./schemas.ts";

const issued = "2025-01-01T00:00:00Z";

function productOf(members: Partial<VexProduct>): VexProduct {
  return { ...blankVexProduct, ...members };
}

function statementOf(members: Partial<VexStatement>): VexStatement {
  return {
    pointer: "",
    vulnerability: { id: "CVE-2025-0001", aliases: [], references: [], ratings: [] },
    products: [productOf({ purls: ["pkg:npm/a@1"] })],
    status: "fixed",
    responses: [],
    ...members,
  };
}

function modelOf(statements: readonly VexStatement[], members: Partial<VexModel> = {}): VexModel {
  return {
    id: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    author: { name: "Example", url: "https://example.com", role: "vendor" },
    issued,
    revision: "1",
    statements,
    ...members,
  };
}

const targets: readonly VexTarget[] = [
  { family: "openvex", version: "0.2.0" },
  { family: "csaf", version: "2.0" },
  { family: "cyclonedx", version: "1.6" },
  { family: "cyclonedx", version: "1.7" },
];

/** A document about an image of which packages were removed. */
const hardened = modelOf([
  statementOf({
    status: "not_affected",
    justification: "component_not_present",
    impact: "The package was removed.",
    products: [
      productOf({
        purls: ["pkg:oci/shop@sha256%3Aaa"],
        hashes: [`sha256:${"a".repeat(64)}`],
        subcomponents: [
          { ...blankVexComponent, purls: ["pkg:deb/debian/perl@5.36?arch=amd64"] },
          { ...blankVexComponent, purls: ["pkg:deb/debian/curl@7.88?arch=amd64"] },
        ],
      }),
    ],
  }),
  statementOf({
    vulnerability: { id: "GHSA-1", aliases: ["CVE-2025-0002"], references: [], ratings: [] },
    status: "under_investigation",
    products: [
      productOf({ purls: ["pkg:oci/shop@sha256%3Aaa"], hashes: [`sha256:${"a".repeat(64)}`] }),
    ],
  }),
]);

describe.each(targets)("as $family $version", (target) => {
  test("says the same of an image and its removed packages when read again", () => {
    const { text, native, losses } = renderVex(hardened, target);
    expect(losses.filter(({ pointer }) => pointer.startsWith("/statements"))).toEqual(
      target.family === "cyclonedx"
        ? [
            {
              pointer: "/statements/0/justification",
              reason: "code_not_present says less than component_not_present",
            },
          ]
        : [],
    );
    const { statements, problems } = parseVex(text);
    expect(problems).toEqual([]);
    expect(parseVex(native).statements).toEqual(statements);
    expect(
      statements.map(({ vulnerability, status, impact, products }) => [
        vulnerability.id,
        ...vulnerability.aliases,
        status,
        impact,
        ...products.flatMap(({ purls, subcomponents }) => [
          ...purls,
          ...subcomponents.flatMap((part) => part.purls),
        ]),
      ]),
    ).toEqual([
      [
        "CVE-2025-0001",
        "not_affected",
        "The package was removed.",
        "pkg:oci/shop@sha256%3Aaa",
        "pkg:deb/debian/perl@5.36?arch=amd64",
        ...(target.family === "openvex" ? [] : ["pkg:oci/shop@sha256%3Aaa"]),
        "pkg:deb/debian/curl@7.88?arch=amd64",
      ],
      ["GHSA-1", "CVE-2025-0002", "under_investigation", undefined, "pkg:oci/shop@sha256%3Aaa"],
    ]);
  });

  test("gives equal text for equal input, in the options' words where there are some", () => {
    const options = { ...again, indent: 0 };
    const { text } = renderVex(hardened, target, options);
    expect(text).toBe(renderVex(structuredClone(hardened), target, options).text);
    expect(text.trimEnd()).not.toContain("\n");
    expect(parseVex(text)).toMatchObject({
      id: again.id,
      author: { name: "Other" },
      issued: again.issued,
    });
  });

  test("writes what a text is demanded for as not stated, and reads it as nothing", () => {
    const model = modelOf([
      statementOf({ status: "not_affected" }),
      statementOf({ status: "affected", products: [productOf({ purls: ["pkg:npm/b"] })] }),
    ]);
    const { statements } = parseVex(renderVex(model, target).text);
    expect(statements.map(({ impact, action, responses }) => [impact, action, responses])).toEqual([
      [undefined, undefined, []],
      [undefined, undefined, []],
    ]);
  });

  test.skipIf(corpus === undefined)("is what the official schema wants", () => {
    const faults = loadSchemas(corpus ?? "");
    const everything = modelOf(
      [
        ...hardened.statements,
        statementOf({
          id: "x",
          notes: "Checked.",
          status: "affected",
          action: "Update.",
          responses: ["update", "rollback", "mitigation"],
          issued: "2025-01-02T00:00:00Z",
          updated: "2025-01-03T00:00:00Z",
          vulnerability: {
            id: "Bugs 17",
            aliases: ["#1"],
            url: "not an address",
            references: ["https://example.com/a", "no address"],
            ratings: [
              {
                method: "CVSSv31",
                score: 9,
                severity: "critical",
                vector: "CVSS:3.1/…",
                source: "NVD",
              },
              { method: "CVSSv2", score: 9, vector: "AV:N" },
              { method: "mine", severity: "moderate" },
            ],
          },
          products: [
            productOf({
              ref: " a ",
              name: "A",
              supplier: "Example Ltd",
              version: "1",
              purls: ["pkg:npm/a", "pkg:npm/a b", "nothing"],
              cpes: ["cpe:/a:x:a", "cpe:2.3:a:x:a ü:*:*:*:*:*:*:*:*", "nothing"],
              hashes: ["sha256:zz", `blake3:${"a".repeat(64)}`, "crc:00", `md5:${"a".repeat(32)}`],
              versions: ["1", "2"],
              sbomUrls: ["https://example.com/sbom", "no address"],
              ranges: ["vers:npm/<1", "<2", "soon"],
            }),
            productOf({ ref: "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#a" }),
            productOf({ name: "only a name" }),
          ],
        }),
      ],
      { title: "All", revision: "2.0.0", updated: "2025-01-04T00:00:00Z" },
    );
    const { family, version = "" } = target;
    expect(faults(family, version, renderVex(everything, target).native)).toEqual([]);
  });
});

const again: RenderVexOptions = {
  id: "urn:uuid:00000000-0000-4000-8000-000000000000",
  author: { name: "Other", url: "https://example.org" },
  issued: "2025-06-01T00:00:00Z",
};

function render(
  statements: readonly VexStatement[],
  target: VexTarget,
  members: Partial<VexModel> = {},
): RenderedVex {
  return renderVex(modelOf(statements, members), target);
}

function pointers({ losses }: RenderedVex): readonly string[] {
  return losses.map(({ pointer }) => pointer);
}

describe("leaves out what a format could only name too widely", () => {
  const ranged = productOf({ purls: ["pkg:npm/a@1"], ranges: ["vers:npm/<2"] });
  const kept = productOf({ purls: ["pkg:npm/b@1"] });
  const through = productOf({
    purls: ["pkg:oci/shop"],
    through: [{ ...blankVexComponent, purls: ["pkg:npm/web"] }],
    subcomponents: [{ ...blankVexComponent, purls: ["pkg:npm/a"] }],
  });

  test("such as a range, and what stands between, in OpenVEX", () => {
    const rendered = render([statementOf({ products: [ranged, through, kept] })], {
      family: "openvex",
    });
    expect(parseVex(rendered.native).statements[0]?.products.map(({ purls }) => purls)).toEqual([
      ["pkg:npm/b@1"],
    ]);
    expect(pointers(rendered)).toEqual([
      "/author/url",
      "/statements/0/products/0/ranges",
      "/statements/0/products/1",
    ]);
  });

  test("such as a range of a subcomponent, and with it the product", () => {
    const product = productOf({ purls: ["pkg:oci/shop"], subcomponents: [ranged] });
    const statements = [statementOf({ products: [product] }), statementOf({})];
    const rendered = render(statements, { family: "openvex" });
    expect(parseVex(rendered.native).statements).toHaveLength(1);
    expect(pointers(rendered)).toContain("/statements/0");
  });

  test("such as a range that is no vers, and what stands between, in CycloneDX", () => {
    const prose = productOf({ purls: ["pkg:npm/c"], ranges: ["vers:soon"] });
    const inner = productOf({ purls: ["pkg:oci/shop"], versions: ["1"], subcomponents: [kept] });
    const rendered = render(
      [
        statementOf({ products: [ranged, prose, through, inner, kept] }),
        statementOf({ products: [prose] }),
      ],
      { family: "cyclonedx" },
    );
    const [statement, ...others] = parseVex(rendered.native).statements;
    expect(others).toEqual([]);
    expect(statement?.products.map(({ purls, ranges }) => [...purls, ...ranges])).toEqual([
      ["pkg:npm/a@1", "vers:npm/<2"],
      ["pkg:npm/b@1"],
    ]);
    expect(pointers(rendered)).toEqual([
      "/author/role",
      "/statements/0/products/1/ranges/0",
      "/statements/0/products/2",
      "/statements/0/products/3",
      "/statements/1/products/0/ranges/0",
      "/statements/1",
    ]);
  });

  test("while CSAF names all of these", () => {
    const rendered = render([statementOf({ products: [ranged, through] })], { family: "csaf" });
    expect(rendered.losses).toEqual([]);
    expect(parseVex(rendered.native).statements[0]?.products).toMatchObject([
      { purls: ["pkg:npm/a@1"], ranges: ["vers:npm/<2"] },
      {
        purls: ["pkg:oci/shop"],
        through: [{ purls: ["pkg:npm/web"] }],
        subcomponents: [{ purls: ["pkg:npm/a"] }],
      },
    ]);
  });
});

test("names single versions by purls where a format has no other way", () => {
  const products = [
    productOf({ purls: ["pkg:npm/a"], version: "1" }),
    productOf({ ref: "pkg:npm/b", purls: ["pkg:npm/b"], versions: ["1", "2"] }),
    productOf({ ref: "c", versions: ["1"] }),
    productOf({
      cpes: ["cpe:/a:x:d", "cpe:2.3:a:x:d:*:*:*:*:*:*:*:*"],
      versions: ["1+2", "-", "ü"],
    }),
    productOf({ cpes: ["cpe:/a:x:e", "cpe:/a:x:e:3"], version: "1" }),
  ];
  const openvex = render([statementOf({ products })], { family: "openvex" });
  const purlsOf = ({ native }: RenderedVex): readonly string[] =>
    parseVex(native).statements.flatMap((one) => one.products.flatMap(({ purls }) => purls));
  expect(purlsOf(openvex)).toEqual(["pkg:npm/a@1", "pkg:npm/b@1", "pkg:npm/b@2"]);
  const cpes = parseVex(openvex.native).statements.flatMap((one) =>
    one.products.flatMap((product) => product.cpes),
  );
  expect(cpes).toEqual([
    "cpe:2.3:a:x:d:1\\+2:*:*:*:*:*:*:*",
    "cpe:/a:x:d:1%2b2",
    "cpe:2.3:a:x:d:\\-:*:*:*:*:*:*:*",
    "cpe:/a:x:d:%2d",
    "cpe:/a:x:e:1",
    "cpe:/a:x:e:3",
  ]);
  expect(pointers(openvex).filter((pointer) => pointer.includes("products"))).toEqual([
    "/statements/0/products/2",
    "/statements/0/products/3",
  ]);
  const csaf = render([statementOf({ products: products.slice(1, 2) })], { family: "csaf" });
  expect(purlsOf(csaf)).toEqual(["pkg:npm/b@1", "pkg:npm/b@2"]);
});

test("writes a product of several purls as several products", () => {
  const products = [
    productOf({ ref: "a", purls: ["pkg:npm/a", "pkg:npm/b"], cpes: ["cpe:/a:x:a"] }),
  ];
  for (const target of targets) {
    const { statements } = parseVex(render([statementOf({ products })], target).native);
    expect(statements[0]?.products.map(({ purls, cpes }) => [...purls, ...cpes])).toEqual([
      ["pkg:npm/a", "cpe:/a:x:a"],
      ["pkg:npm/b"],
    ]);
  }
});

test("says that CycloneDX has one purl of a product with subcomponents", () => {
  const part = { ...blankVexComponent, purls: ["pkg:npm/c"] };
  const products = [productOf({ purls: ["pkg:npm/a", "pkg:npm/b"], subcomponents: [part] })];
  const rendered = render([statementOf({ products })], { family: "cyclonedx" });
  expect(pointers(rendered)).toContain("/statements/0/products/0");
  expect(parseVex(rendered.native).statements[0]?.products).toMatchObject([
    { purls: ["pkg:npm/a"], subcomponents: [{ purls: ["pkg:npm/c"] }] },
  ]);
});

test("writes a justification that a format has no word for as prose", () => {
  const statement = statementOf({ status: "not_affected", justification: "requires_environment" });
  for (const family of ["openvex", "csaf"] as const) {
    const rendered = render([statement], { family });
    expect(pointers(rendered)).toContain("/statements/0/justification");
    expect(parseVex(rendered.native).statements[0]).toMatchObject({
      justification: undefined,
      impact: "Justification: requires_environment",
    });
  }
  const said = { ...statement, impact: "Only on Windows." };
  expect(parseVex(render([said], { family: "openvex" }).native).statements[0]?.impact).toBe(
    "Only on Windows.",
  );
});

describe("CSAF", () => {
  const csaf: VexTarget = { family: "csaf" };

  test("has one status for each product, that of the latest statement", () => {
    const rendered = render(
      [
        statementOf({ status: "fixed", updated: "2025-02-01T00:00:00Z" }),
        statementOf({
          status: "affected",
          products: [...statementOf({}).products, productOf({ purls: ["pkg:npm/b"] })],
        }),
        statementOf({ status: "not_affected", issued: "2024-01-01T00:00:00Z" }),
        statementOf({ products: [] }),
      ],
      csaf,
    );
    const statuses = parseVex(rendered.native).statements.map(({ status, products }) => [
      status,
      ...products.flatMap(({ purls }) => purls),
    ]);
    expect(statuses).toEqual([
      ["fixed", "pkg:npm/a@1"],
      ["affected", "pkg:npm/b"],
    ]);
    expect(pointers(rendered)).toEqual([
      "/statements/3",
      "/statements/1",
      "/statements/2",
      "/statements/0/updated",
    ]);
  });

  test("has each vulnerability once, with all that statements know of it", () => {
    const vulnerability = { id: "CVE-2025-0001", aliases: [], references: [], ratings: [] };
    const { native } = render(
      [
        statementOf({ vulnerability: { ...vulnerability, aliases: ["GHSA-1"] } }),
        statementOf({
          vulnerability: {
            ...vulnerability,
            description: "Overflow.",
            url: "https://example.com/v",
          },
          products: [productOf({ purls: ["pkg:npm/b"] })],
        }),
      ],
      csaf,
    );
    expect(native["vulnerabilities"]).toEqual([
      {
        cve: "CVE-2025-0001",
        ids: [{ system_name: "GHSA", text: "GHSA-1" }],
        notes: [{ category: "description", text: "Overflow." }],
        references: [{ summary: "https://example.com/v", url: "https://example.com/v" }],
        product_status: { fixed: ["CSAFPID-0001", "CSAFPID-0002"] },
      },
    ]);
  });

  test("has a history without gaps", () => {
    const versions = (revision: string): unknown =>
      parseVex(
        render([statementOf({})], csaf, { revision, updated: "2025-02-01T00:00:00Z" }).native,
      ).native["document"];
    expect(versions("3")).toMatchObject({
      tracking: {
        version: "3",
        revision_history: [
          { number: "1", date: issued },
          { number: "2", date: issued },
          { number: "3", date: "2025-02-01T00:00:00Z" },
        ],
      },
    });
    expect(versions("5000")).toMatchObject({ tracking: { version: "1" } });
  });

  test("has one score of a version for each product", () => {
    const rating = { method: "CVSSv31", score: 9, severity: "high", vector: "CVSS:3.1/…" };
    const vulnerability = { id: "CVE-2025-0001", aliases: [], references: [] };
    const rendered = render(
      [
        statementOf({ vulnerability: { ...vulnerability, ratings: [rating, rating] } }),
        statementOf({
          vulnerability: { ...vulnerability, ratings: [{ ...rating, method: "CVSSv4" }] },
        }),
      ],
      csaf,
    );
    expect(pointers(rendered)).toEqual([
      "/statements/0/vulnerability/ratings/1",
      "/statements/1/vulnerability/ratings/0",
    ]);
    expect(parseVex(rendered.native).statements[0]?.vulnerability.ratings).toEqual([rating]);
  });
});

test("makes an IRI of an id of CSAF, which is unique for its publisher", () => {
  const { native } = render([statementOf({})], { family: "openvex" }, { id: "EX 1\ud800" });
  expect(native["@id"]).toBe("https://example.com/EX%201%EF%BF%BD");
});

test("has one supplier for all products of an OpenVEX statement", () => {
  const products = [
    productOf({ purls: ["pkg:npm/a"], supplier: "A" }),
    productOf({ purls: ["pkg:npm/b"] }),
  ];
  const rendered = render([statementOf({ products })], { family: "openvex" });
  expect(pointers(rendered)).toContain("/statements/0/products");
  const [first] = products;
  const same = render([statementOf({ products: first === undefined ? [] : [first] })], {
    family: "openvex",
  });
  expect(parseVex(same.native).statements[0]?.products[0]?.supplier).toBe("A");
});

test.each([
  [{ family: "openvex", version: "0.0.1" }, {}, "VERSION_UNSUPPORTED"],
  [{ family: "openvex" }, { id: undefined }, "ID_MISSING"],
  [{ family: "openvex" }, { id: "EX-1", author: { name: "A" } }, "ID_MISSING"],
  [{ family: "openvex" }, { author: undefined }, "AUTHOR_MISSING"],
  [{ family: "openvex" }, { issued: undefined }, "TIMESTAMP_MISSING"],
  [{ family: "openvex" }, { statements: [] }, "STATEMENTS_MISSING"],
  [{ family: "csaf" }, { id: " " }, "ID_MISSING"],
  [{ family: "csaf" }, { author: undefined }, "AUTHOR_MISSING"],
  [{ family: "csaf" }, { author: { name: "A" } }, "AUTHOR_MISSING"],
  [{ family: "csaf" }, { issued: undefined }, "TIMESTAMP_MISSING"],
  [{ family: "csaf" }, { statements: [] }, "STATEMENTS_MISSING"],
] as const satisfies readonly (readonly [VexTarget, Partial<VexModel>, VexErrorCode])[])(
  "refuses to write %j with %j: %s",
  (target, members, code) => {
    try {
      render([statementOf({})], target, members);
      expect.unreachable();
    } catch (error) {
      expect(isVexError(error) && error.code).toBe(code);
    }
  },
);

test("writes CycloneDX without an id, author and time", () => {
  const { native, losses } = render(
    [statementOf({})],
    { family: "cyclonedx" },
    { id: undefined, author: undefined, issued: undefined, revision: undefined },
  );
  expect(losses).toEqual([]);
  expect(Object.keys(native)).toEqual([
    "bomFormat",
    "specVersion",
    "version",
    "metadata",
    "vulnerabilities",
  ]);
});

test("gives components that share a ref refs of their own", () => {
  const products = ["pkg:npm/a", "pkg:npm/b", "pkg:npm/c"].map((purl) =>
    productOf({ ref: "same", purls: [purl] }),
  );
  for (const family of ["csaf", "cyclonedx"] as const) {
    const { statements, problems } = parseVex(
      render([statementOf({ products })], { family }).native,
    );
    expect(problems).toEqual([]);
    expect(new Set(statements[0]?.products.map(({ ref }) => ref)).size).toBe(3);
  }
});
