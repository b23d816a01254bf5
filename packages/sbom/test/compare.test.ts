import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CompareSbomsOptions, compareSboms } from "../src/compare/compare-sboms.ts";
import type { SbomDifference } from "../src/compare/sbom-difference.ts";
import { componentIdentities } from "../src/component-identity.ts";
import { parseSbom } from "../src/parse-sbom.ts";
import type { SbomComponent, SbomLicense } from "../src/sbom-component.ts";
import type { SbomModel } from "../src/sbom-document.ts";
import { corpus } from "./cyclonedx-corpus.ts";
import { componentOf, modelOf, npmPackage, shuffledModel } from "./sbom-model.ts";

const nothing: SbomDifference = {
  metadata: [],
  subject: undefined,
  added: [],
  removed: [],
  changed: [],
  unchanged: 0,
  relationships: { added: [], removed: [] },
};

/** A difference in a form that a person reads at a glance. */
function told(before: SbomModel, after: SbomModel, options?: CompareSbomsOptions) {
  const { added, removed, changed, subject, metadata, relationships, unchanged } = compareSboms(
    before,
    after,
    options,
  );
  const edge = ({ from, kind, to, scope }: SbomDifference["relationships"]["added"][number]) =>
    [from.identity, kind, to.identity, scope].filter((text) => text !== undefined).join(" ");
  return {
    added: added.map(({ ref }) => ref),
    removed: removed.map(({ ref }) => ref),
    changed: [...changed, ...(subject === undefined ? [] : [subject])].map((change) =>
      [
        `${change.before.ref} → ${change.after.ref} by ${change.matchedBy}:`,
        ...(change.version === undefined
          ? []
          : [`${change.version.direction} ${change.version.before} → ${change.version.after}`]),
        ...change.fields.map(({ field, removed, added }) => `${field} -${removed} +${added}`),
      ].join(" "),
    ),
    metadata: metadata.map(({ field, removed, added }) => `${field} -${removed} +${added}`),
    edges: [
      ...relationships.removed.map((item) => `- ${edge(item)}`),
      ...relationships.added.map((item) => `+ ${edge(item)}`),
    ],
    unchanged,
  };
}

describe("matching", () => {
  test("tells upgrades from downgrades by the order of the ecosystem", () => {
    const before = modelOf([
      npmPackage("qs", "6.9.0"),
      npmPackage("ms", "2.10.0"),
      componentOf("apt1", {
        name: "apt",
        version: "1.0~rc1",
        purls: ["pkg:deb/debian/apt@1.0~rc1"],
      }),
      npmPackage("x", "not-a-version"),
    ]);
    const after = modelOf([
      npmPackage("qs", "6.13.0"),
      npmPackage("ms", "2.9.9"),
      componentOf("apt2", { name: "apt", version: "1.0", purls: ["pkg:deb/debian/apt@1.0"] }),
      npmPackage("x", "1.0.0"),
    ]);
    expect(told(before, after)).toMatchObject({
      added: [],
      removed: [],
      changed: [
        "apt1 → apt2 by purl: upgrade 1.0~rc1 → 1.0",
        "ms@2.10.0 → ms@2.9.9 by purl: downgrade 2.10.0 → 2.9.9",
        "qs@6.9.0 → qs@6.13.0 by purl: upgrade 6.9.0 → 6.13.0",
        "x@not-a-version → x@1.0.0 by purl: other not-a-version → 1.0.0",
      ],
    });
  });

  test("pairs the same versions of one package first, then the nearest", () => {
    const versions = (...all: readonly string[]) =>
      modelOf(all.map((version) => npmPackage("qs", version)));
    expect(told(versions("1.0.0", "2.0.0", "5.0.0"), versions("2.0.0", "5.0.1"))).toMatchObject({
      added: [],
      removed: ["qs@1.0.0"],
      changed: ["qs@5.0.0 → qs@5.0.1 by purl: upgrade 5.0.0 → 5.0.1"],
      unchanged: 1,
    });
    expect(told(versions("1.0.0"), versions("0.9.0", "3.0.0", "3.0.1"))).toMatchObject({
      added: ["qs@3.0.0", "qs@3.0.1"],
      changed: ["qs@1.0.0 → qs@0.9.0 by purl: downgrade 1.0.0 → 0.9.0"],
    });
  });

  test("counts copies of one package", () => {
    const copies = (count: number) =>
      modelOf(
        Array.from({ length: count }, (_, at) => npmPackage("qs", "1.0.0", { ref: `q${at}` })),
      );
    expect(told(copies(2), copies(5))).toMatchObject({
      added: ["q2", "q3", "q4"],
      removed: [],
      changed: [],
      unchanged: 2,
    });
  });

  test("keeps architectures apart while it can", () => {
    const libc = (arch: string, version: string) =>
      componentOf(`libc-${arch}-${version}`, {
        name: "libc6",
        version,
        purls: [`pkg:deb/debian/libc6@${version}?arch=${arch}`],
      });
    expect(
      told(
        modelOf([libc("amd64", "2.36"), libc("i386", "2.36")]),
        modelOf([libc("i386", "2.37"), libc("amd64", "2.37")]),
      ).changed,
    ).toEqual([
      "libc-amd64-2.36 → libc-amd64-2.37 by purl: upgrade 2.36 → 2.37",
      "libc-i386-2.36 → libc-i386-2.37 by purl: upgrade 2.36 → 2.37",
    ]);
    expect(told(modelOf([libc("amd64", "2")]), modelOf([libc("arm64", "2")])).changed).toEqual([
      "libc-amd64-2 → libc-arm64-2 by purl: purl -pkg:deb/debian/libc6@2?arch=amd64 +pkg:deb/debian/libc6@2?arch=arm64",
    ]);
  });

  test("falls back on CPE names, hashes and names, unless purls say otherwise", () => {
    const before = modelOf([
      componentOf("openssl", {
        version: "1.1.1",
        cpes: ["cpe:2.3:a:openssl:openssl:1.1.1:*:*:*:*:*:*:*"],
      }),
      componentOf("blob", { hashes: ["sha256:aa"] }),
      componentOf("zlib", { group: "net", version: "1" }),
      componentOf("one", { name: "core", purls: ["pkg:npm/core@1"] }),
      componentOf("e1", { type: "file", name: "/a", hashes: ["sha1:00"] }),
      componentOf("e2", { type: "file", name: "/b", hashes: ["sha1:00"] }),
      componentOf("bare", { name: "bare" }),
    ]);
    const after = modelOf([
      componentOf("ssl", { version: "3.0.0", cpes: ["cpe:/a:OpenSSL:openssl:3.0.0"] }),
      componentOf("renamed", { hashes: ["SHA256:AA"] }),
      componentOf("zl", { name: "zlib", group: "net", version: "2" }),
      componentOf("two", { name: "core", purls: ["pkg:pypi/core@1"] }),
      componentOf("e3", { type: "file", name: "/c", hashes: ["sha1:00"] }),
      componentOf("clothed", { name: "bare", purls: ["pkg:npm/bare@1"] }),
    ]);
    expect(told(before, after)).toMatchObject({
      removed: ["e1", "e2", "one"],
      added: ["e3", "two"],
      changed: [
        "bare → clothed by name: purl - +pkg:npm/bare@1",
        "blob → renamed by hash: name -blob +renamed",
        "zlib → zl by name: upgrade 1 → 2",
        "openssl → ssl by cpe: upgrade 1.1.1 → 3.0.0 name -openssl +ssl",
      ],
    });
    expect(told(after, before).added).toEqual(["e1", "e2", "one"]);
  });

  test("a file and a package of one name are two", () => {
    expect(
      told(
        modelOf([componentOf("a", { name: "x", type: "file" })]),
        modelOf([
          componentOf("b", { name: "x", type: "library" }),
          componentOf("c", { name: "y" }),
        ]),
      ),
    ).toMatchObject({ removed: ["a"], added: ["b", "c"] });
  });

  test("the one subject of each document is one, whatever it is called", () => {
    const before = modelOf(["app", "lib"], ["app > lib"], { subjects: ["app"] });
    const after = modelOf([componentOf("shop", { version: "2" }), "lib"], ["shop > lib"], {
      subjects: ["shop"],
    });
    const difference = compareSboms(before, after);
    expect(difference.subject).toMatchObject({
      matchedBy: "subject",
      version: { direction: "other", after: "2" },
      fields: [{ field: "name", removed: ["app"], added: ["shop"] }],
    });
    expect({ ...difference, subject: undefined }).toEqual({ ...nothing, unchanged: 1 });
    const several = modelOf(["a", "b"], [], { subjects: ["a", "b"] });
    expect(compareSboms(several, several)).toEqual({ ...nothing, unchanged: 2 });
    const lost = modelOf(["a"], [], { subjects: ["elsewhere"] });
    expect(compareSboms(lost, lost)).toEqual({ ...nothing, unchanged: 1 });
  });
});

describe("a changed component", () => {
  const full: SbomComponent = componentOf("x", {
    type: "library",
    group: "g",
    version: "1",
    purls: ["pkg:npm/x@1"],
    cpes: ["cpe:2.3:a:x:x:1:*:*:*:*:*:*:*"],
    identifiers: [{ kind: "swid", value: "s" }],
    hashes: ["sha256:aa", "sha1:bb"],
    licenses: [{ expression: "MIT" }, { name: "as it pleases", acknowledgement: "concluded" }],
    copyright: "(c)",
    description: "d",
    supplier: { name: "Example", emails: ["a@example.org"], urls: ["https://example.org"] },
    originators: [{ name: "Someone", emails: [], urls: [] }],
    publisher: "p",
    externalReferences: [{ type: "vcs", url: "https://example.org/x", hashes: [] }],
    properties: [{ name: "n", value: "v" }, { name: "empty" }],
    scope: "required",
    layer: "sha256:01",
    evidence: { occurrences: [{ location: "/x" }], identities: [], uses: [] },
  });
  const bare = componentOf("x", { name: "x", group: "g", purls: full.purls });

  test("says each field that it says otherwise", () => {
    expect(told(modelOf([full]), modelOf([bare])).changed).toEqual([
      "x → x by purl: other 1 → undefined type -library + cpe -cpe:2.3:a:x:x:1:*:*:*:*:*:*:* + identifier -swid s + hash -sha1:bb,sha256:aa + license -MIT,as it pleases (concluded) + copyright -(c) + description -d + supplier -Example <a@example.org> https://example.org + originator -Someone + publisher -p + reference -vcs https://example.org/x + property -empty=,n=v + scope -required + layer -sha256:01 + location -/x +",
    ]);
  });

  test("may say less than the other where absence is unknown", () => {
    expect(told(modelOf([full]), modelOf([bare]), { absent: "unknown" })).toMatchObject({
      changed: [],
      unchanged: 1,
    });
  });

  test("is alike in fields that are ignored", () => {
    const other = { ...full, version: "2", description: "other", purls: ["pkg:npm/x@2"] };
    expect(
      told(modelOf([full]), modelOf([other]), { ignore: ["version", "description", "purl"] }),
    ).toMatchObject({ changed: [], unchanged: 1 });
  });
});

test("licences are the same in another order, spelling and grouping", () => {
  const licensed = (...licenses: readonly SbomLicense[]) =>
    modelOf([componentOf("x", { licenses })]);
  const same = (before: SbomModel, after: SbomModel) => told(before, after).unchanged === 1;
  const either = licensed({ expression: "MIT OR (GPL-2.0+ AND ISC)" });
  expect(same(either, licensed({ expression: "(isc and GPL-2.0-or-later) OR MIT" }))).toBe(true);
  const both = licensed({ expression: "MIT" }, { expression: "ISC" });
  expect(same(both, licensed({ expression: "ISC AND MIT" }))).toBe(true);
  expect(same(both, licensed({ expression: "ISC OR MIT" }))).toBe(false);
  expect(same(both, licensed({ expression: "ISC AND MIT", acknowledgement: "concluded" }))).toBe(
    false,
  );
  expect(told(both, licensed({ name: "as it pleases" }, { expression: "a b" })).changed).toEqual([
    "x → x by name: license -ISC,MIT +a b,as it pleases",
  ]);
});

describe("relations", () => {
  test("are compared by what they join, not by how refs are spelt", () => {
    const before = modelOf(
      [npmPackage("a", "1.0.0"), npmPackage("b", "1.0.0"), npmPackage("c", "1.0.0")],
      ["a@1.0.0 > b@1.0.0", "a@1.0.0 > DocumentRef-x"],
    );
    const after = modelOf(
      [
        npmPackage("a", "1.0.0", { ref: "1" }),
        npmPackage("b", "2.0.0", { ref: "2" }),
        npmPackage("d", "1.0.0", { ref: "4" }),
      ],
      ["1 > 2", "1 > 4", "1 > DocumentRef-x", "2 contains 4"],
    );
    expect(told(before, after).edges).toEqual([
      "+ pkg:npm/a@1.0.0 dependsOn pkg:npm/d@1.0.0",
      "+ pkg:npm/b@2.0.0 contains pkg:npm/d@1.0.0",
    ]);
    expect(told(before, after, { absent: "unknown" }).edges).toEqual([
      "+ pkg:npm/a@1.0.0 dependsOn pkg:npm/d@1.0.0",
    ]);
  });

  test("of another scope are others, unless absence is unknown", () => {
    const before = modelOf(["a", "b"], ["a > b test"]);
    const after = modelOf(["a", "b"], ["a > b"]);
    expect(told(before, after).edges).toEqual([
      "- package a dependsOn package b test",
      "+ package a dependsOn package b",
    ]);
    expect(told(before, after, { absent: "unknown" }).edges).toEqual([]);
  });
});

test("metadata are compared apart", () => {
  const before = {
    ...modelOf([], [], { id: "urn:1", created: "2026-01-01T00:00:00Z", revision: 1, name: "n" }),
    format: { family: "cyclonedx", version: "1.5", encoding: "json" } as const,
  };
  const after = {
    ...modelOf([], [], {
      id: "urn:2",
      revision: 2,
      name: "n",
      creators: [{ kind: "tool", name: "syft", version: "1.0", emails: [], urls: [] }],
    }),
    format: { family: "spdx", version: "2.3", encoding: "json" } as const,
  };
  expect(told(before, after).metadata).toEqual([
    "format -cyclonedx 1.5 json +spdx 2.3 json",
    "id -urn:1 +urn:2",
    "revision -1 +2",
    "created -2026-01-01T00:00:00Z +",
    "creator - +syft 1.0",
  ]);
  expect(told(before, after, { absent: "unknown", ignore: ["id"] }).metadata).toEqual([
    "format -cyclonedx 1.5 json +spdx 2.3 json",
    "revision -1 +2",
  ]);
});

describe.skipIf(corpus === undefined)("what Syft writes of one directory", () => {
  const folder = join(corpus ?? "", "sbom/anchore__syft/syft/format");
  const read = (path: string) => parseSbom(readFileSync(join(folder, path)));
  const cyclonedx = "cyclonedxjson/testdata/snapshot/TestCycloneDxDirectoryEncoder.golden.json";

  test.each([
    ["CycloneDX XML", "cyclonedxxml/testdata/snapshot/TestCycloneDxDirectoryEncoder.golden", []],
    [
      "SPDX JSON",
      "spdxjson/testdata/snapshot/TestSPDXJSONDirectoryEncoder.golden.json",
      ["debian"],
    ],
    [
      "SPDX tag-value",
      "spdxtagvalue/testdata/snapshot/TestSPDXTagValueDirectoryEncoder.golden",
      ["debian"],
    ],
  ])(
    "is the same in CycloneDX JSON and %s, but for the system that SPDX has no place for",
    (_, path, left) => {
      const difference = compareSboms(read(cyclonedx), read(path), { absent: "unknown" });
      expect(difference.removed.map(({ name }) => name)).toEqual(left);
      expect({ ...difference, metadata: [], removed: [] }).toEqual({
        ...nothing,
        unchanged: 4 - left.length,
      });
    },
  );
});

describe("whatever the documents", () => {
  const pick = <Item>(...items: readonly Item[]) => fc.constantFrom(...items);
  const anyComponent = fc.record({
    name: pick("a", "b", "c", "__proto__"),
    group: pick(undefined, "g"),
    version: pick(undefined, "1.0", "1.1", "2.0", "x"),
    type: pick<SbomComponent["type"]>(undefined, "library", "file", "application"),
    purls: fc.array(
      pick(
        "pkg:npm/a@1.0",
        "pkg:npm/a@2.0",
        "pkg:npm/b",
        "pkg:maven/x@1",
        "no purl",
        "pkg:deb/debian/a@1?arch=i386",
      ),
      { maxLength: 2 },
    ),
    cpes: fc.array(pick("cpe:2.3:a:v:a:1.0:*:*:*:*:*:*:*", "cpe:/a:v:b:2", "junk"), {
      maxLength: 2,
    }),
    hashes: fc.array(pick("sha256:aa", "sha256:bb", "sha1:cc"), { maxLength: 2 }),
    licenses: fc.array(pick<SbomLicense>({ expression: "MIT" }, { name: "Other" }), {
      maxLength: 2,
    }),
  } satisfies Record<string, fc.Arbitrary<unknown>>);
  const anyModel: fc.Arbitrary<SbomModel> = fc
    .record({
      components: fc.array(anyComponent, { maxLength: 8 }),
      edges: fc.array(fc.tuple(fc.nat(8), pick("dependsOn", "contains"), fc.nat(8)), {
        maxLength: 10,
      }),
      subjects: fc.array(fc.nat(8), { maxLength: 2 }),
    })
    .map(({ components, edges, subjects }) => ({
      ...modelOf(components.map((more, at) => componentOf(`r${at}`, more))),
      relationships: edges.map(([from, kind, to]) => ({ from: `r${from}`, kind, to: `r${to}` })),
      subjects: [...new Set(subjects)].map((at) => `r${at}`),
    }));

  test("a document compared with itself in another order is alike", () => {
    fc.assert(
      fc.property(anyModel, fc.integer(), (model, seed) => {
        const unchanged = model.components.length;
        expect(compareSboms(model, model)).toEqual({ ...nothing, unchanged });
        expect(compareSboms(model, shuffledModel(model, seed))).toEqual({ ...nothing, unchanged });
      }),
      { numRuns: 150 },
    );
  });

  test("the answer does not depend on the order of either", () => {
    fc.assert(
      fc.property(anyModel, anyModel, fc.integer(), (before, after, seed) => {
        expect(told(shuffledModel(before, seed), shuffledModel(after, seed + 1))).toEqual(
          told(before, after),
        );
      }),
      { numRuns: 150 },
    );
  });

  test("the answer to the opposite question is the mirror image", () => {
    fc.assert(
      fc.property(anyModel, anyModel, (before, after) => {
        const there = compareSboms(before, after);
        const back = compareSboms(after, before);
        expect(back.added).toEqual(there.removed);
        expect(back.removed).toEqual(there.added);
        expect(back.unchanged).toBe(there.unchanged);
        expect(back.relationships).toEqual({
          added: there.relationships.removed,
          removed: there.relationships.added,
        });
        const pairs = ({ changed, subject }: SbomDifference) => [
          ...changed,
          ...(subject ? [subject] : []),
        ];
        const mirrored = pairs(back).map(({ before, after, version, fields, matchedBy }) => ({
          before: after,
          after: before,
          matchedBy,
          version: version && {
            direction: { upgrade: "downgrade", downgrade: "upgrade", other: "other" }[
              version.direction
            ],
            before: version.after,
            after: version.before,
          },
          fields: fields.map(({ field, added, removed }) => ({
            field,
            removed: added,
            added: removed,
          })),
        }));
        expect(new Set(mirrored.map((item) => JSON.stringify(item)))).toEqual(
          new Set(
            pairs(there).map(({ before, after, matchedBy, version, fields }) =>
              JSON.stringify({ before, after, matchedBy, version, fields }),
            ),
          ),
        );
      }),
      { numRuns: 150 },
    );
  });

  test("every component is somewhere, once", () => {
    fc.assert(
      fc.property(anyModel, anyModel, (before, after) => {
        const { added, removed, changed, subject, unchanged } = compareSboms(before, after);
        const both = changed.length + unchanged + (subject ? 1 : 0);
        expect(both + removed.length).toBe(before.components.length);
        expect(both + added.length).toBe(after.components.length);
      }),
    );
  });
});

test("ten thousand components that look alike are compared in a moment", () => {
  const alike = (count: number, more: (at: number) => Partial<SbomComponent>) =>
    modelOf(
      Array.from({ length: count }, (_, at) => componentOf(`r${at}`, { name: "x", ...more(at) })),
    );
  const before = alike(10_000, () => ({}));
  expect(
    told(
      before,
      alike(9_999, () => ({ description: "d" })),
    ),
  ).toMatchObject({
    removed: ["r9999"],
    added: [],
    unchanged: 0,
  });
  const versions = alike(10_000, (at) => ({ version: `1.${at}`, purls: [`pkg:npm/x@1.${at}`] }));
  const others = alike(10_000, (at) => ({ version: `2.${at}`, purls: [`pkg:npm/x@2.${at}`] }));
  expect(told(versions, others).changed).toHaveLength(10_000);
});

test("identities are the strongest first, each in one spelling", () => {
  const component = componentOf("x", {
    type: "library",
    name: "Django",
    version: "5.0",
    purls: ["pkg:PyPI/Django@5.0", "pkg:pypi/django@5.0", "pkg:maven/no-group@1"],
    cpes: [
      "cpe:2.3:a:django\\:project:django",
      "cpe:2.3:a:djangoproject:django:*:*:*:*:*:*:*:*",
      "cpe:2.3:a",
      "cpe:/a:djangoproject:DJANGO%2b",
      "none",
    ],
    hashes: ["SHA256:AB"],
  });
  expect(componentIdentities(component)).toEqual([
    "pkg:maven/no-group@1",
    "pkg:pypi/django@5.0",
    "cpe:2.3:a",
    "cpe:a:django:project:django:5.0",
    "cpe:a:djangoproject:django+:5.0",
    "cpe:a:djangoproject:django:5.0",
    "none",
    "sha256:ab",
    "package Django@5.0",
  ]);
  expect(componentIdentities(componentOf("f", { type: "file", name: "/x" }))).toEqual(["file /x"]);
});
