import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { isCoppiceError } from "@coppice/types";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readChunks } from "../src/node/read-chunks.ts";
import { readDocument } from "../src/node/read-document.ts";
import { withLog } from "../src/node/with-log.ts";
import { writeDocument } from "../src/node/write-document.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coppice-files-"));
});
afterAll(() => rm(folder, { recursive: true }));

const place = (name: string): string => join(folder, name);

async function contentOf(path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks(path, createReadStream(path))) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "nothing";
  } catch (error) {
    if (isCoppiceError(error)) return `${error.code}: ${error.message.replace(folder, "")}`;
    throw error;
  }
};

describe("reading", () => {
  const text = "a line\n".repeat(200_000);

  test("gives a file as it is, and one that is gzip by its content unpacked", async () => {
    await writeFile(place("plain.gz"), text);
    await writeFile(place("packed"), gzipSync(text));
    await writeFile(place("members"), Buffer.concat([gzipSync(text), gzipSync("more")]));
    await writeFile(place("empty"), "");
    expect(await contentOf(place("plain.gz"))).toBe(text);
    expect(await contentOf(place("packed"))).toBe(text);
    expect(await contentOf(place("members"))).toBe(`${text}more`);
    expect(await contentOf(place("empty"))).toBe("");
  });

  test("can be given up early", async () => {
    for await (const chunk of readChunks("packed", createReadStream(place("packed")))) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });

  test("refuses with the name of the file and what to do", async () => {
    await writeFile(place("short.gz"), gzipSync(text).subarray(0, 100));
    await writeFile(place("no.json"), "{");
    await writeFile(place("other.json"), '{"kind":"evidence","schemaVersion":"1.0"}');
    expect(await codeOf(contentOf(place("absent")))).toMatch(
      /^INPUT_ABSENT: there is no \/absent;/,
    );
    expect(await codeOf(contentOf(folder))).toMatch(/^INPUT_UNREADABLE: .*EISDIR/);
    expect(await codeOf(contentOf(place("short.gz")))).toMatch(/^INPUT_DAMAGED: .*\/short\.gz/);
    expect(await codeOf(readDocument("bom", place("no.json")))).toMatch(
      /^INPUT_DAMAGED: \/no\.json/,
    );
    expect(await codeOf(readDocument("bom", place("other.json")))).toMatch(
      /^DOCUMENT_KIND: \/other\.json: expected/,
    );
    const small = { maximumBytes: 10 };
    expect(await codeOf(readDocument("bom", place("other.json"), small))).toMatch(
      /^INPUT_TOO_LARGE: \/other\.json has more than 10 bytes/,
    );
  });
});

describe("writing", () => {
  test("packs a file named *.gz and replaces what was there", async () => {
    await writeDocument(place("out.json"), "old");
    await writeDocument(place("out.json"), "new");
    await writeDocument(place("out.json.gz"), "packed");
    expect(await readFile(place("out.json"), "utf8")).toBe("new");
    expect(gunzipSync(await readFile(place("out.json.gz"))).toString()).toBe("packed");
  });

  test("leaves nothing behind where it fails", async () => {
    const before = await readdir(folder);
    expect(await codeOf(writeDocument(place("no/such/folder"), ""))).toMatch(/^OUTPUT_UNWRITABLE/);
    expect(await codeOf(writeDocument(folder, ""))).toMatch(/^OUTPUT_UNWRITABLE/);
    expect(await readdir(folder)).toEqual(before);
    expect((await readdir(tmpdir())).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

test("a log that is still being written can be given up", async () => {
  const stop = new AbortController();
  let chunks = 0;
  const stdin = (async function* () {
    for (; chunks < 10; chunks++) {
      yield new Uint8Array(1);
      stop.abort();
    }
  })();
  const output = { write: () => true };
  const io = { stdin, stdout: output, stderr: output, signal: stop.signal };
  await expect(withLog("-", io, async () => "read")).rejects.toThrow(/abort/);
  expect(chunks).toBe(1);
});
