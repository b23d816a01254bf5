import { isVexError, parseVex, VexError, type VexErrorCode } from "@coppice/vex";
import { describe, expect, test } from "vitest";

const document = {
  "@context": "https://openvex.dev/ns/v0.2.0",
  "@id": "https://example.com/vex/1",
  author: "Example",
  timestamp: "2025-01-01T00:00:00Z",
  version: 1,
  statements: [
    { vulnerability: { name: "CVE-1" }, products: [{ "@id": "pkg:npm/a" }], status: "fixed" },
  ],
};
const text = JSON.stringify(document);

/** Of what `run` throws. */
function codeOf(run: () => unknown): VexErrorCode | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!isVexError(error)) throw error;
    return error.code;
  }
}

test("reads text, bytes and values alike, with a byte order mark too", () => {
  const expected = parseVex(document);
  expect(expected.native).toBe(document);
  expect(parseVex(text)).toEqual(expected);
  expect(parseVex(`\ufeff${text}`)).toEqual(expected);
  expect(parseVex(new TextEncoder().encode(`\ufeff${text}`))).toEqual(expected);
});

test("takes a document out of in-toto, DSSE and Sigstore envelopes", () => {
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    predicateType: "https://openvex.dev/ns/v0.2.0",
    predicate: document,
  };
  const payload = btoa(JSON.stringify(statement)).replaceAll("+", "-").replaceAll("/", "_");
  const dsse = { payloadType: "application/vnd.in-toto+json", payload };
  for (const envelope of [statement, dsse, { dsseEnvelope: dsse }]) {
    expect(parseVex(JSON.stringify(envelope)).native).toEqual(document);
  }
});

test.each([
  ["[]", "FORMAT_UNKNOWN"],
  ["{}", "FORMAT_UNKNOWN"],
  ['{"@context":"https://openvex.dev/ns/v9.0.0"}', "VERSION_UNSUPPORTED"],
  ['{"bomFormat":"CycloneDX","specVersion":"1.3"}', "VERSION_UNSUPPORTED"],
  ['{"document":{"csaf_version":"3.0"}}', "VERSION_UNSUPPORTED"],
  ["<bom/>", "JSON_INVALID"],
  ['{"predicateType":"x"}', "ENVELOPE_INVALID"],
  ['{"payloadType":"x","payload":"?"}', "ENVELOPE_INVALID"],
] as const)("refuses %s with %s", (input, code) => {
  expect(codeOf(() => parseVex(input))).toBe(code);
});

test("refuses bytes that are no UTF-8, envelopes without end, and what is past a limit", () => {
  let nested: object = { predicateType: "x", predicate: document };
  for (let depth = 0; depth < 5; depth += 1) nested = { predicateType: "x", predicate: nested };
  expect(codeOf(() => parseVex(Uint8Array.of(0x22, 0xff)))).toBe("TEXT_INVALID");
  expect(codeOf(() => parseVex(JSON.stringify(nested)))).toBe("ENVELOPE_INVALID");
  expect(codeOf(() => parseVex(text, { limits: { bytes: 10 } }))).toBe("DOCUMENT_TOO_LARGE");
  expect(codeOf(() => parseVex(text, { limits: { depth: 3 } }))).toBe("DOCUMENT_TOO_DEEP");
  expect(codeOf(() => parseVex(text, { limits: { items: 0 } }))).toBe("TOO_MANY_ITEMS");
  expect(new VexError("JSON_INVALID", "x").name).toBe("VexError");
});

describe("hostile documents", () => {
  test("refuses branches of any depth by its limit, and reads them where that is raised", () => {
    const levels = 10_000;
    const product = '{"name":"p","product_id":"p"}';
    const deep = `${'{"category":"vendor","name":"v","branches":['.repeat(levels)}{"category":"product_version","name":"1","product":${product}}${"]}".repeat(levels)}`;
    const csaf = `{"document":{"csaf_version":"2.0"},"product_tree":{"branches":[${deep}]},"vulnerabilities":[{"cve":"CVE-1","product_status":{"fixed":["p"]}}]}`;
    expect(codeOf(() => parseVex(csaf))).toBe("DOCUMENT_TOO_DEEP");
    const { statements } = parseVex(csaf, { limits: { depth: 1_000_000 } });
    expect(statements[0]?.products).toMatchObject([{ ref: "p", version: "1", supplier: "v" }]);
  });

  test("reads components of any depth", () => {
    const levels = 10_000;
    const deep = `${'{"name":"a","components":['.repeat(levels)}{"name":"b","bom-ref":"b"}${"]}".repeat(levels)}`;
    const cyclonedx = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${deep}],"vulnerabilities":[{"id":"CVE-1","affects":[{"ref":"b"}]}]}`;
    const { statements } = parseVex(cyclonedx, { limits: { depth: 1_000_000 } });
    expect(statements[0]?.products).toMatchObject([{ name: "a", subcomponents: [{ ref: "b" }] }]);
  });

  test("counts groups, prose and subcomponents that multiply", () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `p${index}`);
    const tree = {
      full_product_names: ids.map((id) => ({ name: id, product_id: id })),
      product_groups: [{ group_id: "g", product_ids: ids }],
    };
    const csaf = (vulnerability: object): object => ({
      document: { csaf_version: "2.0" },
      product_tree: tree,
      vulnerabilities: [
        { cve: "CVE-1", product_status: { known_affected: ids }, ...vulnerability },
      ],
    });
    const limits = { items: 100_000 };
    const remark = { category: "impact", details: "x".repeat(64) };
    const threats = Array.from({ length: 1000 }, () => ({ ...remark, group_ids: ["g"] }));
    expect(codeOf(() => parseVex(JSON.stringify(csaf({ threats })), { limits }))).toBe(
      "TOO_MANY_ITEMS",
    );
    const flags = ids.map((id) => ({ label: "component_not_present", product_ids: [id] }));
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...remark, details: `${index}` }));
    const each = JSON.stringify(csaf({ flags, threats: many }));
    expect(codeOf(() => parseVex(each, { limits }))).toBe("TOO_MANY_ITEMS");
    const statement = {
      vulnerability: "CVE-1",
      products: ids,
      subcomponents: ids,
      status: "fixed",
    };
    const openvex = { "@context": "https://openvex.dev/ns", statements: [statement] };
    expect(codeOf(() => parseVex(JSON.stringify(openvex), { limits }))).toBe("TOO_MANY_ITEMS");
  });

  test("takes names of object members for names", () => {
    const id = "__proto__";
    const csaf = `{"document":{"csaf_version":"2.0"},"product_tree":{"full_product_names":[{"name":"x","product_id":"${id}"}],"__proto__":{"product_groups":[]}},"vulnerabilities":[{"cve":"constructor","product_status":{"fixed":["${id}"]},"flags":[{"label":"__proto__","product_ids":["${id}"]}]}]}`;
    const { statements } = parseVex(csaf);
    expect(statements[0]?.products).toMatchObject([{ ref: id }]);
    expect(statements[0]?.justification).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, "product_groups")).toBe(false);
  });
});
