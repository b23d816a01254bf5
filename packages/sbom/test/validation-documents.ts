import type { JsonObject } from "../src/json/json-value.ts";

/** A CycloneDX 1.6 document with many kinds of members, written for these tests. */
export const cycloneDxDocument: JsonObject = {
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  version: 1,
  metadata: {
    timestamp: "2024-02-29T12:00:00Z",
    tools: { components: [{ type: "application", name: "coppice", "bom-ref": "tool" }] },
    authors: [{ name: "Ada", email: "ada@example.com" }],
    component: { type: "application", name: "shop", "bom-ref": "shop", version: "1" },
  },
  components: [
    {
      type: "library",
      name: "left-pad",
      version: "1.3.0",
      "bom-ref": "left-pad",
      purl: "pkg:npm/left-pad@1.3.0",
      licenses: [
        { license: { id: "MIT" } },
        { license: { name: "Other", url: "https://example.com" } },
      ],
      hashes: [{ alg: "SHA-256", content: "a".repeat(64) }],
      externalReferences: [{ type: "vcs", url: "https://example.com/left-pad.git" }],
      evidence: {
        identity: [
          { field: "purl", confidence: 0.5, methods: [{ technique: "filename", confidence: 1 }] },
        ],
      },
      components: [{ type: "file", name: "index.js", "bom-ref": "index.js" }],
    },
    {
      type: "cryptographic-asset",
      name: "RS256",
      "bom-ref": "rs256",
      licenses: [{ expression: "Apache-2.0 OR MIT" }],
      cryptoProperties: { assetType: "algorithm", oid: "1.2.3" },
    },
  ],
  services: [{ name: "api", "bom-ref": "api", endpoints: ["https://api.example.com"] }],
  dependencies: [
    { ref: "shop", dependsOn: ["left-pad", "api"] },
    { ref: "left-pad", dependsOn: [] },
  ],
  compositions: [{ aggregate: "complete", assemblies: ["left-pad"] }],
  vulnerabilities: [
    {
      id: "CVE-2024-0001",
      "bom-ref": "vulnerability",
      ratings: [{ score: 9.8, severity: "critical", method: "CVSSv31" }],
      affects: [{ ref: "left-pad", versions: [{ version: "1.3.0", status: "affected" }] }],
    },
  ],
  signature: {
    algorithm: "RS256",
    value: "c2ln",
    publicKey: { kty: "EC", crv: "P-256", x: "eA", y: "eQ" },
  },
};

/** A CycloneDX 1.6 document in XML, written for these tests. */
export const cycloneDxXml: string = `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="1">
  <metadata>
    <timestamp>2024-02-29T12:00:00Z</timestamp>
    <component type="application" bom-ref="shop"><name>shop</name><version>1</version></component>
  </metadata>
  <components>
    <component type="library" bom-ref="left-pad">
      <name>left-pad</name>
      <version>1.3.0</version>
      <scope/>
      <hashes><hash alg="SHA-256">${"a".repeat(64)}</hash></hashes>
      <licenses><license><id>MIT</id></license></licenses>
      <cpe>cpe:2.3:a:example:left-pad:1.3.0:*:*:*:*:*:*:*</cpe>
      <purl>pkg:npm/left-pad@1.3.0</purl>
      <externalReferences>
        <reference type="vcs"><url>https://example.com/left-pad.git</url></reference>
      </externalReferences>
    </component>
    <component type="file"><name>index.js</name><properties><property name="a">b</property></properties></component>
  </components>
  <services><service bom-ref="api"><name>api</name><authenticated>true</authenticated></service></services>
  <dependencies>
    <dependency ref="shop"><dependency ref="left-pad"/></dependency>
  </dependencies>
</bom>`;

/** An SPDX 2.3 document, written for these tests. */
export const spdxDocument: JsonObject = {
  spdxVersion: "SPDX-2.3",
  SPDXID: "SPDXRef-DOCUMENT",
  name: "shop",
  dataLicense: "CC0-1.0",
  documentNamespace: "https://example.com/shop",
  creationInfo: { created: "2024-02-29T12:00:00Z", creators: ["Tool: coppice"] },
  externalDocumentRefs: [
    {
      externalDocumentId: "DocumentRef-base",
      spdxDocument: "https://example.com/base",
      checksum: { algorithm: "SHA1", checksumValue: "b".repeat(40) },
    },
  ],
  hasExtractedLicensingInfos: [{ licenseId: "LicenseRef-own", extractedText: "Use it." }],
  packages: [
    {
      SPDXID: "SPDXRef-left-pad",
      name: "left-pad",
      downloadLocation: "NOASSERTION",
      licenseConcluded: "MIT OR LicenseRef-own",
      licenseDeclared: "NOASSERTION",
      externalRefs: [
        {
          referenceCategory: "PACKAGE-MANAGER",
          referenceType: "purl",
          referenceLocator: "pkg:npm/left-pad@1.3.0",
        },
      ],
      checksums: [{ algorithm: "SHA256", checksumValue: "a".repeat(64) }],
    },
  ],
  relationships: [
    {
      spdxElementId: "SPDXRef-DOCUMENT",
      relationshipType: "DESCRIBES",
      relatedSpdxElement: "SPDXRef-left-pad",
    },
    {
      spdxElementId: "SPDXRef-left-pad",
      relationshipType: "DEPENDS_ON",
      relatedSpdxElement: "DocumentRef-base:SPDXRef-x",
    },
    {
      spdxElementId: "SPDXRef-left-pad",
      relationshipType: "DEPENDS_ON",
      relatedSpdxElement: "NONE",
    },
  ],
};
