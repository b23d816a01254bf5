import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSbom } from "../src/parse-sbom.ts";
import type { SbomDocument } from "../src/sbom-document.ts";
import type { SbomProfile } from "../src/score/sbom-profile.ts";
import { sbomProfiles } from "../src/score/sbom-profiles.ts";
import { scoreSbom } from "../src/score/score-sbom.ts";
import { completeCycloneDx, completeSpdx2, completeSpdx3 } from "./complete-sboms.ts";
import { componentOf, modelOf, shuffledModel } from "./sbom-model.ts";

type Edit = readonly [path: string, value: unknown];

/** The document with a value at each path, or without what is there where the value is `undefined`. */
function edited(native: Record<string, unknown>, edits: readonly Edit[]): SbomDocument {
  for (const [path, value] of edits) {
    const keys = path.split("/");
    const last = keys.pop() ?? "";
    let at: object = native;
    for (const key of keys) {
      const next: unknown = Reflect.get(at, key);
      if (typeof next !== "object" || next === null) throw new Error(`nothing is at ${path}`);
      at = next;
    }
    if (value === undefined) Reflect.deleteProperty(at, last);
    else Reflect.set(at, last, value);
  }
  return parseSbom(JSON.stringify(native));
}

function profileOf(id: string): SbomProfile {
  const profile = sbomProfiles.find((one) => one.id === id);
  if (profile === undefined) throw new Error(`no profile is called ${id}`);
  return profile;
}

/** Ids of the rules that a document has a status in. */
function rulesWith(document: SbomDocument, id: string, status: string): readonly string[] {
  const { rules } = scoreSbom(document, profileOf(id));
  return rules.filter((rule) => rule.status === status).map((rule) => rule.id);
}

const syft = parseSbom(
  JSON.stringify({
    artifacts: [{ id: "1", name: "qs", version: "6.13.0", type: "npm", purl: "pkg:npm/qs@6.13.0" }],
    artifactRelationships: [],
    source: { id: "s", type: "image", metadata: { userInput: "shop:1" } },
    descriptor: { name: "syft", version: "1.0.0" },
    schema: {
      version: "16.0.0",
      url: "https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-16.0.0.json",
    },
  }),
);

describe("the profiles", () => {
  test("have ids, titles and references of their own", () => {
    expect(new Set(sbomProfiles.map(({ id }) => id)).size).toBe(sbomProfiles.length);
    for (const { id, published, url, rules } of sbomProfiles) {
      expect(published).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(url).toMatch(/^https:/);
      expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
      for (const rule of rules) {
        expect(rule.id, id).toMatch(/^[a-z0-9-]+$/);
        expect(rule.title).not.toMatch(/\.$/);
        expect(rule.reference).toMatch(/\d/);
      }
    }
  });

  test("are these", () => {
    expect(sbomProfiles.map(({ id, rules }) => `${id}: ${rules.length}`)).toMatchInlineSnapshot(`
      [
        "ntia-2021: 13",
        "cisa-2025-draft: 14",
        "cisa-2026: 17",
        "bsi-tr-03183-2-2.0: 21",
        "bsi-tr-03183-2-2.1: 22",
        "fsct-3: 18",
        "openchain-telco-1.1: 22",
        "owasp-scvs-1: 7",
        "owasp-scvs-2: 13",
        "owasp-scvs-3: 18",
        "eu-cra: 11",
      ]
    `);
  });
});

describe("a document that does everything", () => {
  test.each(sbomProfiles.filter(({ id }) => id !== "openchain-telco-1.1").map(({ id }) => [id]))(
    "as CycloneDX 1.6 fails no rule of %s",
    (id) => {
      const document = edited(completeCycloneDx(), []);
      expect(rulesWith(document, id, "failed")).toEqual([]);
      const { score, grade, conformance } = scoreSbom(document, profileOf(id));
      expect([score, grade]).toEqual([100, "A"]);
      expect(conformance).toBe(id.startsWith("owasp") ? "undecided" : "met");
    },
  );

  test("as SPDX 2.3 meets the OpenChain Telco SBOM Guide", () => {
    const document = edited(completeSpdx2(), []);
    expect(scoreSbom(document, profileOf("openchain-telco-1.1"))).toMatchObject({
      score: 100,
      grade: "A",
      conformance: "met",
    });
    expect(rulesWith(document, "openchain-telco-1.1", "unknown")).toEqual(["signature"]);
  });

  test("as SPDX 3.0.1 meets BSI TR-03183-2 v2.1", () => {
    const document = edited(completeSpdx3(), []);
    expect(scoreSbom(document, profileOf("bsi-tr-03183-2-2.1"))).toMatchObject({
      score: 100,
      conformance: "met",
    });
    expect(rulesWith(document, "bsi-tr-03183-2-2.1", "unknown")).toEqual([
      "source-hash",
      "effective-licence",
    ]);
  });

  test.each([
    ["ntia-2021", []],
    ["cisa-2026", ["tool-version"]],
    ["eu-cra", []],
    ["owasp-scvs-3", []],
  ])("as SPDX 3.0.1, whose tool has no version, fails in %s %j", (id, rules) => {
    expect(rulesWith(edited(completeSpdx3(), []), id, "failed")).toEqual(rules);
  });

  test("as SPDX 2 is not what the BSI asks for since v2.1", () => {
    const document = edited(completeSpdx2(), []);
    expect(rulesWith(document, "bsi-tr-03183-2-2.1", "failed")).toContain("format");
    expect(rulesWith(document, "bsi-tr-03183-2-2.0", "failed")).not.toContain("format");
    expect(rulesWith(document, "bsi-tr-03183-2-2.1", "unknown")).toEqual([
      "executable",
      "archive",
      "structured",
      "source-hash",
      "effective-licence",
    ]);
  });
});

describe("what is left out fails the rule that asks for it, and no other", () => {
  test.each<[path: string, value: unknown, profile: string, rules: readonly string[]]>([
    ["metadata/timestamp", undefined, "ntia-2021", ["timestamp"]],
    ["metadata/timestamp", "yesterday", "cisa-2026", ["timestamp"]],
    ["metadata/timestamp", "2026-13-31T12:00:00Z", "cisa-2026", ["timestamp"]],
    ["metadata/timestamp", "2026-01-31T12:00:00+01:00[Europe/Berlin]", "cisa-2026", []],
    ["metadata/manufacturer", undefined, "ntia-2021", ["author"]],
    ["metadata/manufacturer/contact", undefined, "bsi-tr-03183-2-2.1", []],
    ["metadata/manufacturer", { name: "Example Inc." }, "bsi-tr-03183-2-2.1", ["sbom-creator"]],
    ["metadata/tools", undefined, "cisa-2026", ["tool-name", "tool-version"]],
    ["metadata/tools/components/0/version", undefined, "cisa-2026", ["tool-version"]],
    ["metadata/lifecycles", undefined, "cisa-2026", ["generation-context"]],
    ["metadata/component", undefined, "fsct-3", ["primary-component"]],
    ["version", undefined, "cisa-2026", ["sbom-version"]],
    ["serialNumber", undefined, "owasp-scvs-1", ["unique-identifier"]],
    ["signature", undefined, "cisa-2026", []],
    ["vulnerabilities", [{ id: "CVE-2026-1" }], "bsi-tr-03183-2-2.1", ["no-vulnerabilities"]],
    ["components/0/supplier", undefined, "ntia-2021", []],
    ["components/0/manufacturer", undefined, "cisa-2026", ["component-producer"]],
    ["components/0/manufacturer", { name: "A" }, "bsi-tr-03183-2-2.1", ["component-creator"]],
    ["components/0/version", undefined, "cisa-2026", ["component-version"]],
    ["components/0/version", "UNKNOWN", "cisa-2026", []],
    ["components/0/version", "UNKNOWN", "ntia-2021", ["component-version"]],
    ["components/0/name", "", "fsct-3", ["component-name"]],
    ["components/0/purl", undefined, "fsct-3", ["unique-identifier"]],
    ["components/0/purl", undefined, "owasp-scvs-3", ["point-of-origin"]],
    ["components/0/purl", "pkg:nobody/qs@1", "owasp-scvs-1", ["native-identifiers"]],
    ["components/0/hashes", undefined, "ntia-2021", ["component-hash"]],
    ["components/0/hashes", undefined, "bsi-tr-03183-2-2.1", []],
    ["components/0/hashes/0/content", "", "ntia-2021", ["component-hash"]],
    ["components/0/hashes/0/alg", "MD5", "owasp-scvs-3", ["hash"]],
    ["components/0/licenses", undefined, "fsct-3", ["license", "license-text"]],
    [
      "components/0/licenses",
      [{ license: { name: "As it pleases" } }],
      "owasp-scvs-2",
      ["spdx-license"],
    ],
    [
      "components/0/licenses/1/license/acknowledgement",
      "declared",
      "bsi-tr-03183-2-2.1",
      ["distribution-licences"],
    ],
    [
      "components/0/licenses/0/license/acknowledgement",
      undefined,
      "bsi-tr-03183-2-2.1",
      ["original-licences"],
    ],
    ["components/0/licenses/1/license/text", undefined, "fsct-3", ["license-text"]],
    ["components/0/copyright", undefined, "fsct-3", ["copyright"]],
    ["metadata/component/copyright", undefined, "fsct-3", ["primary-copyright", "copyright"]],
    [
      "metadata/component/licenses",
      undefined,
      "fsct-3",
      ["primary-license", "license", "license-text"],
    ],
    ["metadata/component/hashes", undefined, "fsct-3", ["hash", "primary-hash"]],
    ["metadata/component/version", undefined, "eu-cra", ["product-version", "component-version"]],
    ["components/0/properties/0/value", "dist/qs.tgz", "bsi-tr-03183-2-2.1", ["filename"]],
    ["components/0/properties/1/value", "true", "bsi-tr-03183-2-2.1", ["executable"]],
    ["components/0/properties/2", { name: "x", value: "y" }, "bsi-tr-03183-2-2.0", ["archive"]],
    ["components/0/properties/3/value", "maybe", "bsi-tr-03183-2-2.1", ["structured"]],
    ["components/0/properties/4/value", "", "bsi-tr-03183-2-2.1", ["effective-licence"]],
    [
      "components/0/externalReferences",
      undefined,
      "bsi-tr-03183-2-2.1",
      ["source-uri", "deployable-uri", "source-hash", "security-txt"],
    ],
    ["metadata/component/externalReferences", undefined, "eu-cra", ["security-contact"]],
    ["dependencies", undefined, "ntia-2021", ["dependency-relationship", "depth"]],
    ["dependencies", undefined, "eu-cra", ["top-level-dependencies", "relationships"]],
    ["compositions", undefined, "fsct-3", ["relationship-completeness"]],
    ["compositions", [{ aggregate: "unknown" }], "fsct-3", []],
    ["compositions", [{ aggregate: "not_specified" }], "fsct-3", ["relationship-completeness"]],
    [
      "compositions/0/aggregate",
      "incomplete_third_party_only",
      "owasp-scvs-1",
      ["complete-inventory"],
    ],
    ["components/0/modified", true, "owasp-scvs-3", ["pedigree"]],
    ["components", [], "eu-cra", []],
  ])("%s as %j in %s", (path, value, profile, rules) => {
    const document = edited(completeCycloneDx(), [[path, value]]);
    expect(rulesWith(document, profile, "failed")).toEqual(rules);
  });

  test.each<[path: string, value: unknown, rules: readonly string[]]>([
    ["name", undefined, ["document-name"]],
    ["documentNamespace", undefined, ["document-namespace"]],
    ["dataLicense", undefined, ["data-license"]],
    ["creationInfo/comment", undefined, ["sbom-type"]],
    ["creationInfo/comment", "made by hand", ["sbom-type"]],
    ["creationInfo/creators", ["Tool: coppice-1.2.3"], ["creator-organization"]],
    ["creationInfo/creators", ["Organization: Example", "Tool: coppice"], ["creator-tool"]],
    ["packages/1/licenseConcluded", undefined, ["package-license-concluded"]],
    ["packages/1/licenseDeclared", undefined, ["package-license-declared"]],
    ["packages/1/copyrightText", undefined, ["package-copyright"]],
    ["packages/1/copyrightText", "NOASSERTION", []],
    ["packages/1/downloadLocation", undefined, ["package-download-location"]],
    ["packages/1/supplier", "NOASSERTION", []],
    ["packages/1/checksums", undefined, ["package-hash"]],
    ["packages/1/externalRefs", undefined, ["package-purl"]],
    ["relationships/0/relationshipType", "OTHER", ["describes"]],
    ["relationships/1/relationshipType", "OTHER", ["contains"]],
  ])("%s as %j in the Telco guide", (path, value, rules) => {
    const document = edited(completeSpdx2(), [[path, value]]);
    expect(rulesWith(document, "openchain-telco-1.1", "failed")).toEqual(rules);
  });

  test("a verification code of its files is a hash of an SPDX 2 package", () => {
    const document = edited(completeSpdx2(), [
      ["packages/1/checksums", undefined],
      ["packages/1/packageVerificationCode", { packageVerificationCodeValue: "ab" }],
    ]);
    expect(rulesWith(document, "openchain-telco-1.1", "failed")).toEqual([]);
  });
});

describe("what cannot be told does not count", () => {
  test("of Syft's own format, which has no suppliers, authors, hashes nor times", () => {
    expect(rulesWith(syft, "ntia-2021", "unknown")).toEqual([
      "supplier-name",
      "author",
      "timestamp",
      "known-unknowns",
      "component-hash",
      "lifecycle-phase",
    ]);
    expect(rulesWith(syft, "bsi-tr-03183-2-2.1", "failed")).toContain("format");
  });

  test("of an old CycloneDX document, which has no lifecycles nor compositions", () => {
    const old = edited(completeCycloneDx(), [
      ["specVersion", "1.2"],
      ["metadata/lifecycles", undefined],
      ["compositions", undefined],
    ]);
    expect(rulesWith(old, "fsct-3", "unknown")).toContain("type");
    expect(rulesWith(old, "ntia-2021", "failed")).toEqual([]);
  });

  test("of who stated a licence, before CycloneDX 1.6", () => {
    const licenses = [{ license: { id: "MIT" } }];
    const edits = ["metadata/component", "components/0", "components/1"].map(
      (path) => [`${path}/licenses`, licenses] as const,
    );
    const document = edited(completeCycloneDx(), [["specVersion", "1.5"], ...edits]);
    expect(rulesWith(document, "bsi-tr-03183-2-2.0", "unknown")).toEqual([
      "concluded-licences",
      "declared-licences",
    ]);
  });

  test("of SPDX 2, where its phase is not in a comment", () => {
    const without = edited(completeSpdx2(), [["creationInfo/comment", undefined]]);
    expect(rulesWith(without, "cisa-2026", "unknown")).toEqual([
      "author-signature",
      "generation-context",
      "sbom-version",
      "coverage",
    ]);
    expect(scoreSbom(without, profileOf("cisa-2026")).conformance).toBe("undecided");
  });

  test("nor does what the standard does not ask of such a document", () => {
    const service = { type: "service", name: "api", "bom-ref": "api" };
    const document = edited(completeCycloneDx(), [["services", [service]]]);
    expect(rulesWith(document, "ntia-2021", "failed")).toEqual([
      "supplier-name",
      "component-version",
      "dependency-relationship",
    ]);
    expect(rulesWith(document, "openchain-telco-1.1", "not-applicable")).toHaveLength(11);
    const alone = edited(completeCycloneDx(), [
      ["components", []],
      ["dependencies", undefined],
    ]);
    expect(rulesWith(alone, "ntia-2021", "not-applicable")).toEqual(["dependency-relationship"]);
  });

  test("and a document of which nothing can be told has no score", () => {
    const scvs = profileOf("owasp-scvs-3");
    const profile = { ...scvs, rules: scvs.rules.filter(({ id }) => id === "risk-analysis") };
    expect(scoreSbom(syft, profile)).toMatchObject({
      score: undefined,
      grade: undefined,
      conformance: "undecided",
    });
  });
});

describe("files", () => {
  test("are counted where there is nothing else", () => {
    const withFiles = edited(completeSpdx2(), [
      ["files", [{ SPDXID: "SPDXRef-f", fileName: "./a", checksums: [] }]],
    ]);
    expect(rulesWith(withFiles, "ntia-2021", "failed")).toEqual([]);
    const onlyFiles = parseSbom(
      JSON.stringify({
        ...completeSpdx2(),
        packages: [],
        files: [{ SPDXID: "SPDXRef-f", fileName: "./a", checksums: [] }],
      }),
    );
    expect(rulesWith(onlyFiles, "ntia-2021", "failed")).toContain("component-hash");
  });
});

test("failures are listed with their place, up to the limit", () => {
  const names = Array.from({ length: 50 }, (_, at) => ({ type: "library", name: `x${at}` }));
  const document = edited(completeCycloneDx(), [["components", names]]);
  const { rules } = scoreSbom(document, profileOf("ntia-2021"), { failures: 3 });
  const version = rules.find(({ id }) => id === "component-version");
  expect(version).toMatchObject({ status: "failed", passed: 1, total: 51, score: 1.9 });
  expect(version?.failures).toEqual(
    [0, 1, 2].map((at) => ({
      ref: `#/components/${at}`,
      pointer: `/components/${at}`,
    })),
  );
});

test("grades follow the score", () => {
  const grades = [90, 80, 70, 60, 59].map((percent) => {
    const rules = [
      {
        id: "x",
        title: "x",
        reference: "x",
        severity: "optional" as const,
        about: "components" as const,
        ask: ({ ref }: { readonly ref: string }) =>
          Number(ref) < percent ? ("yes" as const) : ("no" as const),
      },
    ];
    const components = Array.from({ length: 100 }, (_, at) => componentOf(String(at)));
    return scoreSbom({ ...syft, ...modelOf(components) }, { ...profileOf("ntia-2021"), rules })
      .grade;
  });
  expect(grades).toEqual(["A", "B", "C", "D", "F"]);
});

describe("whatever the document", () => {
  const anyValue = fc.jsonValue({ maxDepth: 3 });
  const anyNative = fc.record(
    {
      metadata: anyValue,
      components: fc.oneof(
        anyValue,
        fc.array(
          fc.dictionary(
            fc.constantFrom(
              "name",
              "version",
              "purl",
              "hashes",
              "licenses",
              "properties",
              "modified",
              "pedigree",
              "type",
            ),
            anyValue,
          ),
        ),
      ),
      compositions: fc.oneof(
        anyValue,
        fc.array(fc.dictionary(fc.constantFrom("aggregate", "assemblies"), anyValue)),
      ),
      dependencies: anyValue,
    },
    { requiredKeys: [] },
  );

  test("no profile fails on it, and every figure is in its bounds", () => {
    fc.assert(
      fc.property(
        anyNative,
        fc.constantFrom(
          { bomFormat: "CycloneDX", specVersion: "1.6" },
          { spdxVersion: "SPDX-2.3", SPDXID: "SPDXRef-DOCUMENT" },
        ),
        (native, head) => {
          const document = parseSbom(JSON.stringify({ ...native, ...head }));
          for (const profile of sbomProfiles) {
            const { score, rules } = scoreSbom(document, profile);
            if (score !== undefined) expect(score >= 0 && score <= 100).toBe(true);
            for (const { passed, total, failures, status } of rules) {
              expect(passed).toBeLessThanOrEqual(total);
              expect(failures.length).toBe(Math.min(total - passed, 20));
              expect(status === "passed").toBe(total > 0 && passed === total);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("the order of a document does not change its score", () => {
    const document = edited(completeCycloneDx(), [["components/0/version", undefined]]);
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...sbomProfiles), (seed, profile) => {
        const { score } = scoreSbom(shuffledModel(document, seed), profile);
        expect(score).toBe(scoreSbom(document, profile).score);
      }),
    );
  });
});
