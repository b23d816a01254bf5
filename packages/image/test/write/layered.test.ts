import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { isImageError, scanTar } from "@coppice/image";
import { type OpenedImage, openImage, writeImage } from "@coppice/image/node";
import type { FileEntry } from "@coppice/types";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { collectText } from "../support/bytes.ts";
import { entry, folder, symlink } from "../support/entry.ts";
import { sha256, temporaryFolder } from "../support/layout.ts";
import { chunks, layerOf, type Member, openStack, readBlob, sourcesOf, treeOf } from "./stack.ts";

const out = async (): Promise<string> => join(await temporaryFolder(), "out");
const original = { layers: "original" } as const;

async function reopen(path: string): Promise<OpenedImage> {
  const image = await openImage(path);
  onTestFinished(() => image.close());
  return image;
}

/** Names of the members of each layer that was written. */
async function membersOf(path: string): Promise<readonly (readonly string[])[]> {
  const image = await reopen(path);
  const names: string[][] = [];
  for (const { diffId } of image.layers) {
    const found: string[] = [];
    for await (const member of scanTar([await readBlob(path, diffId)])) found.push(member.path);
    names.push(found);
  }
  return names;
}

const base = await layerOf([
  [folder("/")],
  [folder("/etc", { mtime: 7 })],
  [entry("/etc/motd"), "old"],
  [entry("/etc/passwd"), "root"],
]);
const middle = await layerOf([
  [folder("/etc", { mtime: 8 })],
  [entry("/etc/motd"), "new"],
  [folder("/srv")],
  [entry("/srv/a"), "a"],
  [entry("/srv/b", { hardLink: "/srv/a" })],
]);
const upper = await layerOf([[folder("/srv")], [entry("/srv/.wh.b")], [entry("/srv/c"), "c"]]);
const stack = [base, middle, upper];
const diffIds = stack.map(sha256);
const history = [
  { created_by: "base" },
  { created_by: "env", empty_layer: true },
  { created_by: "middle" },
  { created_by: "upper" },
];

test("layers of which nothing is gone keep their digests, and one that lost something is made anew", async () => {
  const image = await openStack(stack, { history });
  const entries = [...image.tree.entries()].filter(({ path }) => path !== "/srv/c");
  const path = await out();
  const written = await writeImage(
    path,
    { ...image, entries, layers: sourcesOf(stack) },
    { ...original, compression: "none" },
  );
  expect(written.layers.map(({ diffId }) => diffId)).toEqual([
    ...diffIds.slice(0, 2),
    written.diffId,
  ]);
  // The layer in the middle still has /srv/b, which the upper one took away.
  expect((await membersOf(path)).at(-1)).toEqual(["/", "/srv", "/srv/.wh.b"]);
  expect(treeOf(await reopen(path)).map((one) => one.path)).toEqual([
    "/",
    "/etc",
    "/etc/motd",
    "/etc/passwd",
    "/srv",
    "/srv/a",
  ]);
});

test("layers made from entries hold what can be seen of them, and need no whiteouts", async () => {
  const image = await openStack(stack, { history });
  const path = await out();
  await writeImage(path, { ...image, layers: [] }, { ...original, compression: "none" });
  expect(await membersOf(path)).toEqual([
    ["/", "/etc", "/etc/passwd"],
    ["/", "/etc", "/etc/motd", "/srv", "/srv/a"].filter((name) => name !== "/srv/b"),
    ["/", "/srv", "/srv/c"],
  ]);
  const again = await reopen(path);
  expect(treeOf(again)).toEqual(treeOf(image));
  expect(again.configuration["history"]).toEqual(history);
});

test("what was written in layers is written the same again", async () => {
  const image = await openStack(stack);
  const first = await out();
  const { digest } = await writeImage(first, { ...image, layers: [] }, original);
  const again = await reopen(first);
  expect(await writeImage(await out(), { ...again, layers: [] }, original)).toMatchObject({
    digest,
  });
});

test("new contents come on top, and leave the layer that had the old one", async () => {
  const image = await openStack(stack, { history });
  const path = await out();
  await writeImage(
    path,
    {
      ...image,
      entries: [...image.tree.entries(), entry("/new")],
      contents: new Map([
        ["/etc/passwd", Buffer.from("nobody")],
        ["/new", Buffer.from("new")],
      ]),
    },
    { ...original, compression: "none", createdBy: "edit" },
  );
  expect((await membersOf(path)).map((names) => names.includes("/etc/passwd"))).toEqual([
    false,
    false,
    false,
    true,
  ]);
  const again = await reopen(path);
  expect(await collectText(again.tree.read("/etc/passwd"))).toBe("nobody");
  expect(await collectText(again.tree.read("/new"))).toBe("new");
  expect(again.configuration["history"]).toEqual([
    ...history,
    { created: "2020-01-02T03:04:05Z", created_by: "edit" },
  ]);
});

test("a layer of which nothing is left goes, and its step in the history has no layer", async () => {
  const image = await openStack(stack, { history });
  const entries = [...image.tree.entries()].filter(({ layer }) => layer === diffIds[0]);
  const path = await out();
  const { layers } = await writeImage(path, { ...image, entries, layers: [] }, original);
  expect(layers).toHaveLength(2);
  const again = await reopen(path);
  expect(again.configuration["history"]).toEqual([
    { created_by: "base" },
    { created_by: "env", empty_layer: true },
    // The folder above /etc/passwd is one that this layer brought last.
    { created_by: "middle" },
    { created_by: "upper", empty_layer: true },
  ]);
});

test("a history that does not fit the layers is replaced", async () => {
  const image = await openStack(stack, { history: history.slice(1) });
  const path = await out();
  await writeImage(path, image, original);
  const step = { created: "2020-01-02T03:04:05Z", created_by: "coppice" };
  expect((await reopen(path)).configuration["history"]).toEqual([step, step, step]);
});

test("an image of which nothing is left has one empty layer", async () => {
  const image = await openStack(stack, { history });
  const path = await out();
  const { layers } = await writeImage(path, { ...image, entries: [], layers: [] }, original);
  expect(layers).toHaveLength(1);
  expect(treeOf(await reopen(path)).map((one) => one.path)).toEqual(["/"]);
});

test("a blob that is at hand is written as it is, in the compression that it has", async () => {
  const image = await openStack(stack);
  const blob = gzipSync(base, { level: 1 });
  const tar = () => chunks(base);
  const source = { diffId: sha256(base), digest: sha256(blob), tar, blob: () => chunks(blob) };
  const layers = [source, ...sourcesOf([middle, upper])];
  const path = await out();
  const written = await writeImage(path, { ...image, layers }, original);
  expect(written.layers[0]).toMatchObject({
    digest: sha256(blob),
    diffId: sha256(base),
    mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
  });
  expect(await readBlob(path, sha256(blob))).toEqual(blob);
  const plain = await writeImage(
    await out(),
    { ...image, layers },
    { ...original, compression: "none" },
  );
  expect(plain.layers.map(({ digest }) => digest)).toEqual(diffIds);
});

test.each([
  ["the blob", { blob: () => chunks(gzipSync(middle)), digest: sha256(gzipSync(base)) }],
  ["a blob that is not compressed", { blob: () => chunks(middle), digest: sha256("x") }],
])("%s of another content is refused or passed over", async (_, more) => {
  const image = await openStack([base]);
  const layers = [{ diffId: sha256(base), tar: () => chunks(base), ...more }];
  const path = await out();
  const writing = writeImage(path, { ...image, layers }, original);
  if (more.digest === sha256("x")) expect((await writing).diffId).toBe(sha256(base));
  else await expect(writing).rejects.toMatchObject({ code: "CONTENT_CHANGED" });
});

test("a layer whose stream is no longer the same is refused", async () => {
  const image = await openStack([base]);
  const other = await layerOf([[folder("/")], [entry("/x"), "x"]]);
  const layers = [{ diffId: sha256(base), tar: () => chunks(other) }];
  const path = await out();
  await expect(writeImage(path, { ...image, layers }, original)).rejects.toMatchObject({
    code: "CONTENT_CHANGED",
  });
});

test("names of one file in two layers end up in the higher one", async () => {
  const lower = await layerOf([[folder("/a")], [entry("/a/one"), "shared"]]);
  const higher = await layerOf([[entry("/a/two", { hardLink: "/a/one" })]]);
  const image = await openStack([lower, higher]);
  const path = await out();
  await writeImage(path, { ...image, layers: [] }, { ...original, compression: "none" });
  expect(await membersOf(path)).toEqual([
    ["/", "/a"],
    ["/", "/a", "/a/one", "/a/two"],
  ]);
  expect(treeOf(await reopen(path))).toEqual(treeOf(image));
});

test("a layer that links to a file which is gone below is made anew", async () => {
  const lower = await layerOf([
    [folder("/a")],
    [entry("/a/one"), "shared"],
    [entry("/a/gone"), "x"],
  ]);
  const higher = await layerOf([[entry("/a/two", { hardLink: "/a/one" })]]);
  const stack = [lower, higher];
  const image = await openStack(stack);
  const entries = [...image.tree.entries()].filter(({ path }) => path !== "/a/gone");
  const path = await out();
  const { layers } = await writeImage(
    path,
    { ...image, entries, layers: sourcesOf(stack) },
    original,
  );
  expect(layers.map(({ diffId }) => diffId)).not.toContain(sha256(higher));
  const again = await reopen(path);
  expect(again.tree.stat("/a/two")?.hardLink).toBe("/a/one");
  expect(await collectText(again.tree.read("/a/two"))).toBe("shared");
});

test("without digests of files no layer is kept, since nothing says that it is the same", async () => {
  const image = await openStack(stack);
  const tree = {
    ...image.tree,
    entries: () => [...image.tree.entries()].map(({ digest: _, ...one }) => one),
  };
  const { layers } = await writeImage(
    await out(),
    { ...image, tree, layers: sourcesOf(stack) },
    original,
  );
  expect(layers.map(({ diffId }) => diffId)).not.toContain(diffIds[0]);
});

test("a folder, which has no layers, is written as one", async () => {
  const image = await openStack([base]);
  const tree = {
    ...image.tree,
    entries: () => [...image.tree.entries()].map(({ layer: _, ...one }) => one),
  };
  const configuration = { architecture: "amd64", os: "linux" };
  const path = await out();
  const { layers } = await writeImage(path, { tree, configuration }, original);
  expect(layers).toHaveLength(1);
  expect(treeOf(await reopen(path))).toEqual(treeOf(image));
});

test("an aborted signal ends the work and leaves nothing", async () => {
  const image = await openStack(stack);
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  const layers = sourcesOf(stack);
  const path = await out();
  await expect(writeImage(path, { ...image, layers }, { ...original, signal })).rejects.toBe(
    reason,
  );
  await expect(openImage(path)).rejects.toMatchObject({ code: "IMAGE_ABSENT" });
});

const name = fc.constantFrom("a", "b", "c");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `/${names.join("/")}`);
const facts = { mode: fc.constantFrom(0o644, 0o4755), mtime: fc.nat({ max: 3 }) };
const arbitrary = (weight: number, members: fc.Arbitrary<Member>) => ({
  weight,
  arbitrary: members,
});
const member: fc.Arbitrary<Member> = fc.oneof(
  arbitrary(
    10,
    fc
      .record({ path, ...facts, text: fc.constantFrom("", "x", "y") })
      .map(({ path: at, text, ...more }): Member => [entry(at, more), text]),
  ),
  arbitrary(
    5,
    fc
      .record({ path, mtime: facts.mtime })
      .map(({ path: at, mtime }): Member => [folder(at, { mtime })]),
  ),
  // Few, since many of them lead nowhere.
  arbitrary(
    1,
    fc.tuple(path, path).map(([at, to]): Member => [symlink(at, to)]),
  ),
  arbitrary(
    1,
    fc.tuple(path, path).map(([at, to]): Member => [entry(at, { hardLink: to })]),
  ),
  arbitrary(
    3,
    path.map((at): Member => [entry(at.replace(/\/([abc])$/, "/.wh.$1"))]),
  ),
  arbitrary(
    1,
    path.map((at): Member => [entry(`${at}/.wh..wh..opq`)]),
  ),
);
const layer = fc.array(member, { minLength: 1, maxLength: 6 });

test("whatever the layers and what is taken out of them, the tree is that of one layer", async () => {
  let opened = 0;
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(layer, { minLength: 1, maxLength: 4 }),
      fc.array(path, { maxLength: 4 }),
      fc.option(path, { nil: undefined }),
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      async (members, removed, replaced, atHand) => {
        const tars = await Promise.all(members.map(layerOf));
        const image = await openStack(tars).catch((error: unknown) => {
          // Links to nothing and links without an end are not what this is about.
          if (isImageError(error)) return undefined;
          throw error;
        });
        if (image === undefined) return;
        opened++;
        const isRemoved = (entryPath: string): boolean =>
          removed.some((gone) => entryPath === gone || entryPath.startsWith(`${gone}/`));
        const entries = [...image.tree.entries()].filter((one) => !isRemoved(one.path));
        const contents = new Map(
          entries
            .filter(({ type, path: at }) => type === "file" && at === replaced)
            .map((one): [string, Uint8Array] => [one.path, Buffer.from("x")]),
        );
        const layers = sourcesOf(tars).filter((_, number) => atHand[number]);
        const content = { ...image, entries, contents, layers };
        const [flat, layered] = [await out(), await out()];
        await writeImage(flat, content, { compression: "none" });
        const written = await writeImage(layered, content, { ...original, compression: "none" });
        const again = await reopen(layered);
        expect(treeOf(again)).toEqual(treeOf(await reopen(flat)));
        const diffs = written.layers.map(({ diffId }) => diffId);
        kept += tars.filter((tar) => diffs.includes(sha256(tar))).length;
        expect(again.layers.map(({ diffId }) => diffId)).toEqual(diffs);
      },
    ),
    { numRuns: 60 },
  );
  expect(Math.min(opened, kept)).toBeGreaterThan(15);
});

test("entries of a layer that is kept are those of the original", async () => {
  const image = await openStack(stack);
  const path = await out();
  await writeImage(path, { ...image, layers: sourcesOf(stack) }, original);
  const again = await reopen(path);
  const all = (one: OpenedImage): readonly FileEntry[] => [...one.tree.entries()];
  expect(all(again)).toEqual(all(image));
  expect(again.layers.map(({ diffId }) => diffId)).toEqual(diffIds);
});

test("an image that was opened brings its layers itself, with their blobs", async () => {
  const image = await openStack(stack);
  const path = await out();
  const written = await writeImage(path, image, original);
  expect(written.layers.map(({ digest }) => digest)).toEqual(
    image.layers.map(({ digest }) => digest),
  );
  const entries = [...image.tree.entries()].filter((one) => one.path !== "/etc/passwd");
  const smaller = await writeImage(await out(), { ...image, entries }, original);
  expect(smaller.layers.map(({ diffId }) => diffIds.indexOf(diffId))).toEqual([-1, 1, 2]);
});
