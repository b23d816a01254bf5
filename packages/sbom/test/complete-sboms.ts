// Documents that do everything that some standard asks, to take things away from.

const sha512 = "ab".repeat(64);

const maker = {
  name: "Example Inc.",
  url: ["https://example.org"],
  contact: [{ email: "security@example.org" }],
};

function component(name: string): Record<string, unknown> {
  return {
    type: "library",
    "bom-ref": name,
    name,
    version: "1.0.0",
    purl: `pkg:npm/${name}@1.0.0`,
    supplier: maker,
    manufacturer: maker,
    copyright: "Copyright 2026 Example Inc.",
    hashes: [{ alg: "SHA-512", content: sha512 }],
    licenses: [
      { license: { id: "MIT", acknowledgement: "declared" } },
      {
        license: {
          id: "MIT",
          acknowledgement: "concluded",
          text: { content: "Permission is hereby granted …" },
        },
      },
    ],
    externalReferences: [
      {
        type: "distribution",
        url: `https://example.org/${name}.tgz`,
        hashes: [{ alg: "SHA-512", content: sha512 }],
      },
      {
        type: "source-distribution",
        url: `https://example.org/${name}-src.tgz`,
        hashes: [{ alg: "SHA-512", content: sha512 }],
      },
      { type: "security-contact", url: "mailto:security@example.org" },
      { type: "rfc-9116", url: "https://example.org/.well-known/security.txt" },
    ],
    properties: [
      { name: "bsi:component:filename", value: `${name}.tgz` },
      { name: "bsi:component:executable", value: "non-executable" },
      { name: "bsi:component:archive", value: "archive" },
      { name: "bsi:component:structured", value: "structured" },
      { name: "bsi:component:effectiveLicense", value: "MIT" },
    ],
  };
}

/** A CycloneDX 1.6 document; each call gives a new one. */
export function completeCycloneDx(): Record<string, unknown> {
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    version: 1,
    metadata: {
      timestamp: "2026-01-31T12:00:00Z",
      lifecycles: [{ phase: "build" }],
      tools: { components: [{ type: "application", name: "coppice", version: "1.2.3" }] },
      manufacturer: maker,
      component: component("shop"),
    },
    components: [component("qs"), component("side-channel")],
    dependencies: [
      { ref: "shop", dependsOn: ["qs"] },
      { ref: "qs", dependsOn: ["side-channel"] },
      { ref: "side-channel" },
    ],
    compositions: [
      { aggregate: "complete", assemblies: ["shop"], dependencies: ["shop", "qs", "side-channel"] },
    ],
    signature: { algorithm: "ES256", value: "c2lnbmF0dXJl" },
  };
}

function spdx2Package(name: string): Record<string, unknown> {
  return {
    SPDXID: `SPDXRef-${name}`,
    name,
    versionInfo: "1.0.0",
    packageFileName: `./${name}.tgz`,
    supplier: "Organization: Example Inc. (security@example.org)",
    originator: "Organization: Example Inc. (security@example.org)",
    downloadLocation: `https://example.org/${name}.tgz`,
    filesAnalyzed: false,
    licenseConcluded: "MIT",
    licenseDeclared: "MIT",
    copyrightText: "Copyright 2026 Example Inc.",
    checksums: [{ algorithm: "SHA512", checksumValue: sha512 }],
    externalRefs: [
      {
        referenceCategory: "PACKAGE-MANAGER",
        referenceType: "purl",
        referenceLocator: `pkg:npm/${name}@1.0.0`,
      },
    ],
  };
}

/** An SPDX 2.3 document; each call gives a new one. */
export function completeSpdx2(): Record<string, unknown> {
  return {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: "shop",
    documentNamespace: "https://example.org/spdx/shop-1.0.0",
    creationInfo: {
      created: "2026-01-31T12:00:00Z",
      creators: ["Organization: Example Inc. (security@example.org)", "Tool: coppice-1.2.3"],
      comment: "SBOM Type: Build",
    },
    packages: [spdx2Package("shop"), spdx2Package("qs")],
    relationships: [
      ["SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-shop"],
      ["SPDXRef-shop", "CONTAINS", "SPDXRef-qs"],
      ["SPDXRef-shop", "DEPENDS_ON", "SPDXRef-qs"],
      ["SPDXRef-qs", "DEPENDS_ON", "NONE"],
      ["SPDXRef-shop", "DEPENDS_ON", "NOASSERTION"],
    ].map(([spdxElementId, relationshipType, relatedSpdxElement]) => ({
      spdxElementId,
      relationshipType,
      relatedSpdxElement,
    })),
  };
}

const at = (id: string) => `https://example.org/spdx/${id}`;

/** An SPDX 3.0.1 document of one package with its file; each call gives a new one. */
export function completeSpdx3(): Record<string, unknown> {
  const creationInfo = "_:creation";
  const element = (type: string, id: string, more: object) => ({
    type,
    spdxId: at(id),
    creationInfo,
    ...more,
  });
  const relation = (id: string, type: string, from: string, to: readonly string[]) =>
    element("Relationship", id, {
      relationshipType: type,
      from: at(from),
      to: to.map(at),
      completeness: "complete",
    });
  return {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
      {
        type: "CreationInfo",
        "@id": creationInfo,
        specVersion: "3.0.1",
        created: "2026-01-31T12:00:00Z",
        createdBy: [at("maker")],
        createdUsing: [at("tool")],
      },
      element("Organization", "maker", {
        name: "Example Inc.",
        externalIdentifier: [
          {
            type: "ExternalIdentifier",
            externalIdentifierType: "email",
            identifier: "security@example.org",
          },
        ],
      }),
      element("Tool", "tool", { name: "coppice" }),
      element("SpdxDocument", "document", { rootElement: [at("sbom")] }),
      element("software_Sbom", "sbom", {
        rootElement: [at("shop")],
        software_sbomType: ["build"],
      }),
      element("software_Package", "shop", {
        name: "shop",
        software_packageVersion: "1.0.0",
        software_packageUrl: "pkg:npm/shop@1.0.0",
        software_downloadLocation: "https://example.org/shop.tgz",
        software_copyrightText: "Copyright 2026 Example Inc.",
        suppliedBy: at("maker"),
        originatedBy: [at("maker")],
        externalRef: [
          {
            type: "ExternalRef",
            externalRefType: "sourceArtifact",
            locator: ["https://example.org/shop-src.tgz"],
          },
          {
            type: "ExternalRef",
            externalRefType: "securityOther",
            locator: ["https://example.org/.well-known/security.txt"],
          },
        ],
      }),
      element("software_File", "file", {
        name: "shop.tgz",
        software_additionalPurpose: ["archive", "container"],
        verifiedUsing: [{ type: "Hash", algorithm: "sha512", hashValue: sha512 }],
      }),
      element("simplelicensing_LicenseExpression", "mit", {
        simplelicensing_licenseExpression: "MIT",
      }),
      relation("r1", "hasConcludedLicense", "shop", ["mit"]),
      relation("r2", "hasDeclaredLicense", "shop", ["mit"]),
      relation("r3", "hasDistributionArtifact", "shop", ["file"]),
      relation("r4", "contains", "shop", ["file"]),
    ],
  };
}
