import { spawnSync } from "node:child_process";
import { type DecompressZstdOptions, decompressZstd, isImageError } from "@coppice/image";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect, cut } from "../support/bytes.ts";
import { hasTool } from "../support/tool.ts";

const decompress = (chunks: Iterable<Uint8Array>, options?: DecompressZstdOptions) =>
  collect(decompressZstd(chunks, options));
const fails = (bytes: Uint8Array, options?: DecompressZstdOptions) =>
  expect(decompress([bytes], options)).rejects;

const magic = [0x28, 0xb5, 0x2f, 0xfd];
/** A frame by hand with a window of 1 KiB: its blocks as kind, length and bytes. */
function frame(...blocks: readonly (readonly [kind: number, length: number, bytes: number[]])[]) {
  const parts = blocks.map(([kind, length, bytes], index) => {
    const head = (length << 3) | (kind << 1) | (index === blocks.length - 1 ? 1 : 0);
    return [head & 0xff, (head >> 8) & 0xff, head >> 16, ...bytes];
  });
  return Uint8Array.of(...magic, 0, 0, ...parts.flat());
}

const skippable = (content: readonly number[]): Uint8Array =>
  Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18, content.length, 0, 0, 0, ...content);

describe.skipIf(!hasTool("zstd"))("what the zstd tool makes", () => {
  const zstd = (bytes: Uint8Array, ...options: readonly string[]): Buffer => {
    const { status, stdout, stderr } = spawnSync("zstd", ["-qc", ...options], {
      input: bytes,
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw new Error(stderr.toString());
    return stdout;
  };

  /** Content of every nature: random, of few letters, repeated from near and far, long runs. */
  const content = fc
    .array(
      fc.record({
        letters: fc.constantFrom(1, 2, 16, 64, 256),
        length: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 100_000 })),
        seed: fc.integer({ min: 1 }),
        back: fc.nat({ max: 200_000 }),
      }),
      { maxLength: 8 },
    )
    .map((parts) => {
      const bytes: number[] = [];
      for (const { letters, length, seed, back } of parts) {
        const again = bytes.slice(Math.max(0, bytes.length - back)).slice(0, length);
        let state = seed;
        for (let index = 0; index < length; index++) {
          state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
          bytes.push((state >> 16) % letters);
        }
        bytes.push(...again);
      }
      return Uint8Array.from(bytes);
    });
  const options = fc.tuple(
    fc.constantFrom("-1", "-3", "-9", "-19", "--fast=5", "--ultra"),
    fc.constantFrom("--check", "--no-check"),
    fc.constantFrom("--no-compress-literals", "--compress-literals", "--long=20"),
  );

  test("comes out again, in any pieces, and cut anywhere it says so", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(content, options), { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (frames, lengths, share) => {
          const whole = Buffer.concat(frames.map(([bytes]) => bytes));
          const stored = frames.map(([bytes, flags]) => zstd(bytes, ...flags));
          const together = Buffer.concat(stored.flatMap((part) => [skippable([1, 2]), part]));
          expect(whole.equals(await decompress(cut(together, lengths)))).toBe(true);
          const [first = whole] = stored;
          const end = Math.max(1, Math.floor(first.length * share));
          await fails(first.subarray(0, end)).toMatchObject({ code: "ZSTD_TRUNCATED" });
        },
      ),
      { numRuns: 15 },
    );
  });

  test("gives other content or a coded error when it is damaged", async () => {
    const words = Buffer.from(
      "the quick brown fox jumps over the lazy dog, and again ".repeat(400),
    );
    const shuffled = words.map((byte, index) => (index % 7 === 0 ? byte ^ (index & 31) : byte));
    const stored = zstd(shuffled, "-19", "--no-check");
    const change = fc.record({ at: fc.nat(stored.length - 1), byte: fc.nat({ max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = Uint8Array.from(stored);
        for (const { at, byte } of changes) bytes[at] = byte;
        try {
          await decompress([bytes], { limits: { windowBytes: 1 << 20 } });
        } catch (error) {
          if (!isImageError(error) || !error.code.startsWith("ZSTD_")) throw error;
        }
      }),
      { numRuns: 1500 },
    );
  });

  test("refers back over a window of many mebibytes", async () => {
    const noise = Buffer.alloc(9 << 20);
    let state = 1;
    for (let at = 0; at < noise.length; at += 4) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      noise.writeInt32LE(state, at);
    }
    const twice = Buffer.concat([noise, noise, noise]);
    const stored = zstd(twice, "-3", "--long=27");
    expect(stored.length).toBeLessThan(noise.length * 1.1);
    expect(twice.equals(await decompress(cut(stored, [1 << 20])))).toBe(true);
    await fails(stored, { limits: { windowBytes: 16 << 20 } }).toMatchObject({
      code: "ZSTD_TOO_LARGE",
      message: expect.stringMatching(/over the limit of 16777216; raise limits\.windowBytes/),
    });
  });

  test("with a dictionary is refused", async () => {
    const stored = Uint8Array.from(zstd(Buffer.from("content")));
    const single = Uint8Array.of(...stored.subarray(0, 4), 0x21, 7, 7, ...stored.subarray(6));
    await fails(single).toMatchObject({ code: "ZSTD_UNSUPPORTED" });
  });
});

test("nothing is no frame, and plain and repeated blocks are read", async () => {
  expect(await decompress([])).toHaveLength(0);
  const bytes = await decompress([frame([0, 2, [0x68, 0x69]], [1, 3, [0x21]]), skippable([1])]);
  expect(Buffer.from(bytes).toString()).toBe("hi!!!");
});

test.each([
  ["no zstd data", Uint8Array.of(1, 2, 3, 4, 5)],
  ["a reserved bit", Uint8Array.of(...magic, 8, 0, 0, 0)],
  ["a reserved kind of block", frame([3, 0, []])],
  ["a block beyond the window", frame([1, 1025, [0]])],
  ["a size that is not true", Uint8Array.of(...magic, 0x20, 3, 0x11, 0, 0, 0x68, 0x69)],
  ["an empty compressed block", frame([2, 0, []])],
  ["a Huffman table that none gave", frame([2, 4, [0x13, 0x40, 0, 0]])],
  ["literals alone that are cut off", frame([2, 2, [0x50, 1]])],
  ["sequences that are cut off", frame([2, 3, [0x08, 1, 1]])],
  ["sequences after none", frame([2, 4, [0x08, 1, 0, 9]])],
  ["a reserved bit of sequences", frame([2, 5, [0x08, 1, 1, 1, 1]])],
  ["a constant table without its symbol", frame([2, 4, [0x08, 1, 1, 0x40]])],
  ["a constant table of no symbol", frame([2, 6, [0x08, 1, 1, 0x40, 99, 1]])],
  ["a table of symbols that is cut off", frame([2, 4, [0x08, 1, 1, 0x80]])],
  ["literals that no bits follow", frame([2, 3, [0x12, 0, 0]])],
  ["a table of sequences that none gave", frame([2, 5, [0x08, 1, 1, 0xfc, 1]])],
])("%s is refused as invalid", async (_, bytes) => {
  await fails(bytes, { name: "layer x" }).toMatchObject({
    code: "ZSTD_INVALID",
    message: expect.stringMatching(/^layer x .*; fetch it again$/),
  });
});

test("each kind of cut is told", async () => {
  for (const bytes of [
    magic.slice(0, 3),
    magic,
    [...magic, 0x20],
    [...magic, 0x20, 1],
    skippable([1, 2]).slice(0, 9),
    [...magic, 0x24, 1, 0x09, 0, 0, 1, 1, 1, 1],
  ]) {
    await fails(Uint8Array.from(bytes)).toMatchObject({ code: "ZSTD_TRUNCATED" });
  }
});

test("the limit of bytes is kept and named", async () => {
  await fails(frame([1, 1000, [0]]), { limits: { bytes: 999 } }).toMatchObject({
    code: "ZSTD_TOO_LARGE",
    message: expect.stringContaining("raise limits.bytes"),
  });
});

test("many skippable frames and many small blocks take time in proportion", async () => {
  const skipped = Buffer.concat(Array.from({ length: 200_000 }, () => skippable([])));
  expect(await decompress([skipped])).toHaveLength(0);
  // A window of 128 MiB of which nothing is ever filled.
  const head = Uint8Array.of(...magic, 0, 17 << 3);
  const blocks = Buffer.concat(
    Array.from({ length: 50_000 }, () => Uint8Array.of((1 << 3) | 2, 0, 0, 7)),
  );
  const end = Uint8Array.of(1, 0, 0);
  expect(await decompress([Buffer.concat([head, blocks, end])])).toHaveLength(50_000);
});

test("leaving the loop early lets go of the data", async () => {
  let closed = false;
  function* source() {
    try {
      yield frame([1, 10, [1]]);
      yield frame([1, 10, [1]]);
    } finally {
      closed = true;
    }
  }
  for await (const _ of decompressZstd(source())) break;
  expect(closed).toBe(true);
});
