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
