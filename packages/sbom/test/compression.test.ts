import { execFileSync, spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSbom } from "../src/input/open-sbom.ts";

const document = JSON.stringify({
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  components: Array.from({ length: 300 }, (_, index) => ({ type: "library", name: `p${index}` })),
});
const bytes = new TextEncoder().encode(document);

type Tool = (input: Uint8Array, ...flags: string[]) => Uint8Array;
const tool =
  (name: string): Tool =>
  (input, ...flags) =>
    new Uint8Array(execFileSync(name, ["-c", ...flags], { input, maxBuffer: 1 << 28 }));
const tools = {
  gzip: (input: Uint8Array) => gzipSync(input),
  xz: tool("xz"),
  bzip2: tool("bzip2"),
};
const kinds = (["gzip", "xz", "bzip2"] as const).filter((kind) => {
  if (kind === "gzip" || spawnSync(kind, ["--help"]).error === undefined) return true;
  process.stderr.write(`no ${kind} here: its tests are skipped\n`);
  return false;
});

async function open(input: Parameters<typeof openSbom>[0], limit?: number): Promise<string> {
  const opened = await openSbom(input, limit === undefined ? {} : { limits: { bytes: limit } });
  expect(opened.content.kind).toBe("text");
  return opened.content.kind === "text" ? opened.content.text : "";
}

async function codeOf(input: Parameters<typeof openSbom>[0], limit?: number): Promise<string> {
  try {
    await open(input, limit);
    return "read";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : `no code: ${error}`;
  }
}

describe.each(kinds)("a document compressed with %s", (kind) => {
  const compressed = tools[kind](bytes);

  test("is read, whole or in pieces of any length", async () => {
    expect(await open(compressed)).toBe(document);
    const cut = fc.array(fc.nat({ max: compressed.length }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(cut, async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), compressed.length];
        const chunks = places.slice(1).map((end, index) => compressed.subarray(places[index], end));
        expect(await open(chunks)).toBe(document);
      }),
      { numRuns: 20 },
    );
  });

  test("is read where several compressed files follow one another", async () => {
    const parts = [bytes.subarray(0, 999), bytes.subarray(999)].map((part) => tools[kind](part));
    expect(await open(Buffer.concat(parts))).toBe(document);
  });

  test("says so in the envelopes, outermost first", async () => {
    const twice = gzipSync(compressed);
    const opened = await openSbom(twice);
    expect(opened.envelopes).toEqual([{ kind: "gzip" }, { kind }]);
  });

  test("is refused with a code where it ends early", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: compressed.length - 1 }), async (length) => {
        expect(await codeOf(compressed.subarray(0, length))).toBe("COMPRESSION_INVALID");
      }),
      { numRuns: 30 },
    );
  });

  test("is read right or refused with a code where a bit is wrong", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: compressed.length * 8 - 1 }), async (bit) => {
        const damaged = Uint8Array.from(compressed);
        damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const code = await codeOf(damaged);
        if (code === "read") expect(await open(damaged)).toBe(document);
        // Of the first bytes, wrong ones make it something else.
        else if (bit >= 48) expect(code).toBe("COMPRESSION_INVALID");
        else expect(code).toMatch(/^[A-Z_]+$/);
      }),
      { numRuns: 60 },
    );
  });

  test("stops at the limit, and where it expands out of all proportion", async () => {
    expect(await codeOf(compressed, bytes.length)).toBe("read");
    expect(await codeOf(compressed, bytes.length - 1)).toBe("DOCUMENT_TOO_LARGE");
    const bomb = tools[kind](new Uint8Array(1 << 26));
    const error: unknown = await openSbom(bomb).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "DOCUMENT_TOO_LARGE",
      message: expect.stringContaining("expands more than 500 times"),
    });
  });
});

test.runIf(kinds.includes("bzip2"))(
  "reads bzip2 of every block size, of text and of runs",
  async () => {
    const runs =
      "a".repeat(4) + "b".repeat(5) + "c".repeat(259) + "d".repeat(260) + "e".repeat(1000);
    const large = JSON.stringify({
      spdxVersion: "SPDX-2.3",
      name: runs,
      comment: document.repeat(60),
    });
    for (const level of ["-1", "-5", "-9"]) {
      const compressed = tools.bzip2(new TextEncoder().encode(large), level);
      expect(await open(compressed)).toBe(large);
    }
  },
);

test.runIf(kinds.includes("bzip2"))("reads any text that bzip2 compressed", async () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", "é", "{"), maxLength: 2000 });
  await fc.assert(
    fc.asyncProperty(text, async (comment) => {
      const whole = JSON.stringify({ spdxVersion: "SPDX-2.3", comment });
      expect(await open(tools.bzip2(new TextEncoder().encode(whole)))).toBe(whole);
    }),
    { numRuns: 15 },
  );
});

test.runIf(kinds.includes("xz"))(
  "refuses xz with a check that it does not know, and says what to do",
  async () => {
    const error: unknown = await openSbom(tools.xz(bytes, "--check=sha256")).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({
      code: "COMPRESSION_INVALID",
      message: expect.stringContaining("SHA-256 check"),
    });
  },
);

test("refuses zstd, and says what to do", async () => {
  expect(await codeOf(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0))).toBe("ENCODING_UNSUPPORTED");
});

test("refuses what is compressed more than four times over", async () => {
  let compressed: Uint8Array = bytes;
  for (let level = 0; level < 4; level++) compressed = gzipSync(compressed);
  expect(await open(compressed)).toBe(document);
  expect(await codeOf(gzipSync(compressed))).toBe("COMPRESSION_INVALID");
});

test("lets errors of the input through as they are", async () => {
  const failure = new Error("the disk is gone");
  for (const kind of kinds) {
    const start = tools[kind](bytes).subarray(0, 40);
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield start;
      throw failure;
    }
    await expect(openSbom(chunks())).rejects.toBe(failure);
  }
});

test("ends its input where it refuses it", async () => {
  const refused = [
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0),
    Uint8Array.of(0x1f, 0x8b, 7, 7, 7, 7, 7, 7, 7, 7, 7),
    Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 7, 7, 7, 7, 7, 7),
  ];
  for (const start of refused) {
    let ended: (() => void) | undefined;
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    async function* chunks(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield start;
      } finally {
        ended?.();
      }
    }
    expect(await codeOf(chunks())).toMatch(/^(?:ENCODING_UNSUPPORTED|COMPRESSION_INVALID)$/);
    await end;
  }
});

test("reads bytes that are not compressed up to the limit", async () => {
  expect(await open([bytes.subarray(0, 10), bytes.subarray(10)], bytes.length)).toBe(document);
  expect(await codeOf(bytes, bytes.length - 1)).toBe("DOCUMENT_TOO_LARGE");
  expect(await codeOf(new Uint8Array())).toBe("FORMAT_UNKNOWN");
});
