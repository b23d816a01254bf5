import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFileIndex, type ImageConfiguration, scanTar } from "@coppice/image";
import { type ImageContent, openImage, writeImage } from "@coppice/image/node";
import type { FileEntry, FileTree } from "@coppice/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collectText } from "./support/bytes.ts";
import { entry, folder, symlink } from "./support/entry.ts";
import { sha256, temporaryFolder } from "./support/layout.ts";

const configuration: ImageConfiguration = {
  architecture: "amd64",
  os: "linux",
  created: "2020-01-02T03:04:05Z",
  author: "someone",
  config: {
    User: "www-data",
    Env: ["A=b"],
    Entrypoint: ["/bin/sh"],
    ExposedPorts: { "80/tcp": {} },
    Labels: { a: "b" },
    Healthcheck: { Test: ["CMD", "true"], Interval: 3 },
    OnBuild: ["RUN x"],
  },
  rootfs: { type: "layers", diff_ids: [sha256("old")] },
  history: [{ created_by: "old" }],
};

const texts: Readonly<Record<string, string>> = {
  "/etc/motd": "hello",
  "/etc/issue": "x".repeat(200_000),
  "/srv/a": "shared",
};
const entries: readonly FileEntry[] = [
  folder("/"),
  folder("/etc", { mode: 0o750, mtime: 77 }),
  entry("/etc/issue", { size: 200_000 }),
  entry("/etc/motd", { size: 5, xattrs: { "security.capability": "AQAAAg==" } }),
  symlink("/motd", "etc/motd"),
  folder("/srv"),
  entry("/srv/a", { size: 6 }),
  entry("/srv/b", { size: 6, hardLink: "/srv/a" }),
  entry("/srv/c", { size: 6, hardLink: "/srv/a" }),
];

/** The tree of `entries`, its contents in chunks of `chunk` bytes. */
function treeOf(chunk = 70_000): FileTree {
  const index = createFileIndex(entries);
  return {
    ...index,
    async *read(path) {
      const { hardLink } = index.lookup(path) ?? {};
      const bytes = Buffer.from(texts[hardLink ?? path] ?? "");
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

const content: ImageContent = { tree: treeOf(), configuration };
const only = (...paths: readonly string[]) => entries.filter(({ path }) => paths.includes(path));
const output = async (): Promise<string> => join(await temporaryFolder(), "out");

async function written(more: Partial<ImageContent>) {
  const out = await output();
  const result = await writeImage(out, { ...content, ...more });
  const image = await openImage(out);
  const read = (path: string) => collectText(image.tree.read(path));
  return { out, result, image, read, entries: [...image.tree.entries()], close: image.close };
}

test("what is written is opened as the same", async () => {
  const { result, image, entries: found, read, close } = await written({});
  expect(found).toEqual(
    entries.map((one) => ({
      ...one,
      ...(one.type === "file" && { digest: sha256(texts[one.hardLink ?? one.path] ?? "") }),
      layer: result.diffId,
    })),
  );
  expect(await read("/motd")).toBe("hello");
  expect(await read("/srv/c")).toBe("shared");
  expect(image.subject.digest).toBe(result.digest);
  expect(image.layers).toMatchObject([{ diffId: result.diffId, digest: result.layerDigest }]);
  await close();
});

test("the configuration is kept but for layers and history", async () => {
  const { image, result, close } = await written({});
  expect(image.configuration).toEqual({
    ...configuration,
    rootfs: { type: "layers", diff_ids: [result.diffId] },
    history: [{ created: "2020-01-02T03:04:05Z", created_by: "coppice" }],
  });
  await close();
});

test("blobs are named by their digests and counted", async () => {
  const { out, result, close } = await written({});
  let bytes = 0;
  for (const name of await readdir(join(out, "blobs/sha256"))) {
    const blob = await readFile(join(out, "blobs/sha256", name));
    expect(sha256(blob)).toBe(`sha256:${name}`);
    bytes += blob.length;
  }
  expect(bytes).toBe(result.bytes);
  expect((await readdir(out)).sort()).toEqual(["blobs", "index.json", "oci-layout"]);
  await close();
});

test("the same content gives the same digest, whatever the order and the chunks", async () => {
  const { digest } = await writeImage(await output(), content);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...entries], { minLength: entries.length }),
      fc.integer({ min: 1000, max: 300_000 }),
      async (shuffled, chunk) => {
        const again = { ...content, tree: treeOf(chunk), entries: shuffled };
        expect((await writeImage(await output(), again)).digest).toBe(digest);
      },
    ),
    { numRuns: 15 },
  );
});

test("without compression the digest stays the same across releases", async () => {
  const { digest, diffId, layerDigest } = await writeImage(await output(), content, {
    compression: "none",
  });
  expect(layerDigest).toBe(diffId);
  expect({ digest, diffId }).toMatchInlineSnapshot(`
    {
      "diffId": "sha256:e026ed682497a189e396b4fb450709509ebf24bd7b116aacb48972e08807cc0a",
      "digest": "sha256:8bc079249a1b9755dc0ac98084d1029588a7105b0d2446f501fad7c7b4a3ecb0",
    }
  `);
});

test("the gzip header has neither time nor system", async () => {
  const out = await output();
  const { layerDigest } = await writeImage(out, content);
  const blob = await readFile(join(out, "blobs/sha256", layerDigest.slice(7)));
  expect([...blob.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
});

test("folders above an entry come with it, as they are in the tree", async () => {
  const { entries: found, close } = await written({ entries: only("/etc/motd") });
  expect(found.map(({ path, mode }) => [path, mode])).toEqual([
    ["/", 0o755],
    ["/etc", 0o750],
    ["/etc/motd", 0o644],
  ]);
  await close();
});

test("of the names of a file that are kept the first carries the content", async () => {
  const { entries: found, read, close } = await written({ entries: only("/srv/b", "/srv/c") });
  expect(found.find(({ path }) => path === "/srv/b")).not.toHaveProperty("hardLink");
  expect(found.find(({ path }) => path === "/srv/c")?.hardLink).toBe("/srv/b");
  expect(await read("/srv/c")).toBe("shared");
  await close();
});

test("a replaced content is that of its path alone", async () => {
  const contents = new Map([
    ["/srv/a", Buffer.from("new")],
    ["/new", Buffer.from("made")],
  ]);
  const {
    read,
    entries: found,
    close,
  } = await written({ contents, entries: [...entries, entry("/new")] });
  expect([await read("/srv/a"), await read("/srv/b"), await read("/srv/c")]).toEqual([
    "new",
    "shared",
    "shared",
  ]);
  expect(found.find(({ path }) => path === "/srv/c")?.hardLink).toBe("/srv/b");
  expect(await read("/new")).toBe("made");
  await close();
});

test("tag, author and variant are written where tools look for them", async () => {
  const out = await output();
  const variant = { ...configuration, architecture: "arm", variant: "v7", "os.version": "1.2" };
  await writeImage(
    out,
    { ...content, configuration: variant },
    { reference: "1.2", createdBy: "me" },
  );
  const index = JSON.parse(await readFile(join(out, "index.json"), "utf8"));
  expect(index.manifests).toMatchObject([
    {
      annotations: { "org.opencontainers.image.ref.name": "1.2" },
      platform: { architecture: "arm", os: "linux", "os.version": "1.2", variant: "v7" },
    },
  ]);
  const image = await openImage(out);
  expect(image.configuration).toMatchObject({ history: [{ created_by: "me" }] });
  await image.close();
});

test("an existing output is refused and left as it is, but for an empty folder", async () => {
  const out = await output();
  await mkdir(out);
  await writeImage(out, content);
  const before = await readFile(join(out, "index.json"), "utf8");
  await expect(writeImage(out, content)).rejects.toMatchObject({ code: "OUTPUT_EXISTS" });
  expect(await readFile(join(out, "index.json"), "utf8")).toBe(before);
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "x");
  await expect(writeImage(file, content)).rejects.toMatchObject({ code: "OUTPUT_EXISTS" });
  expect(await readFile(file, "utf8")).toBe("x");
});

test.each<[string, string, Partial<ImageContent>]>([
  [
    "a content that is too short",
    "CONTENT_CHANGED",
    { entries: [entry("/etc/motd", { size: 9 })] },
  ],
  ["a file that the tree has not", "CONTENT_CHANGED", { entries: [entry("/none", { size: 9 })] }],
  ["a socket", "ENTRY_UNSUPPORTED", { entries: [entry("/s", { type: "socket" })] }],
  ["a path with a slash behind it", "ENTRY_UNSUPPORTED", { entries: [folder("/etc/")] }],
  ["a path out of the root", "ENTRY_UNSUPPORTED", { entries: [folder("/etc/..")] }],
  ["a path with a dot last", "ENTRY_UNSUPPORTED", { entries: [folder("/.")] }],
  ["a path with an empty name", "ENTRY_UNSUPPORTED", { entries: [folder("/etc//apt")] }],
  ["a path without a slash before it", "ENTRY_UNSUPPORTED", { entries: [folder("etc")] }],
  ["a name that is a whiteout", "ENTRY_UNSUPPORTED", { entries: [entry("/a/.wh.b")] }],
  ["no architecture", "IMAGE_INVALID", { configuration: { os: "linux" } }],
])("%s is refused with %s, and nothing is left behind", async (_, code, more) => {
  const parent = await temporaryFolder();
  await expect(writeImage(join(parent, "out"), { ...content, ...more })).rejects.toMatchObject({
    code,
  });
  expect(await readdir(parent)).toEqual([]);
});

test("an error of the tree and an aborted signal leave nothing behind", async () => {
  const parent = await temporaryFolder();
  const error = new Error("disk on fire");
  const tree: FileTree = {
    ...content.tree,
    // biome-ignore lint/correctness/useYield: it fails before it has anything to give
    async *read() {
      throw error;
    },
  };
  await expect(writeImage(join(parent, "out"), { ...content, tree })).rejects.toBe(error);
  const signal = AbortSignal.abort(error);
  await expect(writeImage(join(parent, "out"), content, { signal })).rejects.toBe(error);
  expect(await readdir(parent)).toEqual([]);
});

test("members stand in order in the layer", async () => {
  const out = await output();
  const { layerDigest } = await writeImage(out, content, { compression: "none" });
  const names: string[] = [];
  for await (const { path } of scanTar([
    await readFile(join(out, "blobs/sha256", layerDigest.slice(7))),
  ])) {
    names.push(path);
  }
  expect(names).toEqual(entries.map(({ path }) => path));
});
