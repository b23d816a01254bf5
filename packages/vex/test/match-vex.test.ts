import { parseSbom, type SbomDocument } from "@coppice/sbom";
import { isVexError, matchVex, parseVex, renderVex, type VexDocument } from "@coppice/vex";
import { describe, expect, test } from "vitest";

const serial = "3e671687-395b-41f5-a30f-a58921a69b79";

interface Part {
  readonly "bom-ref": string;
  readonly name?: string;
  readonly [member: string]: unknown;
}

function sbomOf(components: readonly Part[], members: object = {}): SbomDocument {
  return parseSbom(
    JSON.stringify({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      serialNumber: `urn:uuid:${serial}`,
      version: 1,
      components: components.map((part) => ({ type: "library", name: part["bom-ref"], ...part })),
      ...members,
    }),
  );
}

interface Said {
  readonly products: readonly unknown[];
  readonly status?: string;
  readonly cve?: string;
  readonly aliases?: readonly string[];
  readonly timestamp?: string;
}

function openVex(statements: readonly Said[], members: object = {}): VexDocument {
  return parseVex(
    JSON.stringify({
      "@context": "https://openvex.dev/ns/v0.2.0",
      "@id": "https://example.com/vex/1",
      author: "Example",
      timestamp: "2025-01-01T00:00:00Z",
      version: 1,
      statements: statements.map(({ cve = "CVE-1", aliases = [], status = "fixed", ...said }) => ({
        ...said,
        status,
        vulnerability: { name: cve, aliases },
      })),
      ...members,
    }),
  );
}

/** Refs of the components that a product means. */
function found(
  product: unknown,
  components: readonly Part[],
  members: object = {},
): readonly string[] {
  const match = matchVex([openVex([{ products: [product] }])], sbomOf(components, members));
  return match.components.map(({ ref }) => ref);
}

describe("by purl", () => {
  const purls = (...all: readonly string[]): readonly Part[] =>
    all.map((purl) => ({ "bom-ref": purl, purl }));
  test.each([
    ["pkg:npm/@babel/core@7.1.0", ["pkg:npm/%40babel/core@7.1.0"], ["pkg:npm/%40babel/core@7.2.0"]],
    ["pkg:npm/a", ["pkg:npm/a@1", "pkg:npm/a@2", "pkg:npm/a"], ["pkg:npm/b@1", "pkg:pypi/a@1"]],
    ["pkg:pypi/Zope_Interface@1", ["pkg:pypi/zope.interface@1"], ["pkg:pypi/zope@1"]],
    [
      "pkg:deb/debian/curl@1?arch=amd64",
      ["pkg:deb/debian/curl@1?arch=amd64&distro=debian-12"],
      [
        "pkg:deb/debian/curl@1?arch=arm64",
        "pkg:deb/debian/curl@1",
        "pkg:deb/ubuntu/curl@1?arch=amd64",
      ],
    ],
    ["pkg:deb/debian/curl", ["pkg:deb/debian/curl@1?arch=arm64"], []],
    [
      "pkg:rpm/redhat/openssl@1:1.0-1",
      ["pkg:rpm/redhat/openssl@1.0-1?epoch=1&arch=x86_64"],
      ["pkg:rpm/redhat/openssl@1.0-1", "pkg:rpm/redhat/openssl@1.0-1?epoch=2"],
    ],
    [
      "pkg:deb/ubuntu/curl?distro=focal",
      ["pkg:deb/ubuntu/curl@8?distro=focal", "pkg:deb/ubuntu/curl@9?distro=Focal"],
      ["pkg:deb/ubuntu/curl@8.5.0?distro=noble", "pkg:deb/ubuntu/curl@8.5.0"],
    ],
    [
      "pkg:rpm/redhat/curl@8?distro=rhel-8",
      ["pkg:rpm/redhat/curl@8?distro=rhel-8", "pkg:rpm/redhat/curl@8?distro=rhel-8.10"],
      [
        "pkg:rpm/redhat/curl@8?distro=rhel-9",
        "pkg:rpm/redhat/curl@8?distro=rhel-80",
        "pkg:rpm/redhat/curl@8?distro=rhel",
        "pkg:rpm/redhat/curl@8?distro=centos-8.1",
      ],
    ],
    [
      "pkg:apk/alpine/curl?distro=3.18.4",
      ["pkg:apk/alpine/curl@8?distro=3.18"],
      ["pkg:apk/alpine/curl@8?distro=3.19", "pkg:apk/alpine/curl@8?distro=alpine-3.18"],
    ],
    [
      "pkg:rpm/opensuse/curl?distro=opensuse-leap-15.5",
      ["pkg:rpm/opensuse/curl@8?distro=opensuse-leap-15"],
      ["pkg:rpm/opensuse/curl@8?distro=opensuse-tumbleweed-15.5"],
    ],
    [
      "pkg:generic/a@1?checksum=sha256:aa",
      ["pkg:generic/a@1?checksum=sha256:AA", "pkg:generic/a@1?checksum=sha1:cc,sha256:aa"],
      [
        "pkg:generic/a@1?checksum=sha256:bb",
        "pkg:generic/a@1?checksum=sha1:aa",
        "pkg:generic/a@1?checksum=aa",
        "pkg:generic/a@1",
      ],
    ],
    ["pkg:oci/shop?tag=1", ["pkg:oci/shop@sha256:aa?tag=1"], ["pkg:oci/shop@sha256:bb?tag=2"]],
    ["pkg:deb/debian/curl?upstream=a", ["pkg:deb/debian/curl@1?upstream=b"], []],
    ["pkg:npm/a@1#lib", ["pkg:npm/a@1#lib"], ["pkg:npm/a@1"]],
    [
      "pkg:oci/shop?repository_url=example.com/shop",
      ["pkg:oci/shop@sha256:aa?repository_url=example.com/shop"],
      ["pkg:oci/shop@sha256:aa?repository_url=example.org/shop"],
    ],
  ])("%s means %j and not %j", (purl, same, others) => {
    expect(found({ "@id": purl }, purls(...same, ...others))).toEqual(same);
  });

  test("a text that is no purl means nothing", () => {
    expect(found({ "@id": "pkg:?" }, purls("pkg:npm/a"))).toEqual([]);
    expect(found({ "@id": "pkg:npm/a" }, [{ "bom-ref": "a", purl: "pkg:?" }])).toEqual([]);
  });
});

describe("by CPE name", () => {
  const full = "cpe:2.3:a:example:shop:1.2:*:*:*:*:*:*:*";
  const matches = (cpe: string, other: string, version?: string): boolean =>
    found({ identifiers: { cpe23: cpe } }, [{ "bom-ref": "a", cpe: other, version }]).length > 0;
  test.each([
    [full, full, true],
    ["cpe:/a:example:shop:1.2", full, true],
    ["cpe:/a:Example:Shop", full, true],
    [full, "cpe:/a:example:shop:1.2", true],
    [full, "cpe:/a:example:shop:1.3", false],
    ["cpe:2.3:a:example:shop:1.*:*:*:*:*:*:*:*", full, true],
    ["cpe:2.3:a:example:shop:?.?:*:*:*:*:*:*:*", full, true],
    ["cpe:2.3:a:example:shop:?:*:*:*:*:*:*:*", full, false],
    ["cpe:2.3:a:example:*op:*:*:*:*:*:*:*:*", full, true],
    ["cpe:2.3:a:example:*ho*:*:*:*:*:*:*:*:*", full, true],
    ["cpe:2.3:a:example:??op:*:*:*:*:*:*:*:*", full, true],
    ["cpe:2.3:a:example:*xx*:*:*:*:*:*:*:*:*", full, false],
    ["cpe:/a:example:shop:1.%02", full, true],
    ["cpe:/a:example:shop:1.2%01", full, true],
    ["cpe:2.3:a:example:s*p:*:*:*:*:*:*:*:*", full, false],
    ["cpe:2.3:a:example:shop:-:*:*:*:*:*:*:*", full, false],
    ["cpe:2.3:a:example:shop:1.2:*:*:*:*:linux:*:*", full, false],
    [
      "cpe:/a:example:shop:1.2::~~pro~linux~x64~",
      "cpe:2.3:a:example:shop:1.2:*:*:*:pro:linux:x64:*",
      true,
    ],
    ["cpe:2.3:a:example:c\\+\\+:*:*:*:*:*:*:*:*", "cpe:/a:example:c%2b%2b:1", true],
    ["cpe:2.3:a:example:shop:\\-:*:*:*:*:*:*:*", "cpe:2.3:a:example:shop:-:*:*:*:*:*:*:*", false],
    ["cpe:2.3:a:example", full, false],
    ["cpe:/a:b:c:d:e:f:g:h:i", full, false],
    [`cpe:/a:example:${"x".repeat(5000)}`, full, false],
  ])("%s and %s: %s", (cpe, other, expected) => {
    expect(matches(cpe, other)).toBe(expected);
  });

  test("takes the component's version where its name leaves it open", () => {
    const open = "cpe:2.3:a:example:shop:*:*:*:*:*:*:*:*";
    expect(matches(full, open, "1.2")).toBe(true);
    expect(matches(full, open, "1.3")).toBe(false);
    expect(matches(full, open)).toBe(false);
    expect(matches(full, "nothing")).toBe(false);
  });
});

test("recognises hashes, and the digest of an OCI artifact as one", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const hash = { hashes: [{ alg: "SHA-256", content: "A".repeat(64) }] };
  const components = [
    { "bom-ref": "hash", ...hash },
    { "bom-ref": "version", version: digest },
    { "bom-ref": "purl", purl: `pkg:oci/shop@${encodeURIComponent(digest)}` },
    { "bom-ref": "other", hashes: [{ alg: "SHA-256", content: "b".repeat(64) }] },
  ];
  const all = ["hash", "version", "purl"];
  expect(found({ "@id": "x:y", hashes: { "sha-256": "a".repeat(64) } }, components)).toEqual(all);
  expect(found({ "@id": `pkg:oci/elsewhere@${encodeURIComponent(digest)}` }, components)).toEqual(
    all,
  );
});

test("orders versions of a range as the ecosystem does", () => {
  const range = (text: string): VexDocument =>
    parseVex({
      document: { csaf_version: "2.0" },
      product_tree: {
        branches: [
          {
            category: "product_version_range",
            name: text,
            product: {
              name: "a",
              product_id: "a",
              product_identification_helper: { purl: "pkg:deb/debian/a" },
            },
          },
        ],
      },
      vulnerabilities: [{ cve: "CVE-1", product_status: { fixed: ["a"] } }],
    });
  const versions = ["1.0~rc1", "1.0", "1.0+b1", "2.0"];
  const sbom = sbomOf([
    ...versions.map((version) => ({ "bom-ref": version, purl: `pkg:deb/debian/a@${version}` })),
    { "bom-ref": "without", purl: "pkg:deb/debian/a" },
  ]);
  const matched = (text: string): readonly string[] =>
    matchVex([range(text)], sbom).components.map(({ ref }) => ref);
  expect(matched("vers:deb/>=1.0|<2.0")).toEqual(["1.0", "1.0+b1"]);
  expect(matched("vers:generic/<1.0")).toEqual(["1.0~rc1"]);
  expect(matched("<1.0")).toEqual(["1.0~rc1"]);
  expect(matched("vers:all/*")).toEqual(versions);
  expect(matched("before the summer")).toEqual([]);
});

test("asks for the version of a branch where the purl has none", () => {
  const vex = parseVex({
    document: { csaf_version: "2.0" },
    product_tree: {
      branches: [
        {
          category: "product_version",
          name: "1.0",
          product: {
            name: "a",
            product_id: "a",
            product_identification_helper: { purl: "pkg:maven/x/a", cpe: "cpe:/a:x:a" },
          },
        },
      ],
    },
    vulnerabilities: [{ cve: "CVE-1", product_status: { fixed: ["a"] } }],
  });
  const sbom = sbomOf([
    { "bom-ref": "1", purl: "pkg:maven/x/a@1.0.0" },
    { "bom-ref": "2", purl: "pkg:maven/x/a@2.0" },
    { "bom-ref": "3", cpe: "cpe:/a:x:a:1.0", version: "1.0" },
    { "bom-ref": "4", cpe: "cpe:/a:x:a:2.0", version: "2.0" },
  ]);
  const { components } = matchVex([vex], sbom);
  expect(components.map(({ ref, vulnerabilities: [one] }) => [ref, one?.applied[0]?.by])).toEqual([
    ["1", "purl"],
    ["3", "cpe"],
  ]);
});

describe("by BOM-Link", () => {
  const cycloneDx = (ref: string, members: object = {}): VexDocument =>
    parseVex({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      vulnerabilities: [{ id: "CVE-1", affects: [{ ref }] }],
      ...members,
    });
  const sbom = sbomOf([{ "bom-ref": "a b" }]);
  const count = (vex: VexDocument): number => matchVex([vex], sbom).components.length;

  test("follows links to the SBOM, in that edition", () => {
    expect(count(cycloneDx(`urn:cdx:${serial}/1#a b`))).toBe(1);
    expect(count(cycloneDx(`urn:cdx:${serial.toUpperCase()}/1#a%20b`))).toBe(1);
    expect(count(cycloneDx(`urn:cdx:${serial}/2#a b`))).toBe(0);
    expect(count(cycloneDx(`urn:cdx:${serial}/1#%`))).toBe(0);
    expect(count(cycloneDx("urn:cdx:x"))).toBe(0);
  });

  test("follows refs of the same document only", () => {
    const components = [{ type: "library", name: "a", "bom-ref": "a b" }];
    const id = { serialNumber: `urn:uuid:${serial}`, version: 1 };
    expect(count(cycloneDx("a b", { components, ...id }))).toBe(1);
    expect(count(cycloneDx("a b", { components, ...id, version: 2 }))).toBe(0);
    expect(count(cycloneDx("a b", { components }))).toBe(0);
    const itself = sbomOf([{ "bom-ref": "a" }], {
      metadata: { component: { type: "application", name: "a subject without a ref" } },
      vulnerabilities: [{ id: "CVE-1", affects: [{ ref: "a" }] }],
    });
    expect(matchVex([parseVex(itself.native)], itself).components).toHaveLength(1);
  });
});

describe("subcomponents", () => {
  const components: readonly Part[] = [
    { "bom-ref": "app", purl: "pkg:npm/app@1" },
    { "bom-ref": "web", purl: "pkg:npm/web@1" },
    { "bom-ref": "left", purl: "pkg:npm/left@1" },
    { "bom-ref": "free", purl: "pkg:npm/left@2" },
    { "bom-ref": "os", type: "operating-system", cpe: "cpe:/o:debian:debian_linux:12" },
  ];
  const members = {
    metadata: {
      component: { type: "application", name: "shop", "bom-ref": "shop", purl: "pkg:oci/shop" },
    },
    dependencies: [
      { ref: "app", dependsOn: ["web"] },
      { ref: "web", dependsOn: ["left", "app"] },
    ],
  };
  const within = (product: object): readonly string[] =>
    found({ ...product, subcomponents: [{ "@id": "pkg:npm/left" }] }, components, members);

  test("are meant inside of what the SBOM is about, and of its operating system", () => {
    expect(within({ "@id": "pkg:oci/shop" })).toEqual(["left", "free"]);
    expect(within({ identifiers: { cpe22: "cpe:/o:debian:debian_linux" } })).toEqual([
      "left",
      "free",
    ]);
  });

  test("are meant inside of what contains them or depends on them, through others too", () => {
    expect(within({ "@id": "pkg:npm/app" })).toEqual(["left"]);
  });

  test("are not meant elsewhere", () => {
    expect(within({ "@id": "pkg:oci/other" })).toEqual([]);
    expect(within({ "@id": "pkg:npm/left@2" })).toEqual(["free"]);
  });

  test("are meant where all that stands between is there", () => {
    const chain = (between: string): VexDocument => {
      const name = (id: string, purl: string): object => ({
        name: id,
        product_id: id,
        product_identification_helper: { purl },
      });
      return parseVex(
        JSON.stringify({
          document: { csaf_version: "2.1" },
          product_tree: {
            full_product_names: [
              name("shop", "pkg:oci/shop"),
              name("between", between),
              name("left", "pkg:npm/left"),
            ],
            product_paths: [
              {
                beginning_product_reference: "left",
                full_product_name: { name: "all", product_id: "all" },
                subpaths: [
                  { next_product_reference: "between" },
                  { next_product_reference: "shop" },
                ],
              },
            ],
          },
          vulnerabilities: [{ cve: "CVE-1", product_status: { fixed: ["all"] } }],
        }),
      );
    };
    const refs = (vex: VexDocument): readonly string[] =>
      matchVex([vex], sbomOf(components, members)).components.map(({ ref }) => ref);
    expect(refs(chain("pkg:npm/web"))).toEqual(["left"]);
    expect(refs(chain("pkg:npm/gone"))).toEqual([]);
  });

  test("leave the product itself alone, and the product leaves them alone", () => {
    expect(found({ "@id": "pkg:oci/shop" }, components, members)).toEqual(["shop"]);
  });
});

describe("in effect", () => {
  const product = { "@id": "pkg:npm/a" };
  const sbom = sbomOf([{ "bom-ref": "a", purl: "pkg:npm/a@1" }]);

  test("is the latest statement, before all others what has no time", () => {
    const vex = openVex([
      { products: [product], status: "fixed", timestamp: "2025-03-01T00:00:00Z" },
      { products: [product], status: "affected", timestamp: "2025-02-01T00:00:00+09:00" },
      { products: [product], status: "under_investigation", timestamp: "2025-03-01T00:00:00Z" },
      { products: [product], status: "affected", timestamp: "never" },
    ]);
    const [one] = matchVex([vex], sbom).components[0]?.vulnerabilities ?? [];
    expect(one?.status).toBe("under_investigation");
    expect(one?.applied.map(({ statement }) => statement)).toEqual([3, 1, 0, 2]);
    expect(one?.conflicts.map(({ statement }) => statement)).toEqual([0]);
  });

  test("is the most cautious statement of equal times, in whatever order they stand", () => {
    const statuses = ["affected", "under_investigation", "fixed", "not_affected"];
    for (const [index, cautious] of statuses.entries()) {
      const all = statuses.slice(index).map((status) => ({ products: [product], status }));
      for (const statements of [all, all.toReversed()]) {
        const [one] = matchVex([openVex(statements)], sbom).components[0]?.vulnerabilities ?? [];
        expect(one?.status).toBe(cautious);
        expect(one?.conflicts).toHaveLength(all.length - 1);
      }
    }
  });

  test("is that a product is affected where CSAF lists it as not affected too", () => {
    const vex = parseVex({
      document: { csaf_version: "2.0" },
      product_tree: {
        full_product_names: [
          {
            name: "a",
            product_id: "a",
            product_identification_helper: { purl: "pkg:npm/a" },
          },
        ],
      },
      vulnerabilities: [
        { cve: "CVE-1", product_status: { known_affected: ["a"], known_not_affected: ["a"] } },
      ],
    });
    const [one] = matchVex([vex], sbom).components[0]?.vulnerabilities ?? [];
    expect(one?.status).toBe("affected");
    expect(one?.conflicts.map(({ said }) => said.status)).toEqual(["not_affected"]);
    const { text } = renderVex(
      {
        ...vex,
        id: "a",
        issued: "2025-01-01T00:00:00Z",
        author: { name: "A", url: "https://a.org" },
      },
      { family: "csaf" },
    );
    expect(parseVex(text).statements.map(({ status }) => status)).toEqual(["affected"]);
  });

  test("is told by instants, not by how they are written", () => {
    const at = (status: string, timestamp: string) => ({ products: [product], status, timestamp });
    const effective = (...statements: readonly Said[]): string | undefined =>
      matchVex([openVex(statements)], sbom).components[0]?.vulnerabilities[0]?.status;
    expect(
      effective(
        at("fixed", "2025-02-01T00:30:00+01:00"),
        at("affected", "2025-01-31t23:00:00.999999z"),
      ),
    ).toBe("fixed");
    expect(
      effective(at("fixed", "2016-12-31T23:59:60Z"), at("affected", "2016-12-31T23:59:59.9Z")),
    ).toBe("fixed");
    const made = {
      ...openVex([at("fixed", "2025-02-01T00:00:00Z"), at("affected", "2025-01-01T00:00:00Z")]),
    };
    const [first, second] = made.statements;
    if (first === undefined || second === undefined) expect.unreachable();
    const statements = [first, { ...second, updated: "2025-03-01T00:00:00" }];
    const [one] = matchVex([{ ...made, statements }], sbom).components[0]?.vulnerabilities ?? [];
    expect(one?.status).toBe("fixed");
  });

  test("conflicts with what other authors say, even before", () => {
    const others = openVex([{ products: [product], status: "affected" }], { author: "Other" });
    const ours = openVex([
      { products: [product], status: "fixed", timestamp: "2025-03-01T00:00:00Z" },
    ]);
    const [one] = matchVex([others, ours], sbom).components[0]?.vulnerabilities ?? [];
    expect(one?.status).toBe("fixed");
    expect(one?.conflicts).toMatchObject([
      { document: 0, statement: 0, said: { status: "affected" } },
    ]);
  });

  test("is decided for all names of a vulnerability together", () => {
    const vex = openVex([
      { products: [product], cve: "CVE-1", status: "not_affected" },
      { products: [product], cve: "cve-2", aliases: ["GHSA-b"], status: "not_affected" },
      { products: [product], cve: "GHSA-a", aliases: ["CVE-1", "CVE-0"] },
      { products: [product], cve: "CVE-0" },
      { products: [product], cve: "GHSA-B" },
    ]);
    const { vulnerabilities } = matchVex([vex], sbom).components[0] ?? {};
    expect(vulnerabilities?.map(({ id, applied }) => [id, applied.length])).toEqual([
      ["CVE-0", 3],
      ["GHSA-B", 2],
    ]);
  });

  test("is the latest edition of a document", () => {
    const statements = [{ products: [product] }];
    const edition = (version: number): VexDocument => openVex(statements, { version });
    expect(matchVex([edition(2), edition(10), edition(9)], sbom).superseded).toEqual([0, 2]);
    expect(matchVex([edition(2), edition(2)], sbom).superseded).toEqual([0]);
    expect(
      matchVex([edition(2), openVex(statements, { author: "Other" })], sbom).superseded,
    ).toEqual([]);
  });

  test("is nothing where no component is meant", () => {
    const vex = openVex([{ products: [product] }, { products: [{ "@id": "pkg:npm/b" }] }]);
    expect(matchVex([vex], sbom).unmatched).toEqual([{ document: 0, statement: 1 }]);
  });
});

test("refuses what multiplies", () => {
  const many = Array.from({ length: 500 }, (_, index) => index);
  const sbom = sbomOf(many.map((n) => ({ "bom-ref": `${n}`, purl: `pkg:npm/a@${n}` })));
  const vex = openVex(many.map((n) => ({ products: [{ "@id": "pkg:npm/a" }], cve: `CVE-${n}` })));
  expect(matchVex([vex], sbom).components).toHaveLength(500);
  try {
    matchVex([vex], sbom, { limits: { comparisons: 100_000 } });
    expect.unreachable();
  } catch (error) {
    expect(isVexError(error) && error.code).toBe("TOO_MANY_COMPARISONS");
  }
});
