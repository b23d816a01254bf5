import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { v8Coverage } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import {
  cutInto,
  describeAll,
  gather,
  project,
  readFormat,
  temporaryFolder,
  usesBelow,
} from "../runtime-hooks/hooked.ts";

interface Described {
  readonly name?: string;
  readonly start?: number;
  readonly count: number;
}

/** The coverage of a script as V8 writes it. */
function script(url: string, ...functions: readonly Described[]): unknown {
  return {
    scriptId: "71",
    url,
    functions: functions.map(({ name = "", start = 0, count }) => ({
      functionName: name,
      ranges: [
        { startOffset: start, endOffset: 90, count },
        { startOffset: start + 1, endOffset: 9, count: 5 - count },
      ],
      isBlockCoverage: true,
    })),
  };
}

function document(...scripts: readonly unknown[]): string {
  return JSON.stringify({ result: scripts, timestamp: 1.5, "source-map-cache": { a: ["]}"] } });
}

async function usesOf(...scripts: readonly unknown[]): Promise<string[]> {
  const { events, problems } = await readFormat(v8Coverage, document(...scripts));
  expect(problems).toEqual([]);
  return describeAll(events);
}

describe("coverage of V8", () => {
  test("tells what ran its top level from what had a function called", async () => {
    const ran = { count: 1 };
    expect(
      await usesOf(
        script("file:///a.js", ran),
        script("file:///b.js", ran, { name: "f", start: 4, count: 0 }),
        script("file:///c.js", ran, { name: "f", start: 0, count: 2 }),
        script("file:///compiled.js", { count: 0 }, { name: "f", start: 4, count: 0 }),
      ),
    ).toEqual(["0 load /a.js", "0 load /b.js", "0 load /c.js", "0 call /c.js"]);
  });

  test("takes no function for the top level in a later report of a process", async () => {
    const uses = await usesOf(
      script("file:///a.js", { name: "f", count: 1 }),
      script("file:///b.js", { start: 3, count: 1 }),
      script("file:///c.js", { count: 0 }, { name: "f", start: 3, count: 1 }),
    );
    expect(uses).toEqual(["0 call /a.js", "0 call /b.js", "0 call /c.js"]);
  });

  test("knows the files of URLs and of paths, and what is none", async () => {
    const urls = [
      "file:///a%20b%C3%A9%FF%.js?version=1#x",
      "file:/one.js",
      "file://localhost/host.js",
      "/old.js",
      "./relative.js",
      "file://other/x.js",
      "node:fs",
      "evalmachine.<anonymous>",
      "https://example.com/x.js",
      "",
    ];
    expect(await usesOf(...urls.map((url) => script(url, { count: 1 })))).toEqual([
      "0 load /a bé\udcff%.js",
      "0 load /one.js",
      "0 load /host.js",
      "0 load /old.js",
      "0 load ?no-directory ./relative.js",
    ]);
  });

  test("may be several documents, with blanks and line ends as they come", async () => {
    const one = document(script("file:///a.js", { count: 1 }));
    const two = JSON.stringify(
      JSON.parse(document(script("file:///b.js", { count: 1 }))),
      null,
      "\t",
    );
    const { events, problems } = await readFormat(v8Coverage, `\ufeff${one}\r\n${two}\n`);
    expect(problems).toEqual([]);
    expect(describeAll(events)).toEqual(["0 load /a.js", "0 load /b.js"]);
    expect(events.map((event) => event.offset)).toEqual([
      3 + one.indexOf('{"scriptId'),
      3 + one.length + 2 + two.indexOf("{", 1),
    ]);
  });

  test("is cut when a document does not end", async () => {
    const whole = document(
      script("file:///a.js", { count: 1 }),
      script("file:///b.js", { count: 1 }),
    );
    const { events } = await readFormat(v8Coverage, whole.slice(0, whole.indexOf("b.js")));
    expect(describeAll(events)).toEqual(["0 load /a.js", "lost cut"]);
  });

  test("has problems where a script is none, is too long, or something else follows", async () => {
    const log = document(
      { scriptId: "1", url: "file:///x.js" },
      script("file:///a.js", { count: 1 }),
    );
    const { problems, events } = await readFormat(v8Coverage, `${log} x y ${log}`);
    expect(problems.map(({ offset }) => offset)).toEqual([11, log.length + 1, log.length + 5 + 11]);
    expect(describeAll(events)).toHaveLength(2);
    const bytes = new TextEncoder().encode(
      document(
        script(`file:///${"a".repeat(5000)}`, { count: 1 }),
        script("file:///b.js", { count: 1 }),
      ),
    );
    for (const sizes of [[], [100, 2000, 2000]]) {
      expect(await gather(v8Coverage, cutInto(bytes, sizes), { pendingBytes: 1000 })).toMatchObject(
        {
          problems: [{ code: "LOG_LINE", offset: 11 }],
          events: [{ kind: "load", path: { path: "/b.js" } }],
        },
      );
    }
  });

  test("is refused when it is something else", async () => {
    for (const text of [
      "",
      "{",
      "[]",
      '{"result":{}}',
      '{"result":[1]}',
      '{"result":[{"url":""}]}',
      '{"results":[]}',
      "import time: 1",
    ]) {
      expect(v8Coverage.recognises(new TextEncoder().encode(text))).toBe(false);
      await expect(readFormat(v8Coverage, text)).rejects.toMatchObject({ code: "LOG_FORMAT" });
    }
  });

  test("is read the same however it is cut, and any bytes give events, problems or a coded error", async () => {
    const text = fc.constantFrom("file:///a.js", 'file:///\\"}]', "node:x", "é", "result");
    const item = fc.oneof(
      fc
        .tuple(text, fc.array(fc.record({ name: text, start: fc.nat(2), count: fc.nat(2) })))
        .map(([url, functions]) => script(url, ...functions)),
      fc.json().map((json) => JSON.parse(json)),
    );
    const log = fc
      .array(fc.array(item, { maxLength: 4 }), { maxLength: 3 })
      .map((documents) =>
        [[script("file:///z.js", { count: 1 })], ...documents]
          .map((scripts) => document(...scripts))
          .join("\n"),
      );
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.nat(200)), async (content, sizes) => {
        const bytes = new TextEncoder().encode(content);
        expect(await gather(v8Coverage, cutInto(bytes, sizes))).toEqual(
          await gather(v8Coverage, [bytes]),
        );
      }),
    );
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.tuple(fc.nat(), fc.nat(255))), async (content, changes) => {
        const bytes = new TextEncoder().encode(content);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        await gather(v8Coverage, [bytes]);
      }),
    );
  });
});

test("coverage that Node.js writes is recognised, and shows what ran and what was called", async () => {
  const folder = project({
    "main.js":
      "require('./used').f(); require('./loaded'); try { require('./broken') } catch {} import('./module.mjs')",
    "used.js": "exports.f = () => {}",
    "loaded.js": "exports.f = () => {}",
    "broken.js": "function (",
    "module.mjs": "export function g() {}; import './a%20b.mjs'",
    "a%20b.mjs": "import { readFileSync } from 'node:fs'; readFileSync('data.json')",
    "a b.mjs": "export const a = 1",
    "data.json": "{}",
  });
  const out = temporaryFolder();
  const env = { ...process.env, NODE_V8_COVERAGE: out, NODE_OPTIONS: "" };
  expect(spawnSync(process.execPath, ["main.js"], { cwd: folder, env }).status).toBe(0);
  const [name = ""] = readdirSync(out);
  const bytes = readFileSync(join(out, name));
  for (const end of [bytes.length, 65_536, 100]) {
    expect(v8Coverage.recognises(bytes.subarray(0, end))).toBe(true);
  }
  const { events, problems } = await readFormat(v8Coverage, bytes);
  expect(problems).toEqual([]);
  expect(usesBelow(folder, events)).toEqual([
    "call used.js",
    "load a b.mjs",
    "load loaded.js",
    "load main.js",
    "load module.mjs",
    "load used.js",
  ]);
});

test.skipIf(corpus === undefined)("coverage of other tools is read", async () => {
  const usesIn = async (name: string): Promise<string[]> => {
    const bytes = readFileSync(join(corpus ?? "", "trace/v8-coverage", name));
    expect(v8Coverage.recognises(bytes)).toBe(true);
    return describeAll((await readFormat(v8Coverage, bytes)).events);
  };
  expect(await usesIn("coverage.json")).toEqual([]);
  expect(await usesIn("branches.json")).toEqual([
    "0 load ?no-directory ./test/fixtures/scripts/branches.js",
    "0 call ?no-directory ./test/fixtures/scripts/branches.js",
  ]);
  expect(await usesIn("multi-source-map.json")).toHaveLength(2);
});
