import { parseSbom } from "@coppice/sbom";
import {
  isVexError,
  matchVex,
  parseVex,
  renderVex,
  type VexDocument,
  type VexFamily,
  type VexJustification,
  type VexModel,
  type VexProduct,
  type VexStatement,
  vexJustifications,
  vexResponses,
  vexStatuses,
} from "@coppice/vex";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sayings } from "./sayings.ts";

const families: readonly VexFamily[] = ["openvex", "csaf", "cyclonedx"];

const word = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
  .map((text) => text.trim() || "x");
const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined });
const time = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const purl = fc.constantFrom(
  "pkg:npm/a@1",
  "pkg:npm/b",
  "pkg:deb/debian/c@1:2?arch=amd64",
  "pkg:oci/d@sha256%3Aaa",
);
const component = fc
  .record({
    ref: optional(fc.constantFrom("a", "pkg:npm/a@1", "https://example.com/a")),
    name: optional(word),
    version: optional(fc.constantFrom("1", "2.0")),
    supplier: optional(word),
    purls: fc.uniqueArray(purl, { maxLength: 2 }),
    cpes: fc.uniqueArray(fc.constantFrom("cpe:/a:x:a:1", "cpe:2.3:a:x:b:*:*:*:*:*:*:*:*"), {
      maxLength: 2,
    }),
    hashes: fc.uniqueArray(fc.constantFrom(`sha256:${"a".repeat(64)}`, `md5:${"b".repeat(32)}`), {
      maxLength: 2,
    }),
    sbomUrls: fc.uniqueArray(fc.webUrl(), { maxLength: 1 }),
    versions: fc.uniqueArray(fc.constantFrom("1", "2"), { maxLength: 2 }),
    ranges: fc.uniqueArray(fc.constantFrom("vers:npm/<2", "vers:generic/>=1|<3", "<4"), {
      maxLength: 2,
    }),
  })
  // An id that is a purl is among the purls, as every reader has it.
  .map((one) => ({
    ...one,
    purls: one.ref?.startsWith("pkg:") ? [...new Set([one.ref, ...one.purls])] : one.purls,
  }));
const product: fc.Arbitrary<VexProduct> = fc
  .tuple(component, fc.array(component, { maxLength: 2 }), fc.array(component, { maxLength: 1 }))
  .map(([itself, subcomponents, through]) => ({
    ...itself,
    subcomponents,
    through: subcomponents.length === 0 ? [] : through,
  }));
const statement: fc.Arbitrary<VexStatement> = fc.record({
  pointer: fc.constant(""),
  vulnerability: fc.record({
    id: fc.constantFrom("CVE-2025-0001", "CVE-2025-0002", "GHSA-1"),
    aliases: fc.uniqueArray(fc.constantFrom("GHSA-2", "Bugs 17"), { maxLength: 2 }),
    description: optional(word),
    source: optional(word),
    url: optional(fc.webUrl()),
    references: fc.uniqueArray(fc.webUrl(), { maxLength: 2 }),
    ratings: fc.array(
      fc.record({
        method: fc.constantFrom("CVSSv2", "CVSSv31", "other"),
        score: fc.integer({ min: 0, max: 10 }),
        severity: fc.constantFrom("low", "high"),
        vector: word,
      }),
      { maxLength: 2 },
    ),
  }),
  products: fc.array(product, { minLength: 1, maxLength: 3 }),
  status: fc.constantFrom(...vexStatuses.map(({ term }) => term)),
  notes: optional(word),
  justification: optional(
    fc.constantFrom(...vexJustifications.map(({ term }): VexJustification => term)),
  ),
  impact: optional(word),
  action: optional(word),
  responses: fc.uniqueArray(fc.constantFrom(...vexResponses.map(({ term }) => term)), {
    maxLength: 2,
  }),
  issued: optional(time),
  updated: optional(time),
});
const model: fc.Arbitrary<VexModel> = fc.record({
  id: fc.constant("urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"),
  author: fc.constant({ name: "Example", url: "https://example.com" }),
  issued: time,
  updated: optional(time),
  revision: fc.constantFrom("1", "3", "1.2.3"),
  statements: fc.array(statement, { minLength: 1, maxLength: 4 }),
});

test.each(families)("what was written as %s once is read and written without change", (family) => {
  fc.assert(
    fc.property(model, (all) => {
      const once = written(all, family);
      if (once === undefined) return;
      const read = parseVex(once);
      expect(read.problems).toEqual([]);
      const twice = written(read, family);
      expect(twice === undefined ? undefined : sayings(parseVex(twice))).toEqual(sayings(read));
    }),
    { numRuns: 100 },
  );
});

/** `undefined` where nothing of the model can be said. */
function written(all: VexModel, family: VexFamily): string | undefined {
  try {
    return renderVex(all, { family }).text;
  } catch (error) {
    if (isVexError(error) && error.code === "STATEMENTS_MISSING") return undefined;
    throw error;
  }
}

test.each(families)(
  "what was written as %s never says of a component what it did not say",
  (family) => {
    fc.assert(
      fc.property(model, (all) => {
        const text = written(all, family);
        if (text === undefined) return;
        const before = new Set(claims({ ...parseVex(text), ...all }));
        for (const claim of claims(parseVex(text))) expect(before).toContain(claim);
      }),
      { numRuns: 200 },
    );
  },
);

/** What statements say of the components of an SBOM. */
function claims(document: VexDocument): readonly string[] {
  return matchVex([document], sbom).components.flatMap(({ ref, vulnerabilities }) =>
    vulnerabilities.flatMap(({ applied }) =>
      applied.map(({ said }) => `${said.vulnerability.id} ${said.status} ${ref}`),
    ),
  );
}

test.each(families)("any cut of a document in %s is refused with a code", (family) => {
  fc.assert(
    fc.property(model, fc.nat(), (all, at) => {
      const text = written(all, family);
      if (text === undefined) return;
      const cut = text.slice(0, at % (text.length - 1));
      try {
        parseVex(cut);
        expect.unreachable();
      } catch (error) {
        expect(isVexError(error) && error.code).toBe("JSON_INVALID");
      }
    }),
    { numRuns: 50 },
  );
});

test.each(families)(
  "any value anywhere in a document in %s is read, told or refused with a code",
  (family) => {
    const junk = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom("__proto__", "constructor", ""),
    );
    fc.assert(
      fc.property(model, fc.nat(), junk, (all, at, value) => {
        const text = written(all, family);
        if (text === undefined) return;
        const places: string[] = [];
        JSON.parse(text, function (this: unknown, name) {
          places.push(name);
        });
        let place = at % places.length;
        const changed = JSON.parse(text, (_, old) => (place-- === 0 ? value : old));
        try {
          const document = parseVex(changed);
          matchVex([document], sbom);
          renderVex({ ...all, ...document, ...header(all) }, { family });
        } catch (error) {
          if (!isVexError(error)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  },
);

function header({ id, author, issued }: VexModel): Pick<VexModel, "id" | "author" | "issued"> {
  return { id, author, issued };
}

const purls = [
  "pkg:npm/a@1",
  "pkg:npm/a@2",
  "pkg:npm/b@1",
  "pkg:npm/b@3",
  "pkg:deb/debian/c@1:2?arch=amd64",
];
const sbom = parseSbom(
  JSON.stringify({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: {
      component: { type: "container", name: "d", "bom-ref": "d", purl: "pkg:oci/d@sha256:aa" },
    },
    components: [
      ...purls.map((one) => ({ type: "library", name: one, "bom-ref": one, purl: one })),
      ...["1", "2"].map((version) => ({
        type: "library",
        name: "x",
        version,
        "bom-ref": `x${version}`,
        cpe: `cpe:/a:x:${version === "1" ? "a" : "b"}:${version}`,
        hashes: [{ alg: "SHA-256", content: version === "1" ? "a".repeat(64) : "c".repeat(64) }],
      })),
    ],
    dependencies: [{ ref: "pkg:npm/a@1", dependsOn: ["pkg:npm/b@1", "x1"] }],
  }),
);

test("the order of documents decides neither the time nor the status in effect", () => {
  fc.assert(
    fc.property(fc.array(model, { maxLength: 3 }), (models) => {
      const documents = models.flatMap((all, index) => {
        const text = written({ ...all, id: `urn:x:${index}` }, "openvex");
        return text === undefined ? [] : [parseVex(text)];
      });
      const times = (order: typeof documents): unknown =>
        matchVex(order, sbom).components.map(({ ref, vulnerabilities }) => [
          ref,
          vulnerabilities
            .map(({ applied }) => {
              const said = applied.at(-1)?.said;
              return `${Date.parse(said?.updated ?? said?.issued ?? "")} ${said?.status}`;
            })
            .sort(),
        ]);
      expect(times([...documents].reverse())).toEqual(times(documents));
    }),
    { numRuns: 50 },
  );
});
