import { type CycloneDxVersion, isSbomError, renderCycloneDx } from "@coppice/sbom";
import type { Bom, BomFile, Evidence } from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bomOf, deb, depends } from "./bom.ts";
import { schemaCheck } from "./schema.ts";

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
  files: [],
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
    lost: 0,
    strongest: "executed",
  };
}

describe("against the official schema", () => {
  test.each<CycloneDxVersion>(["1.4", "1.5", "1.6", "1.7"])(
    "a document of %s is valid",
    (version) => {
      const text = renderCycloneDx(shop, {
        version,
        files: true,
        evidence,
        timestamp: "2026-01-31T12:00:00Z",
        serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
      });
      const document = JSON.parse(text);
      const errors = schemaCheck(version);
      expect(errors(document)).toEqual([]);
      expect(document.specVersion).toBe(version);
      expect(errors({ ...document, components: [{ name: "no type" }] })).not.toEqual([]);
    },
  );

  test("any package is valid, whatever its words", () => {
    const errors = schemaCheck("1.6");
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
          expect(errors(JSON.parse(renderCycloneDx(bom)))).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("what it says", () => {
  const document = JSON.parse(renderCycloneDx(shop, { evidence }));
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
        { license: { name: "GPL-2.0-only OR MIT" } },
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

  test("makes an npm scope the group, an expression an expression, and a declared package optional", () => {
    expect(component(scoped.id)).toMatchObject({
      group: "@shop",
      name: "cart",
      scope: "optional",
      licenses: [{ expression: "(MIT OR Apache-2.0)" }],
    });
  });

  test("a statement too long to be an expression is a name", () => {
    const long = Array.from({ length: 200 }, () => "MIT").join(" AND ");
    const [item] = JSON.parse(
      renderCycloneDx(bomOf([deb("a", { licenses: [long] })])),
    ).components.slice(1);
    expect(item.licenses).toEqual([{ license: { name: long } }]);
  });

  test("counts the problems of the inventory", () => {
    const bom = bomOf([], [], { problems: [{ code: "X", message: "x" }] });
    expect(properties(JSON.parse(renderCycloneDx(bom)).metadata.component)).toMatchObject({
      "coppice:problems": "1",
    });
  });
});

describe("files", () => {
  test("stand inside the package that owns them, those of nobody beside the packages", () => {
    const { components } = JSON.parse(renderCycloneDx(shop, { files: true }));
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
    expect(renderCycloneDx(shop)).not.toContain("/usr/bin/curl");
    expect(() => renderCycloneDx(bomOf([]), { files: true })).not.toThrow();
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

describe("equal input gives equal output", () => {
  test("in whatever order packages and edges come", () => {
    const reversed = {
      ...shop,
      packages: [...shop.packages].reverse(),
      dependencies: [...shop.dependencies].reverse(),
    };
    expect(renderCycloneDx(reversed)).toBe(renderCycloneDx(shop));
  });

  test("at the time that is given, whatever the zone", () => {
    const timeOf = (timestamp: string) =>
      JSON.parse(renderCycloneDx(shop, { timestamp })).metadata.timestamp;
    expect(timeOf("2026-01-31")).toBe("2026-01-31T00:00:00.000Z");
    expect(timeOf("2026-01-31T12:00+02:00")).toBe("2026-01-31T10:00:00.000Z");
  });

  test("with no time and no serial number of its own", () => {
    const document = JSON.parse(renderCycloneDx(shop));
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
    const version = JSON.parse('"1.1"');
    expect(code(() => renderCycloneDx(shop, { version }))).toBe("VERSION_UNSUPPORTED");
    for (const timestamp of ["noon", "7", "March 7 2026", "2026-01-31T12:00:00", "2026-13-01"]) {
      expect(code(() => renderCycloneDx(shop, { timestamp }))).toBe("TIMESTAMP_INVALID");
    }
    expect(code(() => renderCycloneDx(shop, { serialNumber: "7" }))).toBe("SERIAL_NUMBER_INVALID");
  });

  test("evidence about another subject", () => {
    const other = { ...evidence, subject: { name: "shop:2", digest: "sha256:00" } };
    expect(code(() => renderCycloneDx(shop, { evidence: other }))).toBe("SUBJECT_MISMATCH");
  });

  test.each([
    ["stands for two packages", bomOf([deb("a"), deb("a")])],
    ["is empty", bomOf([deb("a", { id: "" })])],
    ["is that of a file", bomOf([deb("a", { id: "file:/a" })], [], { files: [file("/a")] })],
  ])("an id that %s", (_, bom) => {
    expect(code(() => renderCycloneDx(bom, { files: true }))).toBe("REFERENCE_REPEATED");
  });
});

function graph(bom: Bom): Record<string, readonly string[]> {
  const { dependencies } = JSON.parse(renderCycloneDx(bom));
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
