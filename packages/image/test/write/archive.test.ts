import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { scanTar } from "@coppice/image";
import { openImage, writeImage } from "@coppice/image/node";
import { expect, onTestFinished, test } from "vitest";
import { collectText } from "../support/bytes.ts";
import { entry, folder } from "../support/entry.ts";
import { sha256, temporaryFolder } from "../support/layout.ts";
import { layerOf, openStack, treeOf } from "./stack.ts";

const layers = [
  await layerOf([[folder("/")], [entry("/a"), "a"], [entry("/b"), "b".repeat(2000)]]),
  await layerOf([[folder("/c")], [entry("/c/d"), "d"]]),
];

async function membersOf(archive: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { path, mode, uid, gid, mtime, type, content } of scanTar([
    await readFile(archive),
  ])) {
    expect([mode, uid, gid, mtime]).toEqual([type === "directory" ? 0o755 : 0o644, 0, 0, 0]);
    found.set(path, await collectText(content()));
  }
  return found;
}

async function openBack(path: string, reference?: string) {
  const image = await openImage(path, { ...(reference !== undefined && { reference }) });
  onTestFinished(() => image.close());
  return image;
}

test("a docker-archive has what docker save writes, each layer once", async () => {
  const image = await openStack([...layers, ...layers.slice(0, 1)]);
  const out = join(await temporaryFolder(), "app.tar");
  const written = await writeImage(
    out,
    { ...image, layers: [] },
    { format: "docker-archive", reference: "example.org/app:1", layers: "original" },
  );
  const members = await membersOf(out);
  const [config = ""] = [written.digest.slice(7)];
  const names = written.layers.map(({ digest }) => `${digest.slice(7)}.tar`);
  expect([...members.keys()]).toEqual(
    [...new Set(["manifest.json", `${config}.json`, ...names])].map((name) => `/${name}`),
  );
  expect(JSON.parse(members.get("/manifest.json") ?? "")).toEqual([
    { Config: `${config}.json`, RepoTags: ["example.org/app:1"], Layers: names },
  ]);
  expect(sha256(members.get(`/${config}.json`) ?? "")).toBe(written.digest);
  const again = await openBack(out, "example.org/app:1");
  expect(again.subject).toMatchObject({ digest: written.digest, name: "example.org/app:1" });
  expect(treeOf(again)).toEqual(treeOf(image));
});

test("an OCI archive holds the layout that is written to a folder", async () => {
  const image = await openStack(layers);
  const parent = await temporaryFolder();
  const [out, tar] = [join(parent, "folder"), join(parent, "tar")];
  const written = await writeImage(out, image);
  expect(await writeImage(tar, image, { format: "oci-archive" })).toEqual(written);
  const members = await membersOf(tar);
  for (const file of ["oci-layout", "index.json"]) {
    expect(members.get(`/${file}`)).toBe(await readFile(join(out, file), "utf8"));
  }
  const blobs = await readdir(join(out, "blobs/sha256"));
  const names = [...members.keys()].filter((name) => name.startsWith("/blobs/sha256/"));
  expect(names.map((name) => name.slice(14)).sort()).toEqual(blobs.sort());
  expect((await openBack(tar)).subject.digest).toBe(written.digest);
});

test.each(["oci-archive", "docker-archive"] as const)(
  "the same content gives the same bytes as %s",
  async (format) => {
    const image = await openStack(layers);
    const parent = await temporaryFolder();
    const entries = [...image.tree.entries()].reverse();
    await writeImage(join(parent, "1"), image, { format });
    await writeImage(join(parent, "2"), { ...image, entries }, { format });
    const [one, two] = await Promise.all(["1", "2"].map((name) => readFile(join(parent, name))));
    expect(one && two && Buffer.compare(one, two)).toBe(0);
  },
);

test("a docker-archive may be compressed in its layers, and have no name", async () => {
  const image = await openStack(layers);
  const out = join(await temporaryFolder(), "app.tar");
  await writeImage(out, image, { format: "docker-archive", compression: "gzip" });
  const members = await membersOf(out);
  const [{ RepoTags: tags, Layers: names }] = JSON.parse(members.get("/manifest.json") ?? "");
  expect(tags).toEqual([]);
  expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.tar\.gz$/)]);
  expect(treeOf(await openBack(out))).toEqual(treeOf(image));
});

test.each([
  ["app", "docker.io/library/app:latest"],
  ["team/app:2", "docker.io/team/app:2"],
  ["localhost:5000/app", "localhost:5000/app:latest"],
  [`app:1@${sha256("")}`, "docker.io/library/app:1"],
])("%s is listed as %s", async (reference, tag) => {
  const image = await openStack(layers);
  const out = join(await temporaryFolder(), "app.tar");
  await writeImage(out, image, { format: "docker-archive", reference });
  expect(JSON.parse((await membersOf(out)).get("/manifest.json") ?? "")).toMatchObject([
    { RepoTags: [tag] },
  ]);
});

test.each(["", "App", "a:b:c", `app@${sha256("")}`])(
  "the reference %j is refused before anything is made",
  async (reference) => {
    const image = await openStack(layers);
    const parent = await temporaryFolder();
    await expect(
      writeImage(join(parent, "app.tar"), image, { format: "docker-archive", reference }),
    ).rejects.toMatchObject({ code: "REFERENCE_INVALID" });
    expect(await readdir(parent)).toEqual([]);
  },
);

test.each(["oci-archive", "docker-archive"] as const)(
  "what is there already is refused for %s, and left as it is",
  async (format) => {
    const image = await openStack(layers);
    const parent = await temporaryFolder();
    await mkdir(join(parent, "folder"));
    await writeFile(join(parent, "file"), "x");
    for (const name of ["folder", "file"]) {
      await expect(writeImage(join(parent, name), image, { format })).rejects.toMatchObject({
        code: "OUTPUT_EXISTS",
      });
    }
    expect(await readFile(join(parent, "file"), "utf8")).toBe("x");
    expect((await readdir(parent)).sort()).toEqual(["file", "folder"]);
  },
);

test.each([
  ["oci-archive", "app"],
  ["oci", "app/file"],
] as const)(
  "an output that comes into being meanwhile is not overwritten by %s",
  async (format, file) => {
    const image = await openStack(layers);
    const parent = await temporaryFolder();
    const tree = {
      ...image.tree,
      async *read(path: string) {
        await mkdir(dirname(join(parent, file)), { recursive: true });
        await writeFile(join(parent, file), "first");
        yield* image.tree.read(path);
      },
    };
    await expect(
      writeImage(join(parent, "app"), { ...image, tree }, { format }),
    ).rejects.toMatchObject({ code: "OUTPUT_EXISTS" });
    expect(await readFile(join(parent, file), "utf8")).toBe("first");
    expect(await readdir(parent)).toEqual(["app"]);
  },
);

test.each(["gzip", "none"] as const)(
  "how a large content comes does not show in what is written, with %s",
  async (compression) => {
    const image = await openStack(layers);
    const bytes = new Uint8Array(2_500_000).map((_, at) => (at * at) >> 7);
    const parent = await temporaryFolder();
    const digests: string[] = [];
    for (const size of [1 << 20, 300_001, 2_500_000]) {
      const tree = {
        ...image.tree,
        async *read() {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        },
      };
      const content = { ...image, tree, entries: [entry("/large", { size: bytes.length })] };
      const out = join(parent, String(size));
      digests.push((await writeImage(out, content, { compression })).digest);
      const written = await openBack(out);
      expect(written.tree.stat("/large")?.digest).toBe(sha256(bytes));
    }
    expect(new Set(digests).size).toBe(1);
  },
);

test.each(["oci-archive", "docker-archive"] as const)(
  "a signal that comes while %s is packed leaves nothing",
  async (format) => {
    const image = await openStack(layers);
    const parent = await temporaryFolder();
    const reason = new Error("enough");
    const controller = new AbortController();
    const tree = {
      ...image.tree,
      async *read(path: string) {
        yield* image.tree.read(path);
        controller.abort(reason);
      },
    };
    const { signal } = controller;
    await expect(
      writeImage(join(parent, "out"), { ...image, tree }, { format, signal }),
    ).rejects.toBe(reason);
    expect(await readdir(parent)).toEqual([]);
  },
);
