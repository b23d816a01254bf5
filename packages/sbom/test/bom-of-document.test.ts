import { bomOfDocument, isSbomError, parseSbom } from "@coppice/sbom";
import { expect, test } from "vitest";

const digest = `sha256:${"0".repeat(64)}`;
const read = (members: object) =>
  parseSbom(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", ...members }));

test("packages are what has a purl or is software, each with an id of its own", () => {
  const purl = "pkg:npm/%40shop/cart@2.0.0";
  const { packages, dependencies, subject } = bomOfDocument(
    read({
      metadata: {
        component: { type: "container", name: "shop", "bom-ref": "shop", version: digest },
      },
      components: [
        {
          type: "library",
          "bom-ref": "1",
          group: "@shop",
          name: "cart",
          version: "2.0.0",
          purl,
          scope: "optional",
          licenses: [{ license: { name: "L" } }],
        },
        { type: "library", "bom-ref": "2", name: "cart", purl, supplier: { name: "S" } },
        { type: "library", "bom-ref": "3", name: "cart", purl: `${purl}` },
        { type: "file", name: "/etc/passwd" },
        { type: "operating-system", name: "debian", version: "12", description: "Debian 12" },
        { type: "library", "bom-ref": "4", name: "deb", purl: "pkg:deb/debian/deb@1?arch=amd64" },
      ],
      dependencies: [{ ref: "1", dependsOn: ["4", "shop"] }],
    }),
  );
  expect(subject).toEqual({
    name: "shop",
    digest,
    distribution: { id: "debian", version: "12", name: "Debian 12" },
  });
  expect(packages.map(({ id }) => id)).toEqual([
    purl,
    `${purl}#`,
    `${purl}#3`,
    "pkg:deb/debian/deb@1?arch=amd64",
  ]);
  expect(packages[0]).toMatchObject({
    name: "@shop/cart",
    ecosystem: "npm",
    presence: "declared",
    licenses: ["L"],
    foundBy: "sbom",
  });
  expect(packages[1]).toMatchObject({ version: "2.0.0", supplier: "S" });
  expect(packages[3]).toMatchObject({
    ecosystem: "deb",
    architecture: "amd64",
    presence: "installed",
  });
  expect(dependencies).toMatchObject([{ from: purl, kind: "runtime", requirement: "deb" }]);
});

test("ids stay apart however often a name is there", () => {
  const components = ["a", "a#", "a##", "b"].map((ref) => ({
    type: "library",
    "bom-ref": `${ref}`,
    name: "a",
    purl: "a",
  }));
  const again = [
    ...components,
    { type: "library", "bom-ref": "c", name: "a", purl: "a#d" },
    { type: "library", "bom-ref": "d", name: "a", purl: "a" },
  ];
  const { packages } = bomOfDocument(read({ components: again }), { digest });
  expect(new Set(packages.map(({ id }) => id)).size).toBe(again.length);
});

test("the digest is the one stated, or the one given, and otherwise asked for", () => {
  const hashed = {
    component: {
      type: "container",
      name: "a",
      hashes: [{ alg: "SHA-256", content: "1".repeat(64) }],
    },
  };
  expect(bomOfDocument(read({ metadata: hashed })).subject.digest).toBe(`sha256:${"1".repeat(64)}`);
  expect(bomOfDocument(read({ metadata: hashed }), { digest }).subject.digest).toBe(digest);
  let code = "";
  try {
    bomOfDocument(read({}));
  } catch (error) {
    if (isSbomError(error)) code = error.code;
  }
  expect(code).toBe("SUBJECT_UNKNOWN");
});

test("scopes of dependencies become kinds", () => {
  const { dependencies } = bomOfDocument(
    parseSbom(
      [
        "SPDXVersion: SPDX-2.3",
        "SPDXID: SPDXRef-DOCUMENT",
        ...["a", "b"].flatMap((name) => [`PackageName: ${name}`, `SPDXID: SPDXRef-${name}`]),
        "Relationship: SPDXRef-b TEST_DEPENDENCY_OF SPDXRef-a",
        "Relationship: SPDXRef-b OPTIONAL_DEPENDENCY_OF SPDXRef-a",
      ].join("\n"),
    ),
    { digest },
  );
  expect(dependencies.map(({ kind }) => kind)).toEqual(["development", "optional"]);
});
