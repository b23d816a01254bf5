import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonValue } from "../src/json/json-value.ts";
import { isSbomError } from "../src/sbom-error.ts";
import type { SbomStreamItem } from "../src/streaming/sbom-stream-item.ts";
import { type StreamSbomOptions, streamSbom } from "../src/streaming/stream-sbom.ts";

const home =
  process.env["COPPICE_CORPUS"] ??
  fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const manifest = join(home, "sbom/manifest.tsv");

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function itemsOf(
  input: Parameters<typeof streamSbom>[0],
  options?: StreamSbomOptions,
): Promise<readonly SbomStreamItem[]> {
  const items: SbomStreamItem[] = [];
  for await (const batch of streamSbom(input, options)) items.push(...batch);
  return items;
}

async function refusal(
  input: Parameters<typeof streamSbom>[0],
  options?: StreamSbomOptions,
): Promise<string> {
  try {
    await itemsOf(input, options);
    return "nothing is wrong";
  } catch (error) {
    return isSbomError(error) ? `${error.code}: ${error.message}` : `no code: ${error}`;
  }
}

/** The document that items make up, its members in their order. */
function assemble(items: readonly SbomStreamItem[]): Map<string, JsonValue> {
  const members = new Map<string, JsonValue>();
  for (const item of items) {
    if (item.kind === "format") continue;
    const [, , index] = item.pointer.split("/");
    if (index === undefined) members.set(item.member, item.value);
    else {
      const list = members.get(item.member) ?? [];
      members.set(item.member, Array.isArray(list) ? [...list, item.value] : item.value);
    }
  }
  return members;
}

/** What `assemble` should give for a document: empty lists have no items. */
function membersOf(text: string): Map<string, JsonValue> {
  const document: unknown = JSON.parse(text);
  const members = isJsonObject(document) ? Object.entries(document) : [];
  return new Map(
    members.filter(
      (member): member is [string, JsonValue] =>
        member[1] !== undefined && !(Array.isArray(member[1]) && member[1].length === 0),
    ),
  );
}

function* pieces(bytes: Uint8Array, length: number): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

const small = `{
  "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
  "metadata": {"component": {"name": "a \\"quoted\\" \\\\ {[,]} name of more than sixteen characters\\\\"}},
  "components": [{"name": "Größe \\u00e9 \\ud83d\\ude00 😀", "tags": [1, 2.5e3, null, true]}, 7 , {"components": [{"name": "inner"}]}],
  "services" : [ ], "x/y~z": [["a"], "b"],
  "dependencies": [{"ref": "a", "dependsOn": ["b", "c"]}]
} `;

describe("streamSbom", () => {
  test("gives every part with its place, in the order of the document", async () => {
    const items = await itemsOf(utf8(small));
    expect(
      items.map((item) => (item.kind === "format" ? item.kind : `${item.kind} ${item.pointer}`)),
    ).toEqual([
      "member /bomFormat",
      "member /specVersion",
      "format",
      "member /version",
      "member /metadata",
      "component /components/0",
      "member /components/1",
      "component /components/2",
      "member /x~1y~0z/0",
      "member /x~1y~0z/1",
      "dependency /dependencies/0",
    ]);
    expect(items[2]).toEqual({
      kind: "format",
      format: { family: "cyclonedx", version: "1.6", encoding: "json" },
    });
    expect(assemble(items)).toEqual(membersOf(small));
  });

  test("gives the same for chunks of any length, down to single bytes", async () => {
    const bytes = utf8(small);
    const expected = await itemsOf(bytes);
    for (let length = 1; length < 40; length++) {
      expect(await itemsOf(pieces(bytes, length))).toEqual(expected);
    }
  });

  test("gives what JSON.parse gives, for any members and any chunks", async () => {
    const value = fc.jsonValue({ maxDepth: 3, stringUnit: "grapheme" });
    const members = fc.dictionary(fc.string({ unit: "grapheme" }), value);
    const lists = fc.record({ components: fc.array(value), dependencies: fc.array(value) });
    const input = fc.tuple(
      members,
      lists,
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom(0, 1, 2),
    );
    await fc.assert(
      fc.asyncProperty(input, async ([others, known, length, indent]) => {
        const text = JSON.stringify(
          { spdxVersion: "SPDX-2.3", ...others, ...known },
          undefined,
          indent,
        );
        const items = await itemsOf(pieces(utf8(text), length));
        expect([...assemble(items)]).toEqual([...membersOf(text)]);
      }),
      { numRuns: 100 },
    );
  });

  test("reads lists that are much longer than a chunk, with memory for a batch", async () => {
    const components = Array.from({ length: 20_000 }, (_, index) => ({
      name: `näme ${index}`,
      "bom-ref": "x".repeat(index % 90),
    }));
    const text = JSON.stringify({ components, bomFormat: "CycloneDX", specVersion: "1.5" });
    let largest = 0;
    let count = 0;
    for await (const batch of streamSbom([utf8(text)])) {
      largest = Math.max(largest, batch.length);
      for (const item of batch) {
        if (item.kind !== "component") continue;
        expect(item.pointer).toBe(`/components/${count}`);
        expect(item.value).toEqual(components[count]);
        count += 1;
      }
    }
    expect(count).toBe(20_000);
    expect(largest).toBeLessThan(10_000);
  });

  test("reads an item that is longer than the window, in small chunks", async () => {
    const text = JSON.stringify({
      spdxVersion: "SPDX-2.3",
      files: [{ text: "é\\".repeat(200_000) }, {}],
    });
    const items = await itemsOf(pieces(utf8(text), 1000));
    expect(assemble(items)).toEqual(membersOf(text));
    expect(items.at(-1)).toMatchObject({ kind: "component", pointer: "/files/1" });
  });

  test("reads a byte order mark, and documents that are compressed", async () => {
    const expected = await itemsOf(utf8(small));
    expect(await itemsOf(utf8(`\ufeff${small}`))).toEqual(expected);
    expect(await itemsOf(pieces(gzipSync(small), 7))).toEqual(expected);
  });

  test("tells SPDX 3 by its context, a list too", async () => {
    const text =
      '{"@context": ["https://spdx.org/rdf/3.0.1/spdx-context.jsonld"], "@graph": [{"type": "Package"}]}';
    expect((await itemsOf(utf8(text))).slice(0, 2)).toEqual([
      expect.objectContaining({ pointer: "/@context" }),
      { kind: "format", format: { family: "spdx", version: "3.0.1", encoding: "json" } },
    ]);
  });

  test("refuses any cut, and says where the document ends", async () => {
    const bytes = utf8(small.trimEnd());
    for (let length = 0; length < bytes.length; length++) {
      const text = await refusal(pieces(bytes.subarray(0, length), 16));
      if (length === 0) expect(text).toMatch(/^FORMAT_UNKNOWN: the document is empty/);
      else expect(text).toContain(`JSON_INVALID: the document ends early, at byte ${length}`);
    }
  });

  test("refuses what JSON.parse refuses, and says where", async () => {
    const start = '{"spdxVersion": "SPDX-2.3", ';
    // The fault is where § stands.
    const faults = [
      '"files": [{}, {"ä": §tru}]}',
      '"files": [{},§]}',
      '"files": [§,{}]}',
      '"files": [{} §{}]}',
      '"files": [{}§}',
      '"files": [{"a": §]}',
      '"name": "a" §"b"}',
      '"name": §}',
      '"name": 0§1}',
      '"name" §1}',
      '"a": 1§]',
      '"a": 1,§}',
      "§name: 1}",
      '"a§\\x": 1}',
      '"a": "§\t"}',
      '"a": 1} §{}',
    ];
    for (const fault of faults) {
      const [before = "", after = ""] = `${start}${fault}`.split("§");
      expect(() => JSON.parse(before + after)).toThrow(SyntaxError);
      expect(await refusal(utf8(before + after))).toContain(
        `JSON_INVALID: byte ${utf8(before).length} is not JSON`,
      );
    }
  });

  test("refuses bytes that are not UTF-8, and says where", async () => {
    const bytes = Uint8Array.from([...utf8('{"files": ["é", "'), 0xff, ...utf8('"]}')]);
    expect(await refusal(bytes)).toMatch(/^DOCUMENT_INVALID: byte 18 /);
  });

  test("refuses a member that stands twice, because parsers disagree which counts", async () => {
    const text = '{"spdxVersion": "SPDX-2.3", "files": [], "fil\\u0065s": []}';
    expect(await refusal(utf8(text))).toMatch(/^JSON_INVALID: the member "files" stands twice/);
  });

  test("refuses what is no SBOM when it is known to be none", async () => {
    expect(await refusal(utf8('{"document": {"csaf_version": "2.0"}}'))).toMatch(
      /^FORMAT_UNKNOWN: .*CSAF/,
    );
    expect(await refusal(utf8("{}"))).toMatch(
      /^FORMAT_UNKNOWN: the document is an empty JSON object/,
    );
    expect(await refusal(utf8("hello"))).toMatch(/^FORMAT_UNKNOWN: /);
    expect(await refusal(utf8("[{}]"))).toMatch(/^FORMAT_UNKNOWN: the document is a JSON array/);
    expect(await refusal(utf8(`x: ${"y".repeat(9000)}`))).toMatch(
      /^FORMAT_UNKNOWN: the document is not JSON/,
    );
    const envelope = '{"payloadType": "application/vnd.in-toto+json", "payload": "e30="}';
    expect(await refusal(utf8(envelope))).toMatch(/^ENCODING_UNSUPPORTED: .*dsse/);
  });

  test("refuses other encodings, and names them", async () => {
    const tagValue = utf8("SPDXVersion: SPDX-2.3\n");
    expect(await refusal(pieces(tagValue, 3))).toMatch(
      /^ENCODING_UNSUPPORTED: the document is spdx as tag-value/,
    );
    const utf16 = Uint8Array.from([
      0xff,
      0xfe,
      ...[...small.slice(0, 60)].flatMap((c) => [c.charCodeAt(0), 0]),
    ]);
    expect(await refusal(utf16)).toMatch(/^ENCODING_UNSUPPORTED: .*json in utf-16le/);
  });

  test("stops at every limit", async () => {
    const text = '{"spdxVersion": "SPDX-2.3", "name": "abcdef", "files": [{"a": [[1]]}, {}, {}]}';
    const bytes = utf8(text);
    const limited = (limits: StreamSbomOptions["limits"]): Promise<string> =>
      refusal(pieces(bytes, 4), { limits: limits ?? {} });
    expect(await limited({ depth: 5, items: 3, itemBytes: 40, bytes: bytes.length })).toBe(
      "nothing is wrong",
    );
    expect(await limited({ depth: 4 })).toMatch(/^DOCUMENT_TOO_DEEP: byte 63 /);
    expect(await limited({ items: 2 })).toMatch(/^TOO_MANY_ITEMS: /);
    expect(await limited({ itemBytes: 8 })).toMatch(/^DOCUMENT_TOO_LARGE: .*limits.itemBytes/);
    expect(await limited({ bytes: bytes.length - 1 })).toMatch(
      /^DOCUMENT_TOO_LARGE: .*limits.bytes/,
    );
    const wide = `{${Array.from({ length: 1001 }, (_, index) => `"m${index}": 1`).join()}}`;
    expect(await refusal(utf8(wide))).toMatch(/^TOO_MANY_ITEMS: /);
    expect(await refusal(utf8(`{"metadata": ${"[".repeat(9000)}`))).toMatch(/^DOCUMENT_TOO_DEEP: /);
    expect(await refusal(utf8(`{"metadata": {"a":${"[".repeat(9000)}`))).toMatch(
      /^DOCUMENT_TOO_DEEP: /,
    );
  });

  test("pollutes nothing with __proto__", async () => {
    const text =
      '{"spdxVersion": "SPDX-2.3", "__proto__": {"x": 1}, "files": [{"__proto__": {"x": 1}}]}';
    const items = await itemsOf(utf8(text));
    expect(Reflect.get({}, "x")).toBeUndefined();
    const file = items.at(-1);
    expect(file?.kind === "component" && Object.keys(file.value)).toEqual(["__proto__"]);
  });

  test("ends its input when the reader stops", async () => {
    let closed = false;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield utf8('{"spdxVersion": "SPDX-2.3", "a": 1,');
      } finally {
        closed = true;
      }
    }
    for await (const _ of streamSbom(chunks())) break;
    expect(closed).toBe(true);
  });
});

test.skipIf(!existsSync(manifest))(
  "gives what JSON.parse gives for the corpus' documents in JSON",
  async () => {
    const rows = readFileSync(manifest, "utf8")
      .split("\n")
      .map((line) => line.split("\t"));
    let count = 0;
    for (const [path = "", , , format = ""] of rows) {
      if (!/^(?:cyclonedx-json|spdx-json|spdx3-jsonld|syft-json)$/.test(format)) continue;
      const bytes = readFileSync(join(home, "sbom", path));
      if (bytes[0] === 0xff || bytes.length > 1 << 20) continue;
      let expected: Map<string, JsonValue>;
      try {
        expected = membersOf(new TextDecoder().decode(bytes));
      } catch {
        expect(await refusal(bytes)).toMatch(/^JSON_INVALID: /);
        continue;
      }
      const items = await itemsOf(pieces(bytes, 5000));
      expect(assemble(items)).toEqual(expected);
      expect(items.filter(({ kind }) => kind === "format")).toHaveLength(1);
      count += 1;
    }
    expect(count).toBeGreaterThan(600);
  },
);
