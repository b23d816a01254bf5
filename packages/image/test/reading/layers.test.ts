import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type OpenImageOptions, openImage } from "@coppice/image/node";
import { describe, expect, onTestFinished, test } from "vitest";
import { collect, collectText, tarOf } from "../support/bytes.ts";
import { entry, folder, symlink } from "../support/entry.ts";
import { sha256, temporaryFolder, writeLayout } from "../support/layout.ts";
import { hasTool } from "../support/tool.ts";

async function open(path: string, options?: OpenImageOptions) {
  const image = await openImage(path, options);
  onTestFinished(() => image.close());
  return image;
}

const large = Buffer.alloc(3_000_000, "0123456789abcdef-");
const layer = await tarOf([
  folder("/bin"),
  [entry("/bin/sh"), "\x7fELF\x02\x01\x01\x00 and more"],
  [entry("/short"), "abc"],
  entry("/empty"),
  [entry("/large"), large.toString()],
  entry("/linked", { hardLink: "/bin/sh" }),
  symlink("/link", "short"),
]);

const half = layer.length >> 1;
const compressions: readonly (readonly [string, (tar: Uint8Array) => Uint8Array])[] = [
  ["a plain layer", (tar) => tar],
  ["a gzip layer", (tar) => gzipSync(tar)],
  [
    "a gzip layer of several members",
    (tar) =>
      Buffer.concat(
        [tar.subarray(0, 700), tar.subarray(700, half), tar.subarray(half)].map((part) =>
          gzipSync(part),
        ),
      ),
  ],
];
const zstd = (tar: Uint8Array): Buffer =>
  spawnSync("zstd", ["-qc"], { input: tar, maxBuffer: 1 << 30 }).stdout;
const skipped = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
const withZstd = hasTool("zstd")
  ? ([
      ["a zstd layer", zstd],
      [
        "a layer of zstd:chunked",
        (tar: Uint8Array) =>
          Buffer.concat([skipped, zstd(tar.subarray(0, 512)), zstd(tar.subarray(512)), skipped]),
      ],
    ] as const)
  : [];

describe.each([...compressions, ...withZstd])("of %s", (_, compress) => {
  test("contents, parts, first bytes and digests are at hand", async () => {
    const { tree, layers, deletions } = await open(await writeLayout([layer], { compress }));
    expect(layers).toMatchObject([{ diffId: sha256(layer), bytes: layer.length }]);
    expect(deletions).toEqual([]);
    expect(await collectText(tree.read("/link"))).toBe("abc");
    expect(await collectText(tree.read("/empty"))).toBe("");
    expect(large.equals(await collect(tree.read("/large")))).toBe(true);
    for (const [start, end] of [
      [0, 4],
      [2_999_990, 4_000_000],
      [70_000, 200_000],
      [5, 5],
    ] as const) {
      expect(await collectText(tree.read("/large", { start, end }))).toBe(
        large.toString("latin1", start, end),
      );
    }
    const elf = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0);
    expect([tree.head?.("/bin/sh"), tree.head?.("/linked")]).toEqual([elf, elf]);
    expect([tree.head?.("/short"), tree.head?.("/empty")]).toEqual([
      Uint8Array.of(0x61, 0x62, 0x63),
      new Uint8Array(0),
    ]);
    expect([tree.head?.("/bin"), tree.head?.("/link"), tree.head?.("/none")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for (const algorithm of ["md5", "sha1", "sha256", "sha384", "sha512"] as const) {
      const value = createHash(algorithm).update(large).digest("hex");
      expect(await tree.digest?.("/large", algorithm)).toBe(`${algorithm}:${value}`);
    }
    await expect(tree.digest?.("/none", "md5")).rejects.toMatchObject({ code: "FILE_ABSENT" });
    await expect(tree.digest?.("/bin", "md5")).rejects.toMatchObject({ code: "NOT_A_FILE" });
  });

  test("stream and blob can be read again", async () => {
    const { layers } = await open(await writeLayout([layer], { compress }));
    for (const { diffId, digest, tar, blob } of layers) {
      expect(sha256(await collect(tar()))).toBe(diffId);
      expect(sha256(await collect(blob()))).toBe(digest);
    }
  });

  test("digests are left out when they are not wanted, and computed when asked for", async () => {
    const { tree } = await open(await writeLayout([layer], { compress }), { digests: false });
    expect(tree.stat("/short")).not.toHaveProperty("digest");
    expect(tree.head?.("/short")).toHaveLength(3);
    expect(await tree.digest?.("/short", "sha256")).toBe(sha256("abc"));
  });

  test("what was tampered with is refused as such, wherever that is noticed", async () => {
    const stored = compress(layer).length;
    for (const at of [4, 9, stored >> 1, stored - 2]) {
      const layout = await writeLayout([layer], {
        compress,
        tamper: (bytes, kind) => {
          if (kind !== "layer") return bytes;
          const other = Uint8Array.from(bytes);
          other[at] = (other[at] ?? 0) ^ 0xff;
          return other;
        },
      });
      await expect(openImage(layout)).rejects.toMatchObject({ code: "IMAGE_DIGEST_MISMATCH" });
    }
  });
});

test("thousands of contents stand where they are noted", async () => {
  const count = 3000;
  const files = Array.from(
    { length: count },
    (_, index) => [entry(`/f${index}`), `${index} content`] as const,
  );
  const { tree } = await open(await writeLayout([await tarOf(files)]));
  for (const index of [0, 1022, 1023, 1024, 2047, 2048, count - 1]) {
    expect(await collectText(tree.read(`/f${index}`))).toBe(`${index} content`);
    const head = Buffer.from(tree.head?.(`/f${index}`) ?? []).toString();
    expect(head).toBe(`${index} content`.slice(0, 8));
  }
});

test("bytes after the end of a compressed layer count for its digest", async () => {
  const compress = (tar: Uint8Array) => Buffer.concat([gzipSync(tar), Buffer.alloc(600_000)]);
  const { tree } = await open(await writeLayout([layer], { compress }));
  expect(tree.stat("/short")?.size).toBe(3);
});

test("what later layers took away is listed with who brought it and who took it", async () => {
  const lower = await tarOf([
    folder("/d"),
    entry("/d/a"),
    entry("/d/b"),
    entry("/kept"),
    entry("/file"),
    folder("/type"),
    entry("/type/in"),
    entry("/z"),
  ]);
  const middle = await tarOf([
    entry("/d/.wh.a"),
    [entry("/file"), "new"],
    entry("/own"),
    entry("/own"),
  ]);
  const upper = await tarOf([
    entry("/.wh.d"),
    entry("/type"),
    folder("/kept"),
    entry("/.wh..wh..opq"),
    entry("/.wh.none"),
  ]);
  const { deletions, tree } = await open(await writeLayout([lower, middle, upper]));
  const [low, mid, up] = [sha256(lower), sha256(middle), sha256(upper)];
  expect([...tree.entries()].map(({ path }) => path)).toEqual(["/", "/kept", "/type"]);
  expect(deletions).toEqual([
    { path: "/d/a", layer: low, deletedBy: mid },
    { path: "/file", layer: low, deletedBy: mid, replaced: true },
    { path: "/d/b", layer: low, deletedBy: up },
    { path: "/d", layer: low, deletedBy: up },
    { path: "/type/in", layer: low, deletedBy: up },
    { path: "/type", layer: low, deletedBy: up, replaced: true },
    { path: "/kept", layer: low, deletedBy: up, replaced: true },
    { path: "/file", layer: mid, deletedBy: up },
    { path: "/z", layer: low, deletedBy: up },
    { path: "/own", layer: mid, deletedBy: up },
  ]);
});

test.each(["/usr/bin/.whoami", "/a.wh.b", "/.wh", "/wh", "/x.wh.", "/.whx/y", "/a.wh..wh..opq"])(
  "%s is no whiteout",
  async (path) => {
    const lower = await tarOf([entry("/usr/bin/oami"), entry("/b"), entry("/a")]);
    const { tree, deletions } = await open(
      await writeLayout([lower, await tarOf([[entry(path), "x"]])]),
    );
    expect(tree.stat(path)?.size).toBe(1);
    expect([...tree.entries()].filter(({ type }) => type === "file")).toHaveLength(4);
    expect(deletions).toEqual([]);
  },
);

test("a folder's files have first bytes and digests", async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, "sub"));
  await writeFile(join(root, "sub/long"), "0123456789");
  await writeFile(join(root, "empty"), "");
  const { tree, deletions } = await open(root);
  expect(Buffer.from(tree.head?.("/sub/long") ?? []).toString()).toBe("01234567");
  expect(tree.head?.("/empty")).toEqual(new Uint8Array(0));
  expect(tree.head?.("/sub")).toBeUndefined();
  expect(await tree.digest?.("/sub/long", "md5")).toBe(
    `md5:${createHash("md5").update("0123456789").digest("hex")}`,
  );
  expect(deletions).toEqual([]);
  const without = await open(root, { digests: false });
  expect(without.tree.head?.("/sub/long")).toBeUndefined();
});

test.each([...compressions, ...withZstd])(
  "an archive compressed as %s is opened",
  async (_, compress) => {
    const path = join(await temporaryFolder(), "root.tar");
    await writeFile(path, compress(layer));
    const { tree, subject } = await open(path);
    expect(subject.digest).toBe(sha256(layer));
    expect(await collectText(tree.read("/linked"))).toMatch(/ and more$/);
  },
);

test("an archive is listed without its contents, however it is cut off", async () => {
  const root = await temporaryFolder();
  const path = join(root, "root.tar");
  await writeFile(path, layer);
  expect((await open(path)).tree.stat("/large")?.size).toBe(large.length);
  for (const length of [layer.length - 1024 - 512 - 2000, 1_000_000, 700]) {
    await writeFile(path, layer.subarray(0, length));
    await expect(openImage(path)).rejects.toMatchObject({ code: "TAR_TRUNCATED" });
  }
});
