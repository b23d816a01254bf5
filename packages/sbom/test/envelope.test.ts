import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OpenedSbom, openContent } from "../src/input/open-content.ts";
import { openSbom } from "../src/input/open-sbom.ts";
import { isSbomError } from "../src/sbom-error.ts";
import { defaultSbomLimits } from "../src/sbom-limits.ts";

const home =
  process.env["COPPICE_CORPUS"] ??
  fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const attestation = join(
  home,
  "sbom/aquasecurity__trivy/pkg/fanal/artifact/sbom/testdata/sbom.cdx.intoto.jsonl",
);
const answer = join(home, "sbom/github__rest-docs/dependency-graph-sbom-example.json");

const sbom = { bomFormat: "CycloneDX", specVersion: "1.6", components: [{ name: "Größe" }] };
const tagValue = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n";
const subject = [{ name: "shop", digest: { sha256: "ABCD", sha512: "ef01", size: 1 } }];

const statement = (predicate: unknown, predicateType = "https://cyclonedx.org/bom"): object => ({
  _type: "https://in-toto.io/Statement/v1",
  subject,
  predicateType,
  predicate,
});
const dsse = (payload: unknown, payloadType = "application/vnd.in-toto+json"): object => ({
  payloadType,
  payload: Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)).toString(
    "base64",
  ),
  signatures: [{ sig: "AA==" }],
});
const bundle = (content: object, version = "0.3"): object => ({
  mediaType: `application/vnd.dev.sigstore.bundle.v${version}+json`,
  verificationMaterial: {},
  ...content,
});

const open = (text: string): OpenedSbom => openContent({ kind: "text", text }, defaultSbomLimits);
const openJson = (value: unknown): OpenedSbom => open(JSON.stringify(value));
const refusal = (run: () => unknown): string => {
  try {
    run();
    return "nothing is wrong";
  } catch (error) {
    return isSbomError(error) ? `${error.code}: ${error.message}` : `no code: ${error}`;
  }
};

describe("openContent", () => {
  test("takes a document out of DSSE and in-toto, and keeps what they say", () => {
    const opened = openJson(dsse(statement(sbom)));
    expect(opened).toEqual({
      format: { family: "cyclonedx", version: "1.6", encoding: "json" },
      content: { kind: "value", value: sbom },
      envelopes: [
        { kind: "dsse", type: "application/vnd.in-toto+json" },
        {
          kind: "in-toto",
          type: "https://cyclonedx.org/bom",
          subjects: [{ name: "shop", digests: ["sha256:abcd", "sha512:ef01"] }],
        },
      ],
      problems: [],
    });
  });

  test("takes a document from wherever cosign puts it in a predicate", () => {
    const spdx = (predicate: unknown): object => statement(predicate, "https://spdx.dev/Document");
    expect(openJson(statement({ Data: sbom })).content).toEqual({ kind: "value", value: sbom });
    expect(openJson(spdx({ Data: tagValue })).format.encoding).toBe("tag-value");
    expect(openJson(spdx(tagValue)).content).toEqual({ kind: "text", text: tagValue });
    expect(openJson(statement({ Data: JSON.stringify(sbom) })).content.kind).toBe("text");
  });

  test("takes a document out of every version of a Sigstore bundle", () => {
    for (const version of ["0.1", "0.2", "0.3"]) {
      const { format, envelopes } = openJson(
        bundle({ dsseEnvelope: dsse(statement(sbom)) }, version),
      );
      expect(format.version).toBe("1.6");
      expect(envelopes.map(({ kind }) => kind)).toEqual(["sigstore-bundle", "dsse", "in-toto"]);
    }
  });

  test("refuses a bundle that signs a file beside it", () => {
    const text = refusal(() => openJson(bundle({ messageSignature: { signature: "AA==" } })));
    expect(text).toBe(
      "ENVELOPE_INVALID: the Sigstore bundle signs a file that is not in it; give that file instead",
    );
  });

  test("takes a payload that is the document itself, in any encoding", () => {
    const { content, envelopes } = openJson(dsse(tagValue, "text/spdx"));
    expect(content).toEqual({ kind: "text", text: tagValue });
    expect(envelopes).toEqual([{ kind: "dsse", type: "text/spdx" }]);
  });

  test("takes a document out of GitHub's answer", () => {
    const { envelopes, content } = openJson({ sbom: { spdxVersion: "SPDX-2.3" } });
    expect(envelopes).toEqual([{ kind: "github" }]);
    expect(content.kind).toBe("value");
  });

  test("takes the first document of several attestations, and says that there is another", () => {
    const provenance = dsse(statement({ buildType: "x" }, "https://slsa.dev/provenance/v1"));
    const lines = [provenance, dsse(statement(sbom)), dsse(statement(sbom)), dsse(statement(7))];
    const opened = open(lines.map((line) => JSON.stringify(line)).join("\n"));
    expect(opened.format.version).toBe("1.6");
    expect(opened.problems.map(({ code }) => code)).toEqual(["SBOM_LEFT_OUT", "ENVELOPE_INVALID"]);
    expect(opened.problems[0]?.message).toContain("envelope 3 ");
  });

  test("says what an attestation holds that is no SBOM", () => {
    const provenance = dsse(statement({ buildType: "x" }, "https://slsa.dev/provenance/v1"));
    const single = refusal(() => openJson(provenance));
    expect(single).toBe(
      "FORMAT_UNKNOWN: what the in-toto envelope (https://slsa.dev/provenance/v1) holds is " +
        'JSON of no known format, with the members "buildType"',
    );
    const line = JSON.stringify(provenance);
    expect(refusal(() => open(`${line}\n${line}`))).toBe(single);
  });

  test("refuses envelopes that are damaged", () => {
    const damaged: readonly string[] = [
      JSON.stringify({ ...dsse(sbom), payload: "?" }),
      JSON.stringify(statement(undefined)),
      JSON.stringify(dsse(sbom)).slice(0, -5),
      `${JSON.stringify(dsse(sbom))} rubbish`,
    ];
    for (const text of damaged) expect(refusal(() => open(text))).toMatch(/^ENVELOPE_INVALID: /);
    expect(refusal(() => open(`${JSON.stringify(dsse(sbom)).slice(0, -1)},}`))).toMatch(
      /^[A-Z_]+: /,
    );
  });

  test("refuses envelopes inside one another without end", () => {
    let value: object = dsse(statement(sbom));
    for (let level = 0; level < 6; level++) value = dsse(value);
    expect(openJson(value).envelopes).toHaveLength(8);
    expect(refusal(() => openJson(dsse(value)))).toMatch(/^ENVELOPE_INVALID: /);
  });

  test("refuses more attestations than an image has", () => {
    const lines = `${JSON.stringify(dsse(sbom))}\n`.repeat(1001);
    expect(refusal(() => open(lines))).toMatch(/^TOO_MANY_ITEMS: /);
  });

  test("refuses what is deeper than the limit, in an envelope too", () => {
    const deep = `{"sbom": {"spdxVersion": "SPDX-2.3", "x": ${"[".repeat(600)}${"]".repeat(600)}}}`;
    expect(refusal(() => open(deep))).toMatch(/^DOCUMENT_TOO_DEEP: /);
  });

  test("pollutes nothing with __proto__", () => {
    const text = `{"__proto__": {"polluted": 1}, "sbom": {"__proto__": {"polluted": 1}, "spdxVersion": "SPDX-2.3"}}`;
    const { content } = open(text);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(content.kind === "value" && Object.keys(content.value)).toContain("__proto__");
    expect(refusal(() => open('{"__proto__": {"sbom": {}, "spdxVersion": "SPDX-2.3"}}'))).toMatch(
      /^FORMAT_UNKNOWN/,
    );
  });

  test("refuses compressed bytes, which only openSbom reads", () => {
    const bytes = Uint8Array.of(0x1f, 0x8b, 8, 0);
    const zstd = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd);
    for (const compressed of [bytes, zstd]) {
      const text = refusal(() =>
        openContent({ kind: "bytes", bytes: compressed }, defaultSbomLimits),
      );
      expect(text).toMatch(/^ENCODING_UNSUPPORTED: /);
    }
  });

  test("opens any cut of an attestation or refuses it with a code", () => {
    const text = JSON.stringify(bundle({ dsseEnvelope: dsse(statement({ Data: sbom })) }));
    fc.assert(
      fc.property(fc.nat({ max: text.length }), (length) => {
        expect(refusal(() => open(text.slice(0, length)))).toMatch(
          /^(?:[A-Z_]+: |nothing is wrong$)/,
        );
      }),
    );
  });
});

test.skipIf(!existsSync(attestation))(
  "opens an attestation of Trivy and an answer of GitHub",
  async () => {
    const trivy = await openSbom(readFileSync(attestation));
    expect(trivy.format).toEqual({ family: "cyclonedx", version: "1.4", encoding: "json" });
    expect(trivy.envelopes.map(({ kind }) => kind)).toEqual(["dsse", "in-toto"]);
    expect(trivy.envelopes[1]?.subjects?.[0]?.digests[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
    const github = await openSbom(readFileSync(answer));
    expect(github.format).toEqual({ family: "spdx", version: "2.3", encoding: "json" });
  },
);
