import { expect, test } from "vitest";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const reference = (locator: string) => [{ referenceType: "purl", referenceLocator: locator }];

test("finds a component with what it was built from", async () => {
  const document = {
    spdxVersion: "SPDX-2.3",
    packages: [
      {
        SPDXID: "SPDXRef-lib",
        name: "zlib",
        versionInfo: "1.3",
        externalRefs: reference("pkg:generic/zlib@1.3"),
      },
      {
        SPDXID: "SPDXRef-nginx",
        name: "nginx",
        versionInfo: "1.25.3-0",
        licenseDeclared: "BSD-2-Clause",
        externalRefs: reference("pkg:bitnami/nginx@1.25.3-0?arch=amd64&distro=debian-11"),
      },
    ],
    relationships: [{ relationshipType: "DESCRIBES", relatedSpdxElement: "SPDXRef-nginx" }],
  };
  const bom = await takeInventory({
    "/opt/bitnami/nginx/.spdx-nginx.spdx": JSON.stringify(document),
    "/opt/bitnami/nginx/sbin/nginx": "",
    "/opt/bitnami/bad/.spdx-bad.spdx": "{}",
  });
  const purl = "pkg:bitnami/nginx@1.25.3-0?arch=amd64&distro=debian-11";
  expect(bom.packages).toMatchObject([
    { purl, licenses: ["BSD-2-Clause"], location: "/opt/bitnami/nginx" },
    { purl: "pkg:generic/zlib@1.3" },
  ]);
  expect(bom.dependencies).toMatchObject([
    { from: purl, requirement: "zlib@1.3", satisfiedBy: ["pkg:generic/zlib@1.3"] },
  ]);
  expect(reasonOf(bom, "/opt/bitnami/nginx/sbin/nginx")).toEqual({ kind: "owned", by: ["nginx"] });
  expect(bom.problems).toMatchObject([{ code: "BITNAMI_DOCUMENT_INVALID" }]);
});

const named = (name: string, parts: readonly object[] = []) =>
  JSON.stringify({
    packages: [{ SPDXID: "main", name }, ...parts],
    documentDescribes: ["main"],
  });

test("tells apart components that share a folder, and reads documents only of whole components", async () => {
  const common = "/opt/bitnami/common";
  const bom = await takeInventory({
    [`${common}/.spdx-gosu.spdx`]: named("gosu"),
    [`${common}/.spdx-yq.spdx`]: named("yq"),
    [`${common}/bin/yq`]: "",
    [`${common}/bin/gosu`]: "",
    [`${common}/bin/.spdx-deep.spdx`]: named("deep"),
    "/opt/bitnami/.spdx-all.spdx": named("all"),
    "/opt/bitnami/other": "",
  });
  expect(bom.packages.map(({ name }) => name)).toEqual(["gosu", "yq"]);
  expect(reasonOf(bom, `${common}/bin/yq`)).toEqual({ kind: "owned", by: ["yq"] });
  expect(reasonOf(bom, `${common}/bin/gosu`)).toEqual({ kind: "owned", by: ["gosu"] });
  expect(reasonOf(bom, "/opt/bitnami/other")).toEqual({ kind: "unowned" });
});

test("reads a document of very many parts", async () => {
  const parts = Array.from({ length: 150_000 }, (_, at) => ({ SPDXID: `${at}`, name: "p" }));
  const bom = await takeInventory({ "/opt/bitnami/a/.spdx-a.spdx": named("a", parts) });
  expect(bom.packages).toHaveLength(150_001);
  expect(bom.dependencies[0]).toMatchObject({ requirement: "p" });
});
