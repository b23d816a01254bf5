import {
  compareSboms,
  type JsonObject,
  mergeSboms,
  parseSbom,
  renderSbom,
  type SbomDocument,
  validateSbom,
} from "@coppice/sbom";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const names = fc.constantFrom("a", "b", "c", "d", "__proto__", "constructor");
const versions = fc.constantFrom("1", "2");

/** CycloneDX documents over few names, so that they have components in common. */
const cycloneDx = fc
  .record({
    components: fc.uniqueArray(
      fc.record({ name: names, version: versions, description: fc.constantFrom("x", "longer") }),
      { selector: ({ name, version }) => `${name}@${version}`, maxLength: 6 },
    ),
    prefix: fc.constantFrom("", "r-"),
    edges: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 6 }),
    nested: fc.boolean(),
  })
  .map(({ components, prefix, edges, nested }): SbomDocument => {
    const objects = components.map((item) => ({
      type: "library",
      "bom-ref": `${prefix}${item.name}@${item.version}`,
      ...item,
      ...(item.version === "1" && { purl: `pkg:npm/${item.name}@${item.version}` }),
    }));
    const [outer, ...rest] = objects;
    const refOf = (index: number): string | undefined => objects[index]?.["bom-ref"];
    const dependsOn = new Map<string, Set<string>>();
    for (const [from, to] of edges) {
      const [start, end] = [refOf(from), refOf(to)];
      if (start === undefined || end === undefined) continue;
      dependsOn.set(start, (dependsOn.get(start) ?? new Set()).add(end));
    }
    return of({
      components: nested && outer ? [{ ...outer, components: rest }] : objects,
      dependencies: [...dependsOn].map(([ref, targets]) => ({ ref, dependsOn: [...targets] })),
    });
  });

function of(members: JsonObject): SbomDocument {
  return parseSbom(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", ...members }));
}

function spdx(name: string, members: JsonObject): SbomDocument {
  return parseSbom(
    JSON.stringify({
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: "SPDXRef-DOCUMENT",
      name,
      documentNamespace: `https://example.org/${name}`,
      creationInfo: { created: "2026-01-01T00:00:00Z", creators: ["Tool: test"] },
      ...members,
    }),
  );
}

function edgesOf({ components, relationships }: SbomDocument): readonly string[] {
  const labels = new Map(components.map(({ ref, name, version }) => [ref, `${name}@${version}`]));
  return relationships.map(({ from, kind, to }) => `${labels.get(from)} ${kind} ${labels.get(to)}`);
}

describe("mergeSboms", () => {
  it("says of a document and itself what the document says", async () => {
    await fc.assert(
      fc.asyncProperty(cycloneDx, async (document) => {
        const { document: merged, conflicts } = await mergeSboms([document, document]);
        const { metadata: _, ...difference } = compareSboms(document, merged);
        expect(difference).toMatchObject({
          added: [],
          removed: [],
          changed: [],
          relationships: { added: [], removed: [] },
        });
        expect(conflicts).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("does not depend on the order of the documents", async () => {
    const subject = { name: "whole" };
    await fc.assert(
      fc.asyncProperty(cycloneDx, cycloneDx, cycloneDx, async (a, b, c) => {
        for (const options of [{}, { mode: "hierarchical", subject } as const]) {
          const texts = await Promise.all(
            [
              [a, b, c],
              [c, a, b],
              [b, a, c],
            ].map(
              async (documents) =>
                renderSbom((await mergeSboms(documents, options)).document).content,
            ),
          );
          expect(new Set(texts).size).toBe(1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("keeps every edge and every component, is valid, and tells truly who says what", async () => {
    await fc.assert(
      fc.asyncProperty(cycloneDx, cycloneDx, async (a, b) => {
        const { document, sources } = await mergeSboms([a, b]);
        const edges = new Set(edgesOf(document));
        for (const edge of [a, b].flatMap(edgesOf)) expect(edges).toContain(edge);
        expect(
          (await validateSbom(document)).faults.filter(({ severity }) => severity === "error"),
        ).toEqual([]);
        for (const [position, part] of [a, b].entries()) {
          const own = sources.filter(({ documents }) => documents.includes(position));
          expect(own.length).toBe(part.components.length);
        }
        for (const { ref, members } of sources) {
          const merged = document.components.find((item) => item.ref === ref);
          for (const position of members["description"] ?? []) {
            const said = [a, b][position]?.components.find(
              ({ name, version }) => name === merged?.name && version === merged?.version,
            );
            expect(said?.description).toBeDefined();
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("adds no component to the first document when it augments it", async () => {
    await fc.assert(
      fc.asyncProperty(cycloneDx, cycloneDx, async (a, b) => {
        const { document } = await mergeSboms([a, b], { mode: "augment" });
        expect(document.components.length).toBe(a.components.length);
      }),
      { numRuns: 40 },
    );
  });

  it("takes what the first document says when it augments it", async () => {
    const [a, b] = ["short", "a longer text"].map((description) =>
      of({ components: [{ type: "library", name: "a", description }] }),
    );
    if (a === undefined || b === undefined) throw new Error("two documents were made");
    const flat = await mergeSboms([a, b]);
    expect(flat.document.components[0]?.description).toBe("a longer text");
    expect(flat.conflicts).toMatchObject([{ member: "description", others: ["short"] }]);
    const augmented = await mergeSboms([a, b], { mode: "augment" });
    expect(augmented.document.components[0]?.description).toBe("short");
  });

  it("leaves the subject of a later document out when it augments the first", async () => {
    const first = of({
      metadata: { component: { type: "application", name: "a", "bom-ref": "a" } },
    });
    const other = of({
      metadata: {
        component: {
          type: "application",
          name: "b",
          "bom-ref": "b",
          components: [{ type: "library", name: "c" }],
        },
      },
    });
    const { document } = await mergeSboms([first, other], { mode: "augment" });
    expect(document.components.map(({ name }) => name)).toEqual(["a"]);
    expect(document.subjects).toEqual(["a"]);
  });

  it("nests what each document lists in what it is about", async () => {
    const documents = ["a", "b"].map((name) =>
      of({
        metadata: { component: { type: "application", name, "bom-ref": name } },
        components: [
          { type: "library", name: `${name}-part` },
          { type: "library", name: "shared" },
        ],
      }),
    );
    const { document } = await mergeSboms(documents, {
      mode: "hierarchical",
      subject: { name: "whole", version: "1", purl: "pkg:generic/whole@1" },
    });
    const edges = edgesOf(document);
    expect(edges).toEqual(
      expect.arrayContaining([
        "a@undefined contains a-part@undefined",
        "a@undefined contains shared@undefined",
        "b@undefined contains b-part@undefined",
        "b@undefined contains shared@undefined",
        "whole@1 dependsOn a@undefined",
        "whole@1 dependsOn b@undefined",
      ]),
    );
    expect(document.subjects).toEqual(["pkg:generic/whole@1"]);
  });

  it("does not mix parties that are not one", async () => {
    const suppliers = [{ name: "A", url: ["https://a.example"] }, { name: "Bee" }];
    const documents = suppliers.map((supplier) =>
      of({ components: [{ type: "library", name: "a", supplier }] }),
    );
    const { document, conflicts } = await mergeSboms(documents);
    expect(document.native["components"]).toMatchObject([{ supplier: suppliers[0] }]);
    expect(conflicts).toMatchObject([{ member: "supplier", others: [suppliers[1]] }]);
  });

  it("keeps hashes that contradict each other, and says so", async () => {
    const hash = (content: string, alg = "SHA-1"): JsonObject => ({ alg, content });
    const documents = (lists: readonly (readonly JsonObject[])[]): readonly SbomDocument[] =>
      lists.map((hashes) =>
        of({
          components: [{ type: "library", name: "a", "bom-ref": "a", purl: "pkg:npm/a@1", hashes }],
        }),
      );
    const [one, two] = ["a", "b"].map((digit) => hash(digit.repeat(40)));
    const [upper, other] = [hash("A".repeat(40)), hash("c".repeat(64), "SHA-256")];
    if (one === undefined || two === undefined) throw new Error("two hashes were made");
    const parts = documents([[one], [two, other]]);
    const { document, conflicts } = await mergeSboms(parts);
    expect(document.components[0]?.hashes.length).toBe(3);
    expect(conflicts).toEqual([{ ref: "a", member: "hashes", taken: one, others: [two] }]);
    expect((await mergeSboms([...parts].reverse())).conflicts).toEqual(conflicts);
    expect((await mergeSboms(documents([[one], [upper, other]]))).conflicts).toEqual([]);
    expect((await mergeSboms(documents([[one], [one, two]]))).conflicts).toEqual([]);
    expect(
      (
        await mergeSboms(
          documents([
            [one, two],
            [one, two],
          ]),
        )
      ).conflicts,
    ).toEqual([]);
  });

  it("says which checksums of SPDX packages contradict each other", async () => {
    const documents = ["a", "b"].map((digit) =>
      spdx("d", {
        packages: [
          {
            SPDXID: "SPDXRef-p",
            name: "p",
            downloadLocation: "NOASSERTION",
            externalRefs: [
              {
                referenceCategory: "PACKAGE-MANAGER",
                referenceType: "purl",
                referenceLocator: "pkg:npm/p@1",
              },
            ],
            checksums: [{ algorithm: "SHA1", checksumValue: digit.repeat(40) }],
          },
        ],
      }),
    );
    const { conflicts } = await mergeSboms(documents);
    expect(conflicts).toMatchObject([
      { ref: "SPDXRef-p", member: "checksums", others: [{ algorithm: "SHA1" }] },
    ]);
  });

  it("says which licences contradict each other where each document states one", async () => {
    const conflictsOf = async (...lists: readonly (readonly JsonObject[])[]) => {
      const documents = lists.map((licenses) =>
        of({ components: [{ type: "library", name: "a", purl: "pkg:npm/a@1", licenses }] }),
      );
      const { conflicts } = await mergeSboms(documents);
      expect((await mergeSboms([...documents].reverse())).conflicts).toEqual(conflicts);
      return conflicts.map(({ member, taken, others }) => [member, taken, ...others]);
    };
    const mit = { license: { id: "MIT" } };
    const isc = { expression: "ISC" };
    expect(await conflictsOf([mit], [isc])).toEqual([["licenses", isc, mit]]);
    expect(await conflictsOf([mit], [{ expression: "MIT" }])).toEqual([]);
    expect(
      await conflictsOf([{ expression: "MIT OR ISC" }], [{ expression: "ISC OR MIT" }]),
    ).toEqual([]);
    expect(await conflictsOf([mit], [mit, { license: { id: "ISC" } }])).toEqual([]);
    expect(await conflictsOf([mit], [{ license: { name: "the licence of A" } }])).toEqual([]);
    expect(await conflictsOf([mit], [{ ...isc, acknowledgement: "concluded" }])).toEqual([]);
  });

  it("tells ids of other parts apart, with what refers to them", async () => {
    const documents = ["one", "two"].map((name) =>
      of({
        components: [{ type: "library", name, "bom-ref": name }],
        vulnerabilities: [{ "bom-ref": "v", id: name, affects: [{ ref: name }] }],
        compositions: [{ aggregate: "complete", vulnerabilities: ["v"] }],
      }),
    );
    const { document } = await mergeSboms(documents);
    expect((await validateSbom(document)).faults).toEqual([]);
    expect(document.native["vulnerabilities"]).toMatchObject([
      { "bom-ref": "v" },
      { "bom-ref": "v-2" },
    ]);
    expect(document.native["compositions"]).toMatchObject([
      { vulnerabilities: ["v"] },
      { vulnerabilities: ["v-2"] },
    ]);
  });

  it("makes one statement of what several documents say of a vulnerability but for what it affects", async () => {
    const documents = ["one", "two"].map((name) =>
      of({
        components: [{ type: "library", name, "bom-ref": name }],
        vulnerabilities: [{ id: "CVE-2026-1", affects: [{ ref: name }] }],
      }),
    );
    const { document } = await mergeSboms(documents);
    expect(document.native["vulnerabilities"]).toEqual([
      { id: "CVE-2026-1", affects: expect.arrayContaining([{ ref: "one" }, { ref: "two" }]) },
    ]);
  });

  it("leaves out a signature of what is no longer there, and says so", async () => {
    const signature = { algorithm: "ES256", value: "c2ln" };
    const component = { type: "library", name: "a", signature };
    const documents = [
      of({ components: [component], signature }),
      of({ components: [{ type: "library", name: "a", copyright: "A" }] }),
    ];
    const { document, losses } = await mergeSboms(documents);
    expect(JSON.stringify(document.native)).not.toContain("signature");
    expect(losses.map(({ pointer, input }) => `${input} ${pointer}`)).toEqual([
      "0 /signature",
      "0 /components/0/signature",
    ]);
  });

  it("makes tools components where one document has them so", async () => {
    const documents = [
      of({ metadata: { tools: [{ vendor: "V", name: "old" }] } }),
      of({ metadata: { tools: { components: [{ type: "application", name: "new" }] } } }),
    ];
    const { document } = await mergeSboms(documents);
    expect(document.creators.map(({ name }) => name).sort()).toEqual(["new", "old"]);
    expect((await validateSbom(document)).valid).toBe(true);
  });

  it("tells licences of SPDX documents apart, in expressions too", async () => {
    const documents = ["first", "second"].map((text) =>
      spdx(text, {
        packages: [
          {
            SPDXID: "SPDXRef-p",
            name: text,
            downloadLocation: "NOASSERTION",
            licenseDeclared: "MIT OR (LicenseRef-1 AND DocumentRef-x:LicenseRef-1)",
            licenseConcluded: text === "first" ? "NOASSERTION" : "MIT",
          },
        ],
        hasExtractedLicensingInfos: [{ licenseId: "LicenseRef-1", extractedText: text }],
        relationships: [
          {
            spdxElementId: "SPDXRef-DOCUMENT",
            relationshipType: "DESCRIBES",
            relatedSpdxElement: "SPDXRef-p",
          },
        ],
      }),
    );
    const { document } = await mergeSboms(documents);
    const meanings = new Map(document.namedLicenses.map(({ id, text }) => [id, text]));
    expect(meanings.size).toBe(2);
    for (const { name, licenses } of document.components) {
      const expression =
        licenses.find(({ acknowledgement }) => acknowledgement === "declared")?.expression ?? "";
      const own = [...meanings].find(([, text]) => text === name)?.[0];
      expect(expression).toBe(`MIT OR (${own} AND DocumentRef-x:LicenseRef-1)`);
    }
    expect(new Set(document.components.map(({ ref }) => ref)).size).toBe(2);
    expect(document.subjects.length).toBe(2);
  });

  it("prefers what says something to what says nothing", async () => {
    const documents = ["NOASSERTION", "MIT", "NONE"].map((licenseDeclared, index) =>
      spdx(`d${index}`, {
        packages: [
          { SPDXID: "SPDXRef-p", name: "p", downloadLocation: "NOASSERTION", licenseDeclared },
        ],
      }),
    );
    const { document, conflicts } = await mergeSboms(documents);
    expect(document.native["packages"]).toMatchObject([{ licenseDeclared: "MIT" }]);
    expect(conflicts.filter(({ member }) => member === "licenseDeclared")).toMatchObject([
      { taken: "MIT", others: ["NONE"] },
    ]);
  });

  it("makes the given subject what an SPDX document describes", async () => {
    const documents = ["a", "b"].map((name) =>
      spdx(name, {
        packages: [
          { SPDXID: `SPDXRef-${name}`, name, downloadLocation: "NOASSERTION" },
          { SPDXID: "SPDXRef-part", name: `${name}-part`, downloadLocation: "NOASSERTION" },
        ],
        documentDescribes: [`SPDXRef-${name}`],
      }),
    );
    const subject = { name: "whole", version: "1", purl: "pkg:generic/whole@1" };
    const { document } = await mergeSboms(documents, {
      mode: "hierarchical",
      subject,
      id: "https://example.org/w",
    });
    expect(document).toMatchObject({ name: "whole", id: "https://example.org/w" });
    expect(edgesOf(document)).toEqual(
      expect.arrayContaining([
        "whole@1 contains a@undefined",
        "a@undefined contains a-part@undefined",
        "b@undefined contains b-part@undefined",
      ]),
    );
    expect((await validateSbom(document)).valid).toBe(true);
  });

  it("merges documents of several formats as CycloneDX", async () => {
    const documents = [
      of({ components: [{ type: "library", name: "a", purl: "pkg:npm/a@1" }] }),
      spdx("d", {
        packages: [{ SPDXID: "SPDXRef-p", name: "p", downloadLocation: "NOASSERTION" }],
      }),
    ];
    const { document } = await mergeSboms(documents);
    expect(document.format).toEqual({ family: "cyclonedx", version: "1.6", encoding: "json" });
    expect(document.components.map(({ name }) => name).sort()).toEqual(["a", "p"]);
  });

  it("joins what one document knows by its name with the one thing that another knows by purl", async () => {
    const named = of({
      components: [{ type: "library", name: "a", version: "1", copyright: "A" }],
    });
    const purl = (more: JsonObject): JsonObject => ({
      type: "library",
      name: "a",
      version: "1",
      ...more,
    });
    const one = of({ components: [purl({ purl: "pkg:npm/a@1" })] });
    const two = of({ components: [purl({ purl: "pkg:npm/a@1" }), purl({ purl: "pkg:pypi/a@1" })] });
    expect((await mergeSboms([named, one])).document.components).toMatchObject([
      { purls: ["pkg:npm/a@1"], copyright: "A" },
    ]);
    expect((await mergeSboms([named, two])).document.components.length).toBe(3);
  });

  it("joins a purl without qualifiers with the one purl that has some", async () => {
    const bare = "pkg:deb/debian/openssl@1.1.1";
    const [amd64, arm64] = ["amd64", "arm64"].map(
      (arch) => `${bare}?arch=${arch}&distro=debian-11`,
    );
    if (amd64 === undefined || arm64 === undefined) throw new Error("two purls were made");
    const deb = (purl?: string): JsonObject => ({
      type: "library",
      name: "openssl",
      version: "1.1.1",
      ...(purl !== undefined && { purl }),
    });
    const merge = async (...lists: readonly (readonly (string | undefined)[])[]) => {
      const parts = lists.map((purls) => of({ components: purls.map(deb) }));
      const { document } = await mergeSboms(parts);
      const { document: reversed } = await mergeSboms([...parts].reverse());
      expect(renderSbom(reversed).content).toBe(renderSbom(document).content);
      return document.components.map(({ purls }) => purls[0]).sort();
    };
    expect(await merge([bare], [amd64])).toEqual([amd64]);
    expect(await merge([bare], [amd64], [undefined])).toEqual([amd64]);
    expect(await merge([bare], [amd64], [amd64, undefined])).toEqual([amd64, undefined]);
    expect(await merge([bare], [amd64], [arm64])).toEqual([bare, amd64, arm64]);
    expect(await merge([bare], [amd64, arm64])).toEqual([bare, amd64, arm64]);
    expect(await merge([bare, amd64], [amd64])).toEqual([bare, amd64]);
    expect(await merge([bare, bare], [amd64])).toEqual([bare, amd64]);
    expect(await merge([`${bare}0`], [amd64])).toEqual([amd64, `${bare}0`].sort());
  });

  it("takes the later of two times, and stays valid with licences of both kinds", async () => {
    const documents = ["2026-01-01T10:00:00.000Z", "2026-01-01T11:00:00Z"].map((timestamp, index) =>
      of({
        metadata: { timestamp },
        components: [
          {
            type: "library",
            name: "a",
            licenses:
              index === 0 ? [{ expression: "MIT OR Apache-2.0" }] : [{ license: { id: "MIT" } }],
          },
        ],
      }),
    );
    const { document } = await mergeSboms(documents);
    expect(document.created).toBe("2026-01-01T11:00:00Z");
    expect((await validateSbom(document)).valid).toBe(true);
  });

  it("renames refs in the relationships that properties carry", async () => {
    const documents = ["one", "two"].map((name) =>
      of({
        metadata: {
          properties: [
            {
              name: "coppice:document:relationship",
              value: JSON.stringify(["coppice:relationship:generates", "x", "x"]),
            },
          ],
        },
        components: [
          {
            type: "library",
            name,
            "bom-ref": "x",
            properties: [{ name: "coppice:relationship:patches", value: "x" }],
          },
        ],
      }),
    );
    const { document } = await mergeSboms(documents);
    expect([...edgesOf(document)].sort()).toEqual(
      ["one", "two"].flatMap((name) =>
        ["generates", "patches"].map((kind) => `${name}@undefined ${kind} ${name}@undefined`),
      ),
    );
  });

  it("refuses to merge nothing, and to nest without something to nest in", async () => {
    await expect(mergeSboms([])).rejects.toMatchObject({ code: "DOCUMENT_INVALID" });
    await expect(mergeSboms([of({})], { mode: "hierarchical" })).rejects.toMatchObject({
      code: "SUBJECT_UNKNOWN",
    });
  });
});
