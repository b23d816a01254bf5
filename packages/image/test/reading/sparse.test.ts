import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isImageError, scanTar } from "@coppice/image";
import { openImage } from "@coppice/image/node";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect, cut } from "../support/bytes.ts";
import { sha256, temporaryFolder, writeLayout } from "../support/layout.ts";
import { hasTool, run } from "../support/tool.ts";

const formats = [
  ["--format=gnu"],
  ["--format=pax", "--sparse-version=0.0"],
  ["--format=pax", "--sparse-version=0.1"],
  ["--format=pax", "--sparse-version=1.0"],
] as const;

/** A content of blocks of 512 bytes, by turns zeros and something, and what is left. */
const sparseContent = fc
  .tuple(
    fc.array(
      fc.record({ blocks: fc.integer({ min: 1, max: 9 }), byte: fc.integer({ min: 1, max: 255 }) }),
      {
        minLength: 1,
        maxLength: 60,
      },
    ),
    fc.nat({ max: 511 }),
    fc.boolean(),
  )
  .map(([runs, rest, first]) =>
    Buffer.concat([
      ...runs.map(({ blocks, byte }, index) =>
        Buffer.alloc(blocks * 512, (index % 2 === 0) === first ? byte : 0),
      ),
      Buffer.alloc(8192),
      Buffer.alloc(rest, 7),
    ]),
  );

/** Writes only what is not zero, since tar looks for holes in none but files with fewer blocks than their size needs. */
async function writeWithHoles(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w");
  await file.truncate(bytes.length);
  for (let at = 0; at < bytes.length; at += 512) {
    const block = bytes.subarray(at, at + 512);
    if (block.some((byte) => byte !== 0)) await file.write(block, 0, block.length, at);
  }
  await file.close();
}

/** What GNU tar makes of files as sparse ones. */
async function sparseTar(
  files: ReadonlyMap<string, Uint8Array>,
  options: readonly string[],
): Promise<Buffer> {
  const root = await temporaryFolder();
  await mkdir(join(root, "in"));
  for (const [name, bytes] of files) await writeWithHoles(join(root, "in", name), bytes);
  const archive = join(root, "a.tar");
  const settings = ["-S", "--hole-detection=raw", "--sort=name", ...options];
  run("tar", ...settings, "-cf", archive, "-C", join(root, "in"), ...files.keys());
  return readFile(archive);
}

async function contentsOf(chunks: Iterable<Uint8Array>): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for await (const member of scanTar(chunks)) {
    expect(member.sparse !== undefined).toBe(member.path !== "/plain");
    const content = await collect(member.content());
    expect(member.size).toBe(content.length);
    found.set(member.path, content);
  }
  return found;
}

describe.skipIf(!hasTool("tar"))("a sparse file of GNU tar", () => {
  test.each(formats.map((options) => [options.join(" "), options]))(
    "is read whole from %s, however the stream is cut",
    async (_, options) => {
      await fc.assert(
        fc.asyncProperty(
          sparseContent,
          sparseContent,
          fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }),
          async (one, two, lengths) => {
            const files = new Map([
              ["one", one],
              ["plain", Buffer.from("plain")],
              ["two", two],
            ]);
            const archive = await sparseTar(files, options);
            const found = await contentsOf(cut(archive, lengths));
            expect([...found.keys()]).toEqual(["/one", "/plain", "/two"]);
            for (const [name, bytes] of files) {
              expect(bytes.equals(found.get(`/${name}`) ?? new Uint8Array(0))).toBe(true);
            }
          },
        ),
        { numRuns: 12 },
      );
    },
  );

  test.each(formats.map((options) => [options.join(" "), options]))(
    "of %s is a file like others in an image",
    async (_, options) => {
      const content = Buffer.concat([
        Buffer.alloc(300_000),
        Buffer.from("\x7fELF and more"),
        Buffer.alloc(200_000),
        Buffer.alloc(5000, 1),
        Buffer.alloc(1 << 20),
      ]);
      const archive = await sparseTar(
        new Map([
          ["a", content],
          ["b", Buffer.from("text")],
        ]),
        options,
      );
      expect(archive.length).toBeLessThan(30_000);
      for (const compress of [undefined, (tar: Uint8Array) => tar]) {
        const image = await openImage(await writeLayout([archive], compress && { compress }));
        const { tree } = image;
        expect(tree.stat("/a")).toMatchObject({ size: content.length, digest: sha256(content) });
        expect(content.equals(await collect(tree.read("/a")))).toBe(true);
        const part = { start: 299_999, end: 300_005 };
        expect(
          content.subarray(part.start, part.end).equals(await collect(tree.read("/a", part))),
        ).toBe(true);
        expect(tree.head?.("/a")).toEqual(new Uint8Array(8));
        expect(Buffer.from(await collect(tree.read("/b"))).toString()).toBe("text");
        await image.close();
      }
    },
  );

  test("may be all hole, and is bounded by the limits", async () => {
    const root = await temporaryFolder();
    run("truncate", "-s", "10G", join(root, "hole"));
    for (const options of formats) {
      const archive = join(root, "a.tar");
      run("tar", "-S", ...options, "-cf", archive, "-C", root, "hole");
      const scan = async (bytes: number) => {
        for await (const member of scanTar([await readFile(archive)], { limits: { bytes } })) {
          return member;
        }
        return undefined;
      };
      expect(await scan(11 * 2 ** 30)).toMatchObject({
        path: "/hole",
        size: 10 * 2 ** 30,
        sparse: [],
      });
      await expect(scan(9 * 2 ** 30)).rejects.toMatchObject({ code: "TAR_TOO_LARGE" });
      const layout = await writeLayout([await readFile(archive)]);
      await expect(openImage(layout, { limits: { layerBytes: 1 << 30 } })).rejects.toMatchObject({
        code: "LAYER_TOO_LARGE",
      });
      await expect(openImage(archive, { limits: { totalBytes: 1 << 30 } })).rejects.toMatchObject({
        code: "IMAGE_TOO_LARGE",
      });
    }
  });

  test("that is damaged gives other bytes or a coded error", async () => {
    const content = Buffer.concat(
      Array.from({ length: 60 }, (_, index) => Buffer.alloc(1024, index % 2)),
    );
    for (const options of formats) {
      const archive = await sparseTar(new Map([["a", content]]), options);
      const map = fc.record({
        at: fc.nat({ max: Math.min(archive.length, 4096) - 1 }),
        byte: fc.constantFrom(0, 0x2c, 0x30, 0x31, 0x39, 0x0a, 0x80, 0xff),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(map, { minLength: 1, maxLength: 3 }),
          fc.boolean(),
          async (changes, heal) => {
            const bytes = Buffer.from(archive);
            for (const { at, byte } of changes) bytes[at] = byte;
            if (heal) healChecksums(bytes);
            try {
              for await (const member of scanTar([bytes], { limits: { bytes: 1 << 24 } })) {
                for await (const _ of member.content());
              }
            } catch (error) {
              if (!isImageError(error)) throw error;
            }
          },
        ),
        { numRuns: 200 },
      );
    }
  });
});

test.skipIf(!hasTool("bsdtar"))("a sparse file of bsdtar is read whole", async () => {
  const root = await temporaryFolder();
  const content = Buffer.concat([
    Buffer.alloc(1 << 20),
    Buffer.from("text"),
    Buffer.alloc(1 << 20),
  ]);
  await writeWithHoles(join(root, "a"), content);
  const archive = join(root, "a.tar");
  run("bsdtar", "--format=pax", "-cf", archive, "-C", root, "a");
  const bytes = await readFile(archive);
  expect(bytes.length).toBeLessThan(content.length);
  expect(content.equals((await contentsOf([bytes])).get("/a") ?? new Uint8Array(0))).toBe(true);
});

function healChecksums(bytes: Buffer): void {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const header = bytes.subarray(at, at + 512);
    if (header[257] !== 0x75) continue;
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0`, 148);
  }
}
