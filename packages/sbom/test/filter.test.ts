import {
  filterSbom,
  type JsonObject,
  parseSbom,
  renderSbom,
  type SbomDocument,
  validateSbom,
} from "@coppice/sbom";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

function of(members: JsonObject, specVersion = "1.6"): SbomDocument {
  return parseSbom(JSON.stringify({ bomFormat: "CycloneDX", specVersion, version: 1, ...members }));
}

function library(name: string, more: JsonObject = {}): JsonObject {
  return { type: "library", name, version: "1", "bom-ref": name, ...more };
}

interface Tree {
  readonly more: boolean;
  readonly inner: readonly Tree[];
}

const leaves: fc.Arbitrary<Tree> = fc.record({ more: fc.boolean(), inner: fc.constant([]) });

function treesOver(inner: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc.record({ more: fc.boolean(), inner: fc.array(inner, { maxLength: 3 }) });
}

const trees = treesOver(treesOver(leaves));

/** A document with nested components and random edges. */
const documents = fc
  .tuple(fc.array(trees, { maxLength: 4 }), fc.array(fc.tuple(fc.nat(9), fc.nat(9))))
  .map(([roots, edges]) => {
    let count = 0;
    const build = ({ more, inner }: Tree): JsonObject => {
      const name = `c${count}`;
      count += 1;
      return library(name, {
        ...(more && { "x-ours": [name] }),
        ...(inner.length > 0 && { components: inner.map(build) }),
      });
    };
    const components = roots.map(build);
    const known = edges.filter((edge) => edge.every((index) => index < count));
    return of({
      components,
      dependencies: [...new Set(known.map(([from]) => from))].map((from) => ({
        ref: `c${from}`,
        dependsOn: [...new Set(known.flatMap(([start, to]) => (start === from ? [`c${to}`] : [])))],
      })),
    });
  });

describe("filterSbom", () => {
  it("keeps all as it was", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const all = filterSbom(document, () => true);
        expect(all).toMatchObject({ removed: [], losses: [] });
        expect(all.document.native).toEqual(document.native);
      }),
      { numRuns: 50 },
    );
  });

  it("does in two steps what one step with both conditions does", () => {
    fc.assert(
      fc.property(documents, fc.nat(6), fc.nat(6), (document, a, b) => {
        const isFirst = ({ name }: { name: string }): boolean => Number(name.slice(1)) % 7 !== a;
        const isSecond = ({ name }: { name: string }): boolean => Number(name.slice(1)) % 7 !== b;
        const twice = filterSbom(filterSbom(document, isFirst).document, isSecond).document;
        const { document: once } = filterSbom(document, (item) => isFirst(item) && isSecond(item));
        expect({ ...twice.native, version: 0 }).toEqual({ ...once.native, version: 0 });
        const refs = new Set(once.components.map(({ ref }) => ref));
        for (const { from, to } of once.relationships)
          expect(refs.has(from) && refs.has(to)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("takes out all that speaks of nothing but what is gone, and what refers to that", async () => {
    const document = of({
      components: ["a", "b", "c"].map((name) => library(name)),
      dependencies: [
        { ref: "a", dependsOn: ["b"] },
        { ref: "c", dependsOn: ["b"], provides: ["a"] },
        { ref: "b", dependsOn: ["c"] },
      ],
      vulnerabilities: [
        { "bom-ref": "v", id: "CVE-1", affects: [{ ref: "b" }] },
        { id: "CVE-2", affects: [{ ref: "b" }, { ref: "a" }] },
      ],
      compositions: [
        { aggregate: "complete", vulnerabilities: ["v"] },
        { aggregate: "complete", dependencies: ["a"] },
        { aggregate: "complete", assemblies: ["a", "b"] },
      ],
      annotations: [
        {
          "bom-ref": "note",
          subjects: ["v"],
          annotator: { individual: { name: "n" } },
          timestamp: "2026-01-01T00:00:00Z",
          text: "t",
        },
      ],
    });
    const { document: rest, losses, removed } = filterSbom(document, ({ name }) => name !== "b");
    expect(removed).toEqual(["b"]);
    expect(rest.native).toEqual({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 2,
      components: [library("a"), library("c")],
      dependencies: [{ ref: "c", provides: ["a"] }],
      vulnerabilities: [{ id: "CVE-2", affects: [{ ref: "a" }] }],
      compositions: [
        { aggregate: "incomplete", dependencies: ["a"] },
        { aggregate: "complete", assemblies: ["a"] },
      ],
    });
    expect(losses.map(({ pointer }) => pointer)).toContain("/annotations");
    expect((await validateSbom(rest)).faults).toEqual([]);
  });

  it("lifts what is kept out of what goes, and drops signatures of what has lost a part", () => {
    const signature = { algorithm: "ES256", value: "c2ln" };
    const document = of({
      signature,
      components: [
        library("a", { components: [library("b", { components: [library("c", { signature })] })] }),
        library("d", { signature, components: [library("e")] }),
      ],
    });
    const { document: rest } = filterSbom(document, ({ name }) => name !== "b" && name !== "e");
    expect(rest.native["signature"]).toBeUndefined();
    expect(rest.native["components"]).toEqual([
      library("a", { components: [library("c", { signature })] }),
      library("d"),
    ]);
  });

  it("takes out relationships that properties carry", () => {
    const properties = [
      { name: "coppice:relationship:generates", value: "b" },
      { name: "other", value: "b" },
    ];
    const document = of({
      components: [
        library("a", { properties }),
        library("b"),
        library("c", { properties: properties.slice(0, 1) }),
      ],
    });
    const { document: rest } = filterSbom(document, ({ name }) => name !== "b");
    expect(rest.relationships).toEqual([]);
    expect(rest.native["components"]).toEqual([
      library("a", { properties: properties.slice(1) }),
      library("c"),
    ]);
  });

  it("says what went, and not what only moved, of components without ids", () => {
    const names = ["a", "b", "c"];
    const document = of({ components: names.map((name) => ({ type: "library", name })) });
    const { document: rest, removed } = filterSbom(document, ({ name }) => name !== "a");
    expect(removed).toEqual(["#/components/0"]);
    expect(rest.components.map(({ name }) => name)).toEqual(["b", "c"]);
  });

  it("does not let an edge mean another component that has the same id", () => {
    const document = of({
      components: [library("a"), library("a", { version: "2" }), library("b")],
      dependencies: [{ ref: "b", dependsOn: ["a"] }],
    });
    const only = (name: string, version: string) =>
      filterSbom(document, (item) => item.name !== name || item.version === version);
    const second = only("a", "2");
    expect(second.document.components.map((item) => item.version)).toEqual(["2", "1"]);
    expect(second.removed).toEqual(["a"]);
    expect(second.document.relationships).toEqual([]);
    expect(second.losses).toMatchObject([{ pointer: "/dependencies" }]);
    const first = only("a", "1");
    expect(first.removed).toEqual(["#/components/1"]);
    expect(first.document.relationships).toEqual(document.relationships);
    expect(first.losses).toEqual([]);
  });

  it("filters SPDX 2 with its files and snippets", async () => {
    const document = parseSbom(
      JSON.stringify({
        spdxVersion: "SPDX-2.3",
        dataLicense: "CC0-1.0",
        SPDXID: "SPDXRef-DOCUMENT",
        name: "d",
        documentNamespace: "https://example.org/d",
        creationInfo: { created: "2026-01-01T00:00:00Z", creators: ["Tool: test"] },
        documentDescribes: ["SPDXRef-p"],
        packages: [
          {
            SPDXID: "SPDXRef-p",
            name: "p",
            downloadLocation: "NOASSERTION",
            hasFiles: ["SPDXRef-f", "SPDXRef-g"],
          },
        ],
        files: ["f", "g"].map((name) => ({
          SPDXID: `SPDXRef-${name}`,
          fileName: name,
          checksums: [{ algorithm: "SHA1", checksumValue: "a".repeat(40) }],
        })),
        snippets: [
          {
            SPDXID: "SPDXRef-s",
            name: "s",
            snippetFromFile: "SPDXRef-f",
            ranges: [
              {
                startPointer: { offset: 1, reference: "SPDXRef-f" },
                endPointer: { offset: 2, reference: "SPDXRef-f" },
              },
            ],
          },
        ],
        relationships: [
          {
            spdxElementId: "SPDXRef-s",
            relationshipType: "OTHER",
            relatedSpdxElement: "SPDXRef-p",
          },
        ],
      }),
    );
    const options = { id: "https://example.org/e", created: "2026-02-02T00:00:00Z" };
    const { document: rest, removed } = filterSbom(document, ({ name }) => name !== "f", options);
    expect(rest).toMatchObject(options);
    expect(removed).toEqual(["SPDXRef-f", "SPDXRef-s"]);
    expect(rest.native["packages"]).toMatchObject([{ hasFiles: ["SPDXRef-g"] }]);
    expect(rest.native["snippets"] ?? []).toEqual([]);
    expect(rest.native["relationships"] ?? []).toEqual([]);
    expect((await validateSbom(rest)).valid).toBe(true);
  });

  it("filters SPDX 3 by its graph", () => {
    const document = parseSbom(
      JSON.stringify({
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
          {
            type: "CreationInfo",
            "@id": "_:c",
            specVersion: "3.0.1",
            created: "2026-01-01T00:00:00Z",
            createdBy: ["urn:a"],
          },
          ...["urn:p", "urn:q"].map((spdxId) => ({
            type: "software_Package",
            spdxId,
            creationInfo: "_:c",
            name: spdxId,
          })),
          {
            type: "Relationship",
            spdxId: "urn:r",
            creationInfo: "_:c",
            from: "urn:p",
            relationshipType: "dependsOn",
            completeness: "complete",
            to: ["urn:q"],
          },
          {
            type: "SpdxDocument",
            spdxId: "urn:d",
            creationInfo: "_:c",
            rootElement: ["urn:p"],
            element: ["urn:p", "urn:q", "urn:r"],
          },
        ],
      }),
    );
    const { document: rest } = filterSbom(document, ({ name }) => name !== "urn:q");
    expect(rest.relationships).toEqual([]);
    expect(JSON.stringify(rest.native)).not.toMatch(/urn:[qr]/);
  });

  it("filters Syft's own JSON", () => {
    const artifact = (id: string): JsonObject => ({
      id,
      name: id,
      version: "1",
      type: "npm",
      locations: [],
      licenses: [],
      cpes: [],
    });
    const document = parseSbom(
      JSON.stringify({
        artifacts: [artifact("a"), artifact("b")],
        artifactRelationships: [{ parent: "a", child: "b", type: "dependency-of" }],
        source: { id: "s", name: "s", version: "1", type: "directory", metadata: { path: "." } },
        descriptor: { name: "syft", version: "1" },
        schema: {
          version: "16.0.0",
          url: "https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-16.0.0.json",
        },
      }),
    );
    const { document: rest, losses } = filterSbom(document, ({ name }) => name === "a");
    expect(rest.native["artifactRelationships"]).toEqual([]);
    expect(losses).toMatchObject([{ pointer: "/artifactRelationships/0" }]);
  });

  it("writes XML that is left over of XML", () => {
    const document = parseSbom(`<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1" xmlns:o="urn:o" o:mark="1"><components>
<component type="library" bom-ref="a"><name>a</name></component>
<component type="library" bom-ref="b" o:own="2"><name>b</name></component></components>
<dependencies><dependency ref="a"><dependency ref="b"/></dependency><dependency ref="b"/></dependencies></bom>`);
    const { document: rest } = filterSbom(document, ({ name }) => name === "b");
    const again = parseSbom(renderSbom(rest).content);
    expect(again.native).toEqual(rest.native);
    expect(again.components.map(({ ref }) => ref)).toEqual(["b"]);
    expect(again.leaves).toEqual(["b"]);
  });

  it("keeps members of any name, and pollutes nothing with them", () => {
    const text =
      '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","__proto__":{"polluted":1},"constructor":[2]},{"type":"library","name":"b"}]}';
    const { document } = filterSbom(parseSbom(text), ({ name }) => name === "a");
    expect(renderSbom(document, { indent: 0 }).content).toContain(
      '"__proto__":{"polluted":1},"constructor":[2]',
    );
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("gives a new id and time to CycloneDX when asked", () => {
    const options = {
      id: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
      created: "2026-02-02T00:00:00Z",
    };
    const { document } = filterSbom(of({}), () => true, options);
    expect(document).toMatchObject({ ...options, revision: 1 });
  });
});
