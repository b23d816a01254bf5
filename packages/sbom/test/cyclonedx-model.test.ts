import { convertSbom, parseSbom, type SbomDocument } from "@coppice/sbom";
import * as CycloneDx from "@cyclonedx/cyclonedx-library";
import { describe, expect, test } from "vitest";
import { readModel } from "../src/read-model.ts";
import {
  type CorpusDocument,
  corpus,
  cycloneDxDocuments,
  readDocument,
  twinsOf,
} from "./cyclonedx-corpus.ts";
import { knownDifferences } from "./cyclonedx-twins.ts";

function read(members: object): SbomDocument {
  return parseSbom(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.7", ...members }));
}

describe("the model of CycloneDX", () => {
  test("has nested components inside what they stand in, in the order of the document", () => {
    const { components, relationships } = read({
      components: [
        { name: "a", "bom-ref": "a", components: [{ name: "b" }, { name: "c", "bom-ref": "c" }] },
        { name: "d" },
      ],
    });
    expect(components.map(({ ref, parent }) => [ref, parent])).toEqual([
      ["a", undefined],
      ["#/components/0/components/0", "a"],
      ["c", "a"],
      ["#/components/1", undefined],
    ]);
    expect(relationships).toMatchObject([
      { from: "a", kind: "contains", to: "#/components/0/components/0" },
      { from: "a", kind: "contains", to: "c" },
    ]);
  });

  test("gives each component a ref of its own, whatever the document calls them", () => {
    const { components, problems } = read({
      components: [
        { name: "a", "bom-ref": "#/components/1" },
        { name: "b" },
        { name: "c", "bom-ref": "#/components/1" },
      ],
    });
    expect(components.map(({ ref }) => ref)).toEqual([
      "#/components/1",
      "##/components/1",
      "#/components/2",
    ]);
    expect(problems).toMatchObject([{ code: "REFERENCE_REPEATED", path: "/components/2" }]);
  });

  test("decodes the text of a licence where it is text", () => {
    const text = (attachment: object) =>
      read({
        components: [{ name: "a", licenses: [{ license: { name: "L", text: attachment } }] }],
      }).components[0]?.licenses[0]?.text;
    expect(text({ content: "plain" })).toBe("plain");
    expect(
      text({ content: "w6k=", encoding: "base64", contentType: "text/plain; charset=utf-8" }),
    ).toBe("é");
    expect(text({ content: "/w==", encoding: "base64" })).toBeUndefined();
    expect(text({ content: "w6\r\nk=\n", encoding: "base64" })).toBe("é");
    expect(text({ content: "?", encoding: "base64" })).toBeUndefined();
    expect(text({ content: "<p>", contentType: "text/html" })).toBeUndefined();
  });

  test("knows tools and makers of every version", () => {
    const creators = (metadata: object) =>
      read({ metadata }).creators.map(({ kind, name, version }) => [kind, name, version]);
    expect(
      creators({
        tools: [{ vendor: "v", name: "t", version: "1" }, { vendor: "only" }],
        manufacture: { name: "m" },
      }),
    ).toEqual([
      ["tool", "t", "1"],
      ["tool", "only", undefined],
      ["organization", "m", undefined],
    ]);
    expect(
      creators({
        tools: { components: [{ name: "c" }], services: [{ name: "s" }] },
        authors: [{ name: "p" }],
      }),
    ).toEqual([
      ["tool", "c", undefined],
      ["tool", "s", undefined],
      ["person", "p", undefined],
    ]);
  });

  test("says that the supplier of the document supplies its subject", () => {
    const metadata = { supplier: { name: "s" }, component: { name: "a" } };
    expect(read({ metadata }).components[0]?.supplier?.name).toBe("s");
    expect(
      read({ metadata: { ...metadata, component: { name: "a", supplier: { name: "own" } } } })
        .components[0]?.supplier?.name,
    ).toBe("own");
  });

  test("takes identity as one and as many, and edges once", () => {
    const { components, relationships, leaves } = read({
      components: [
        { name: "a", "bom-ref": "a", evidence: { identity: { field: "purl", confidence: 1 } } },
      ],
      dependencies: [
        { ref: "a", dependsOn: ["b", "b", ""] },
        { ref: "b" },
        { dependsOn: ["a"] },
        { ref: "c", provides: ["a"] },
      ],
    });
    expect(components[0]?.evidence?.identities).toMatchObject([
      { field: "purl", confidence: 1, methods: [] },
    ]);
    expect(relationships).toMatchObject([
      { from: "a", to: "b" },
      { from: "c", kind: "provides", to: "a" },
    ]);
    expect(leaves).toEqual(["b", "c"]);
  });

  test("nests what was deeply nested no deeper than a limit, and keeps what stood in what", async () => {
    const text = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${'{"type":"library","name":"a","components":['.repeat(200)}${"]}".repeat(200)}]}`;
    const { document: spdx } = await convertSbom(parseSbom(text), { family: "spdx" });
    const { document: back } = await convertSbom(spdx, { family: "cyclonedx" });
    expect(back.components).toHaveLength(200);
    expect(back.relationships).toHaveLength(199);
    expect(
      Math.max(...back.components.map(({ pointer }) => pointer.split("components").length)),
    ).toBe(66);
  });

  test("knows the dependencies that 1.1 told in an extension of its XML", () => {
    const { relationships } =
      parseSbom(`<bom xmlns="http://cyclonedx.org/schema/bom/1.1" version="1" xmlns:dg="http://cyclonedx.org/schema/ext/dependency-graph/1.0">
      <components>
        <component type="library" bom-ref="a"><name>a</name><version>1</version></component>
        <component type="library" bom-ref="b"><name>b</name><version>1</version></component>
        <component type="library" bom-ref="c"><name>c</name><version>1</version></component>
      </components>
      <dg:dependencies>
        <dg:dependency ref="a"><dg:dependency ref="b"><dg:dependency ref="c"/></dg:dependency></dg:dependency>
      </dg:dependencies>
    </bom>`);
    expect(relationships).toMatchObject([
      { from: "a", kind: "dependsOn", to: "b" },
      { from: "b", kind: "dependsOn", to: "c" },
    ]);
  });

  test("breaks circles of what contains what", async () => {
    const spdx = [
      "SPDXVersion: SPDX-2.3",
      "SPDXID: SPDXRef-DOCUMENT",
      ...["a", "b", "c"].flatMap((name) => [`PackageName: ${name}`, `SPDXID: SPDXRef-${name}`]),
      "Relationship: SPDXRef-a CONTAINS SPDXRef-b",
      "Relationship: SPDXRef-b CONTAINS SPDXRef-c",
      "Relationship: SPDXRef-c CONTAINS SPDXRef-a",
    ].join("\n");
    const { document } = await convertSbom(parseSbom(spdx), { family: "cyclonedx" });
    expect(document.components).toHaveLength(3);
    expect(document.relationships).toHaveLength(3);
  });
});

describe.skipIf(corpus === undefined)("official documents in several encodings", () => {
  test("say the same in each, where their files do", () => {
    const folder = corpus ?? "";
    let equal = 0;
    const differing: string[] = [];
    for (const [document, twin] of twinsOf(cycloneDxDocuments(folder))) {
      const [one, other] = [document, twin].map((item) => {
        const { document: native } = readDocument(folder, item);
        const model = readModel({ family: "cyclonedx", version: item.version }, native, () => {});
        // Protocol buffers keep the instant, not the zone in which it was written.
        return JSON.stringify({ ...model, created: new Date(model.created ?? 0) });
      });
      if (one === other) equal += 1;
      else if (!hasKnownDifference(document)) differing.push(document.path);
    }
    expect(differing).toEqual([]);
    expect(equal).toBeGreaterThan(300);
  });
});

describe("beside the CycloneDX library", () => {
  test("what it writes is read with all that it was told", () => {
    const { Models, Enums, Serialize, Spec } = CycloneDx;
    const bom = new Models.Bom({ version: 4 });
    const component = new Models.Component(Enums.ComponentType.Library, "cart", {
      bomRef: "cart",
      group: "@shop",
      version: "2.0.0",
      description: "a cart",
      purl: "pkg:npm/%40shop/cart@2.0.0",
      hashes: new Models.HashDictionary([[Enums.HashAlgorithm["SHA-1"], "a".repeat(40)]]),
      licenses: new Models.LicenseRepository([new Models.LicenseExpression("MIT OR ISC")]),
    });
    const root = new Models.Component(Enums.ComponentType.Application, "shop", { bomRef: "shop" });
    root.dependencies.add(component.bomRef);
    bom.metadata.component = root;
    bom.components.add(component);
    for (const spec of [Spec.Spec1dot4, Spec.Spec1dot6, Spec.Spec1dot7]) {
      const json = new Serialize.JsonSerializer(
        new Serialize.JSON.Normalize.Factory(spec),
      ).serialize(bom);
      const document = parseSbom(json);
      expect(document.revision).toBe(4);
      expect(document.subjects).toEqual(["shop"]);
      expect(document.components[1]).toMatchObject({
        ref: "cart",
        group: "@shop",
        name: "cart",
        version: "2.0.0",
        description: "a cart",
        purls: ["pkg:npm/%40shop/cart@2.0.0"],
        hashes: [`sha1:${"a".repeat(40)}`],
        licenses: [{ expression: "MIT OR ISC" }],
      });
      expect(document.relationships).toMatchObject([
        { from: "shop", kind: "dependsOn", to: "cart" },
      ]);
    }
  });
});

/** Whether the official files themselves say different things. */
function hasKnownDifference({ path, encoding, version }: CorpusDocument): boolean {
  return knownDifferences.some(
    (known) =>
      known.encoding === encoding &&
      known.versions.split(" ").includes(version.slice(2)) &&
      new RegExp(`/${known.name}(?:-1\\.\\d)?\\.`).test(path),
  );
}
