import {
  bomOfDocument,
  convertSbom,
  type DocumentOfBomOptions,
  documentOfBom,
  isSbomError,
  renderSbom,
} from "@coppice/sbom";
import type { Bom, BomFile, Evidence } from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bomOf, deb, depends } from "./bom.ts";
import { type CycloneDxVersion, schemaCheck } from "./schema.ts";

const file = (path: string, more: Partial<BomFile> = {}): BomFile => ({
  path,
  type: "file",
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 1,
  digest: `sha256:${"cd".repeat(32)}`,
  attribution: { kind: "unowned" },
  ...more,
});

const curl = deb("curl", {
  description: "command line tool for transferring data",
  supplier: "Alessandro Ghedini <ghedo@debian.org>",
  source: { name: "curl", version: "7.88.1-10" },
  layer: `sha256:${"01".repeat(32)}`,
  licenses: ["MIT", "GPL-2.0-only OR MIT", "as it pleases"],
  digests: [`sha256:${"02".repeat(32)}`, "md5:d41d8cd98f00b204e9800998ecf8427e", "whirlpool:00"],
});

const scoped = deb("", {
  id: "pkg:npm/%40shop/cart@2.0.0#/app/node_modules/@shop/cart",
  purl: "pkg:npm/%40shop/cart@2.0.0",
  ecosystem: "npm",
  name: "@shop/cart",
  version: "2.0.0",
  licenses: ["(MIT OR Apache-2.0)"],
  presence: "declared",
});

const shop = bomOf(
  [scoped, deb("libc6"), curl],
  [
    depends("curl", ["libc6"], "pre-dependency"),
    depends("curl", [scoped.name, "libc6"].slice(1)),
    depends("curl", ["apt", "libc6"], "suggested"),
  ],
  {
    files: [
      file("/usr/bin", { type: "directory", attribution: { kind: "owned", by: [curl.id] } }),
      file("/usr/bin/curl", { attribution: { kind: "owned", by: [curl.id] } }),
      file("/srv/\udcff"),
    ],
  },
);

const evidence: Evidence = {
  kind: "evidence",
  schemaVersion: "1.0",
  subject: { name: "shop:1", digest: shop.subject.digest },
  units: [unit("a", "workload"), unit("b", "workload"), unit("b#client", "client")],
  files: [
    {
      path: "/usr/bin/curl",
      given: ["/usr/bin/curl"],
      seen: { a: { grade: "executed", offset: 1 } },
    },
    { path: "/srv/\udcff", given: [], seen: { a: { grade: "executed", offset: 1 } } },
  ],
  packages: [
    {
      id: curl.id,
      seen: {
        a: { grade: "read", offset: 1 },
        b: { grade: "loaded", offset: 2 },
        "b#client": { grade: "executed", offset: 3 },
        unheard: { grade: "executed", offset: 4 },
      },
    },
  ],
  unattributed: [],
  unplaced: [],
  network: [],
  problems: [],
};

function unit(id: string, role: "workload" | "client"): Evidence["units"][number] {
  return {
    id,
    role,
    source: "strace",
    events: 9,
    unreadable: 0,
    unplaced: 0,
    losses: [],
    shows: ["exec"],
  };
}

describe("against the official schema", () => {
  test.each<CycloneDxVersion>(["1.4", "1.5", "1.6", "1.7"])(
    "a document of %s is valid",
    async (version) => {
      const { document } = await convertSbom(
        documentOfBom(shop, {
          files: true,
          evidence,
          created: "2026-01-31T12:00:00Z",
          id: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        }),
        { family: "cyclonedx", version },
      );
      const errors = schemaCheck(version);
      expect(errors(document.native)).toEqual([]);
      expect(document.native["specVersion"]).toBe(version);
      expect(errors({ ...document.native, components: [{ name: "no type" }] })).not.toEqual([]);
    },
  );

  test("any package is valid, whatever its words", () => {
    const errors = schemaCheck("1.7");
    const words = fc.option(fc.string({ unit: "binary" }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({
            id: fc.string({ minLength: 1 }).map((id) => `pkg:${id}`),
            name: fc.string(),
            version: words,
            description: words,
            supplier: words,
            licenses: fc.array(fc.oneof(fc.string(), fc.constantFrom("MIT", "MIT OR ISC", "((("))),
            digests: fc.array(fc.string()),
            ecosystem: fc.constantFrom("deb", "npm", "__proto__"),
          }),
          { selector: ({ id }) => id, maxLength: 5 },
        ),
        (packages) => {
          const bom = bomOf(packages.map((item) => deb("x", withoutUndefined(item))));
          expect(errors(documentOfBom(bom).native)).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("what it says", () => {
  const document = nativeOf(shop, { evidence });
  const component = (id: string) =>
    document.components.find((item: { "bom-ref": string }) => item["bom-ref"] === id);

  test("names the subject with its digest, its operating system and the tool", () => {
    expect(document.metadata.component).toMatchObject({
      type: "container",
      name: "shop:1",
      version: shop.subject.digest,
      hashes: [{ alg: "SHA-256", content: "ab".repeat(32) }],
    });
    expect(document.metadata.tools.components).toEqual([
      { type: "application", name: "coppice", version: "1.2.3" },
    ]);
    expect(component("operating-system")).toMatchObject({
      type: "operating-system",
      name: "debian",
      version: "12",
    });
  });

  test("gives a package its purl, digests, supplier and licences by id or by name", () => {
    expect(component(curl.id)).toMatchObject({
      type: "library",
      name: "curl",
      version: "1.0-1",
      purl: curl.purl,
      supplier: { name: curl.supplier },
      hashes: [
        { alg: "MD5", content: "d41d8cd98f00b204e9800998ecf8427e" },
        { alg: "SHA-256", content: "02".repeat(32) },
      ],
      licenses: [
        { license: { id: "MIT" } },
        { expression: "GPL-2.0-only OR MIT" },
        { license: { name: "as it pleases" } },
      ],
    });
  });

  test("says the strongest use of each role, and nothing of units that it does not know", () => {
    expect(properties(component(curl.id))).toMatchObject({
      "coppice:ecosystem": "deb",
      "coppice:layer": curl.layer,
      "coppice:source:version": "7.88.1-10",
      "coppice:evidence:workload": "loaded",
      "coppice:evidence:client": "executed",
    });
    expect(properties(document.metadata.component)).toEqual({
      "coppice:architecture": "amd64",
      "coppice:evidence:units": "3",
    });
  });

  test("names the files of a package that ran, and reads its uses and its layer again", () => {
    expect(component(curl.id).evidence).toEqual({ occurrences: [{ location: "/usr/bin/curl" }] });
    const [read] = documentOfBom(shop, { evidence }).components.filter(
      ({ ref }) => ref === curl.id,
    );
    expect(read?.layer).toBe(curl.layer);
    expect(read?.evidence?.uses).toEqual([
      { role: "workload", grade: "loaded" },
      { role: "client", grade: "executed" },
    ]);
  });

  test("makes an npm scope the group, an expression an expression, and a declared package optional", () => {
    expect(component(scoped.id)).toMatchObject({
      group: "@shop",
      name: "cart",
      scope: "optional",
      licenses: [{ expression: "(MIT OR Apache-2.0)" }],
    });
  });

  test("counts the problems of the inventory", () => {
    const bom = bomOf([], [], { problems: [{ code: "X", message: "x" }] });
    expect(properties(nativeOf(bom).metadata.component)).toMatchObject({
      "coppice:problems": "1",
    });
  });
});

describe("files", () => {
  test("stand inside the package that owns them, those of nobody beside the packages", () => {
    const { components } = nativeOf(shop, { files: true });
    const owner = components.find((item: { "bom-ref": string }) => item["bom-ref"] === curl.id);
    expect(owner.components).toEqual([
      {
        type: "file",
        name: "/usr/bin/curl",
        "bom-ref": "file:/usr/bin/curl",
        hashes: [{ alg: "SHA-256", content: "cd".repeat(32) }],
      },
    ]);
    expect(components.at(-1)).toMatchObject({ type: "file", name: "/srv/\udcff" });
  });

  test("are left out unless asked for", () => {
    expect(textOf(shop)).not.toContain("/usr/bin/curl");
    expect(() => documentOfBom(bomOf([]), { files: true })).not.toThrow();
  });
});

describe("the graph", () => {
  test("takes the preferred alternative, leaves out what is not needed, and reaches everything", () => {
    const bom = bomOf(
      ["a", "b", "c", "d", "e", "f"].map((name) => deb(name)),
      [
        depends("a", ["c", "b"]),
        depends("a", ["c"]),
        depends("a", ["d"], "recommended"),
        depends("a", [], "runtime"),
        depends("a", ["a"]),
        depends("a", ["gone"]),
        depends("gone", ["a"]),
        depends("e", ["f"]),
        depends("f", ["e"]),
      ],
    );
    expect(graph(bom)).toEqual({
      [bom.subject.digest]: ["a", "b", "d", "e"]
        .map((name) => deb(name).id)
        .concat("operating-system"),
      "operating-system": [],
      [deb("a").id]: [deb("c").id],
      [deb("b").id]: [],
      [deb("c").id]: [],
      [deb("d").id]: [],
      [deb("e").id]: [deb("f").id],
      [deb("f").id]: [deb("e").id],
    });
  });

  test("reaches every package from the subject, whatever the circles", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e", "f");
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name)), (edges) => {
        const bom = bomOf(
          ["a", "b", "c", "d", "e", "f"].map((item) => deb(item)),
          edges.map(([from, to]) => depends(from, [to])),
        );
        const edgesOf = graph(bom);
        const reached = new Set([bom.subject.digest]);
        for (const id of reached) for (const next of edgesOf[id] ?? []) reached.add(next);
        expect(reached.size).toBe(8);
      }),
    );
  });
});

describe("a way back", () => {
  test("gives the same packages and what they need to run", () => {
    const bom = bomOfDocument(documentOfBom(shop, { evidence, files: true }));
    const { ["digests"]: digests, ...plain } = curl;
    expect(bom.packages.find(({ id }) => id === curl.id)).toEqual({
      ...plain,
      digests: [...(digests ?? [])].sort(),
    });
    expect(bom.packages.map(({ id }) => id).sort()).toEqual(
      shop.packages.map(({ id }) => id).sort(),
    );
    expect(bom.packages.find(({ id }) => id === scoped.id)).toEqual(scoped);
    expect(bom.dependencies).toEqual([
      {
        from: curl.id,
        kind: "runtime",
        requirement: "libc6",
        satisfiedBy: [deb("libc6").id],
        readFrom: "sbom",
      },
    ]);
    expect(bom.subject).toEqual(shop.subject);
    expect(bom.tool).toEqual(shop.tool);
  });

  test("leads through SPDX too", async () => {
    const document = documentOfBom(shop, { evidence });
    const there = await convertSbom(document, { family: "spdx", version: "2.3" });
    const { packages, subject } = bomOfDocument(there.document);
    expect(packages.map(({ name, version, layer }) => [name, version, layer]).sort()).toEqual(
      shop.packages.map(({ name, version, layer }) => [name, version, layer]).sort(),
    );
    expect(subject).toEqual(shop.subject);
  });
});

describe("equal input gives equal output", () => {
  test("in whatever order packages and edges come", () => {
    const reversed = {
      ...shop,
      packages: [...shop.packages].reverse(),
      dependencies: [...shop.dependencies].reverse(),
    };
    expect(textOf(reversed)).toBe(textOf(shop));
  });

  test("at the time that is given, whatever the zone", () => {
    const timeOf = (created: string) => nativeOf(shop, { created }).metadata.timestamp;
    expect(timeOf("2026-01-31")).toBe("2026-01-31T00:00:00.000Z");
    expect(timeOf("2026-01-31T12:00+02:00")).toBe("2026-01-31T10:00:00.000Z");
  });

  test("with no time and no serial number of its own", () => {
    const document = nativeOf(shop);
    expect(document.metadata.timestamp).toBeUndefined();
    expect(document.serialNumber).toBeUndefined();
  });
});

describe("refuses", () => {
  const code = (action: () => unknown): string => {
    try {
      action();
    } catch (error) {
      if (isSbomError(error)) return error.code;
      throw error;
    }
    return "nothing";
  };

  test("options that are none", () => {
    for (const created of ["noon", "7", "March 7 2026", "2026-01-31T12:00:00", "2026-13-01"]) {
      expect(code(() => documentOfBom(shop, { created }))).toBe("TIMESTAMP_INVALID");
    }
    expect(code(() => documentOfBom(shop, { id: "7" }))).toBe("SERIAL_NUMBER_INVALID");
  });

  test("evidence about another subject", () => {
    const other = { ...evidence, subject: { name: "shop:2", digest: "sha256:00" } };
    expect(code(() => documentOfBom(shop, { evidence: other }))).toBe("SUBJECT_MISMATCH");
  });

  test.each([
    ["stands for two packages", bomOf([deb("a"), deb("a")])],
    ["is empty", bomOf([deb("a", { id: "" })])],
    ["is that of a file", bomOf([deb("a", { id: "file:/a" })], [], { files: [file("/a")] })],
  ])("an id that %s", (_, bom) => {
    expect(code(() => documentOfBom(bom, { files: true }))).toBe("REFERENCE_REPEATED");
  });
});

// biome-ignore lint/suspicious/noExplicitAny: tests look into the document as its readers do.
function nativeOf(bom: Bom, options?: DocumentOfBomOptions): any {
  return documentOfBom(bom, options).native;
}

function textOf(bom: Bom): string | Uint8Array {
  return renderSbom(documentOfBom(bom)).content;
}

function graph(bom: Bom): Record<string, readonly string[]> {
  const { dependencies } = nativeOf(bom);
  return Object.fromEntries(
    dependencies.map(({ ref, dependsOn = [] }: { ref: string; dependsOn?: string[] }) => [
      ref,
      dependsOn,
    ]),
  );
}

function properties(component: { properties: { name: string; value: string }[] }): object {
  return Object.fromEntries(component.properties.map(({ name, value }) => [name, value]));
}

function withoutUndefined<T extends object>(
  value: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  return JSON.parse(JSON.stringify(value));
}
