import {
  convertSbom,
  type JsonObject,
  parseSbom,
  type SbomTarget,
  validateSbom,
} from "@coppice/sbom";
import { describe, expect, test } from "vitest";

function convert(native: JsonObject, target: SbomTarget): ReturnType<typeof convertSbom> {
  return convertSbom(parseSbom(JSON.stringify(native)), target);
}

const bom = (specVersion: string, rest: JsonObject): JsonObject => ({
  bomFormat: "CycloneDX",
  specVersion,
  version: 1,
  ...rest,
});
const cyclonedx = (version: string): SbomTarget => ({ family: "cyclonedx", version });

describe("a conversion within a family", () => {
  test("leaves the faults that a document has in its own version", async () => {
    const components = [
      { name: "u", "bom-ref": "u" },
      { type: "library", name: "a", "bom-ref": "a", version: 1 },
      { type: "strange", name: "b", unknown: true },
    ];
    const dependencies = [{ ref: "a", dependsOn: ["u"] }];
    const { document, losses } = await convert(
      bom("1.4", { components, dependencies }),
      cyclonedx("1.6"),
    );
    expect(losses).toEqual([]);
    expect(document.native).toEqual(bom("1.6", { components, dependencies }));
  });

  test("tells a fault of its own from one that the other version adds", async () => {
    const { document, losses } = await convert(
      bom("1.6", {
        components: [
          { name: "u", omniborId: ["gitoid:blob:sha1:a94a8fe5ccb19ba61c4c0873d391e987982fbbd3"] },
        ],
      }),
      cyclonedx("1.5"),
    );
    expect(document.native["components"]).toEqual([{ name: "u" }]);
    expect(losses.map(({ pointer }) => pointer)).toEqual(["/components/0/omniborId"]);
  });

  test("takes out what the schema of XML allows and the other version does not", async () => {
    const license = "<license><url>https://l.example</url></license>";
    const text = `<bom xmlns="http://cyclonedx.org/schema/bom/1.2" version="1"><components><component type="library"><name>a</name><version>1</version><licenses>${license}</licenses></component></components></bom>`;
    const document = parseSbom(text);
    expect((await validateSbom({ ...document, text })).faults).toEqual([]);
    const made = await convertSbom(document, cyclonedx("1.6"));
    expect(made.losses.map(({ pointer }) => pointer)).toContain("/components/0/licenses/0/license");
  });

  test("leaves them in SPDX 2 too", async () => {
    const native = {
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: "SPDXRef-DOCUMENT",
      name: "n",
      documentNamespace: "https://n.example/1",
      creationInfo: { created: "2026-01-31T12:00:00Z", creators: ["Tool: t"] },
      packages: [{ SPDXID: "SPDXRef-a", downloadLocation: "NOASSERTION" }],
    };
    const { document, losses } = await convert(native, { family: "spdx", version: "2.2" });
    expect(losses).toEqual([]);
    expect(Object(document.native["packages"])).toMatchObject([{ SPDXID: "SPDXRef-a" }]);
  });

  test("takes out the references to what it takes out", async () => {
    const { document, losses } = await convert(
      bom("1.7", {
        components: [
          { type: "library", name: "a", "bom-ref": "a", version: "1" },
          { type: "library", name: "b", "bom-ref": "b", version: "1" },
        ],
        services: [{ name: "s", "bom-ref": "s", services: [{ name: "t", "bom-ref": "t" }] }],
        formulation: [{ "bom-ref": "f" }],
        compositions: [{ aggregate: "complete", assemblies: ["f"] }],
        dependencies: [
          { ref: "a", dependsOn: ["b", "f"] },
          { ref: "f", dependsOn: ["a"] },
        ],
      }),
      cyclonedx("1.4"),
    );
    expect(document.native["dependencies"]).toEqual([{ ref: "a", dependsOn: ["b"] }]);
    expect(document.native["compositions"]).toBeUndefined();
    expect(losses.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining([
        "/formulation",
        "/dependencies/0/dependsOn/1",
        "/dependencies/1",
        "/compositions",
      ]),
    );
    expect((await validateSbom(document)).valid).toBe(true);
  });

  test.each(["1.0", "1.1", "1.2"])("makes one line of a text for %s", async (version) => {
    const { document, losses } = await convert(
      bom("1.4", {
        components: [{ type: "library", name: "a\r\n\tb\u2028c", version: "1\t2", group: "g" }],
      }),
      cyclonedx(version),
    );
    expect(document.components).toMatchObject([{ name: "a b c", version: "1\t2", group: "g" }]);
    expect(losses).toEqual([
      {
        pointer: "/components/0/name",
        reason: `CycloneDX ${version} has no place for this: its line breaks become spaces`,
      },
    ]);
  });

  test("writes licences beside one another as each version can", async () => {
    const mit = { expression: "MIT", acknowledgement: "declared" };
    const either = { expression: "MIT OR ISC" };
    const native = bom("1.7", {
      components: [
        {
          type: "library",
          name: "a",
          licenses: [mit, either, { license: { id: "ISC" } }, mit, either],
        },
        { type: "library", name: "b", licenses: [either, either] },
        { type: "library", name: "c", licenses: [mit] },
      ],
    });
    const { document, losses } = await convert(native, cyclonedx("1.6"));
    expect(Object(document.native["components"])).toMatchObject([
      {
        licenses: [
          { license: { id: "MIT", acknowledgement: "declared" } },
          { license: { name: "MIT OR ISC" } },
          { license: { id: "ISC" } },
        ],
      },
      { licenses: [either] },
      { licenses: [mit] },
    ]);
    expect(losses).toEqual([
      {
        pointer: "/components/0/licenses/1/expression",
        reason: "CycloneDX 1.6 takes no expression beside other licences: this becomes a name",
      },
    ]);
    expect((await validateSbom(document)).valid).toBe(true);
  });
});

describe("a conversion to another family", () => {
  const written: readonly SbomTarget[] = [
    { family: "spdx", version: "2.2" },
    { family: "spdx", version: "2.3" },
    { family: "spdx", version: "3.0.1" },
  ];

  test.each(written)("keeps tools whose version has no digit ($version)", async (over) => {
    const components = ["[not provided]", "dev", "1.0", undefined].map((version) => ({
      type: "application",
      name: "syft",
      ...(version !== undefined && { version }),
    }));
    const native = bom("1.6", { metadata: { tools: { components } } });
    const there = await convert(native, over);
    const { document } = await convertSbom(there.document, cyclonedx("1.6"));
    expect(Object(document.native["metadata"]).tools.components.slice(0, 4)).toEqual(components);
  });

  test("carries what SPDX 2.2 has no word for, and loses nothing", async () => {
    const native = bom("1.6", {
      components: [
        {
          type: "framework",
          name: "a",
          "bom-ref": "a",
          hashes: [
            { alg: "SHA-256", content: "a".repeat(64) },
            { alg: "BLAKE3", content: "b".repeat(64) },
            { alg: "SHA3-256", content: "c".repeat(64) },
          ],
          swhid: ["swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2"],
        },
        { type: "file", name: "b", hashes: [{ alg: "SHA-1", content: "d".repeat(40) }] },
        { type: "file", name: "c" },
        { type: "data", name: "d" },
      ],
    });
    const there = await convert(native, { family: "spdx", version: "2.2" });
    expect(there.losses).toEqual([]);
    expect(there.document.native["spdxVersion"]).toBe("SPDX-2.2");
    expect((await validateSbom(there.document)).valid).toBe(true);
    const { document } = await convertSbom(there.document, cyclonedx("1.6"));
    const facts = ({ components }: typeof document) =>
      components
        .map(({ type, name, hashes, identifiers }) => ({ type, name, hashes, identifiers }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(facts(document)).toEqual(facts(parseSbom(JSON.stringify(native))));
  });

  test("carries relationships that SPDX 2.2 has no type for", async () => {
    const newer = ["AMENDS", "REQUIREMENT_DESCRIPTION_FOR", "SPECIFICATION_FOR"];
    const native = {
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: "SPDXRef-DOCUMENT",
      name: "n",
      documentNamespace: "https://n.example/1",
      creationInfo: { created: "2026-01-31T12:00:00Z", creators: ["Tool: t"] },
      packages: ["a", "b"].map((name) => ({
        SPDXID: `SPDXRef-${name}`,
        name,
        downloadLocation: "NOASSERTION",
      })),
      relationships: newer.map((relationshipType) => ({
        spdxElementId: "SPDXRef-a",
        relationshipType,
        relatedSpdxElement: "SPDXRef-b",
      })),
    };
    const { document: between } = await convert(native, cyclonedx("1.6"));
    const { document, losses } = await convertSbom(between, { family: "spdx", version: "2.2" });
    expect(losses).toEqual([]);
    expect(document.relationships.map(({ kind }) => kind).sort()).toEqual([
      "amendedBy",
      "hasRequirement",
      "hasSpecification",
    ]);
  });

  test("gives losses of the same kind the same reason, and none of what it wrote itself", async () => {
    const { losses } = await convert(
      {
        spdxVersion: "SPDX-2.3",
        dataLicense: "CC0-1.0",
        SPDXID: "SPDXRef-DOCUMENT",
        name: "n",
        documentNamespace: "https://n.example/1",
        creationInfo: { created: "2026-01-31T12:00:00Z", creators: ["Tool: t-1.0"] },
        packages: ["a", "b"].map((name) => ({
          SPDXID: `SPDXRef-${name}`,
          name,
          downloadLocation: "NOASSERTION",
          licenseConcluded: "MIT",
        })),
      },
      cyclonedx("1.4"),
    );
    const reason = "CycloneDX 1.4 has no place for this (licenses/license/acknowledgement)";
    expect(losses).toEqual([
      { pointer: "/packages/0", reason },
      { pointer: "/packages/1", reason },
    ]);
  });

  test("tells a time that is none from one with fractions of a second", async () => {
    const reasonOf = async (timestamp: string): Promise<string | undefined> => {
      const { losses } = await convert(bom("1.6", { metadata: { timestamp } }), { family: "spdx" });
      return losses.find(({ pointer }) => pointer === "/metadata/timestamp")?.reason;
    };
    expect(await reasonOf("yesterday")).toBe("this is no time; it becomes 1970-01-01T00:00:00Z");
    expect(await reasonOf("2026-01-31T12:00:00.5Z")).toBe(
      "SPDX takes whole seconds; it becomes 2026-01-31T12:00:00Z",
    );
    expect(await reasonOf("2026-01-31T12:00:00Z")).toBeUndefined();
  });

  test("refuses a family that there is not, also by a name that objects have", async () => {
    const document = parseSbom(JSON.stringify(bom("1.6", {})));
    for (const name of ["cdx", "constructor"]) {
      const target = JSON.parse(JSON.stringify({ family: name }));
      await expect(convertSbom(document, target)).rejects.toMatchObject({
        code: "VERSION_UNSUPPORTED",
        message: `the family ${name} is not written; take one of cyclonedx, spdx`,
      });
    }
  });

  test("takes what Syft found for an expression where it is one", async () => {
    const texts = ["MIT", "mit", "MIT OR ISC", "BSD", "LicenseRef-x", "LicenseRef-x OR MIT"];
    const native = {
      artifacts: [
        { id: "1", name: "a", licenses: texts },
        { id: "2", name: "b", licenses: texts.map((value) => ({ value, type: "declared" })) },
      ],
      descriptor: { name: "syft", version: "1.0" },
      source: { id: "s", name: "shop", type: "directory" },
      schema: {
        version: "16.0.0",
        url: "https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-16.0.0.json",
      },
    };
    const { components } = parseSbom(JSON.stringify(native));
    for (const component of components.filter(({ type }) => type === "library")) {
      expect(component.licenses.map(({ expression }) => expression)).toEqual([
        "MIT",
        undefined,
        "MIT OR ISC",
        undefined,
        undefined,
        undefined,
      ]);
      expect(component.licenses.map(({ name }) => name)).toEqual([
        undefined,
        "mit",
        undefined,
        "BSD",
        "LicenseRef-x",
        "LicenseRef-x OR MIT",
      ]);
    }
    const { document } = await convert(native, { family: "spdx", version: "2.3" });
    expect(Object(document.native["hasExtractedLicensingInfos"])).toHaveLength(4);
  });
});
