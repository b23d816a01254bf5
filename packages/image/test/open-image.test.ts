import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, symlink as makeLink, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type OpenImageOptions, openImage } from "@coppice/image/node";
import { readBytes } from "@coppice/types";
import { expect, onTestFinished, test } from "vitest";
import { collectText, tarOf } from "./support/bytes.ts";
import { entry, folder, symlink } from "./support/entry.ts";
import { type LayoutOptions, sha256, temporaryFolder, writeLayout } from "./support/layout.ts";

const lower = await tarOf([
  [entry("/etc/motd"), "lower"],
  [entry("/etc/issue", { mode: 0o600, uid: 5 }), "issue"],
  symlink("/motd", "etc/motd"),
]);
const upper = await tarOf([[entry("/etc/motd"), "upper"], entry("/etc/.wh.issue")]);

async function open(path: string, options?: OpenImageOptions) {
  const image = await openImage(path, options);
  onTestFinished(() => image.close());
  return image;
}

const refuses = (path: string, options?: OpenImageOptions) =>
  expect(openImage(path, options)).rejects;

test("an OCI layout is one tree of all its layers", async () => {
  const image = await open(await writeLayout([lower, upper]));
  expect(image.subject).toMatchObject({
    name: "layout:latest",
    architecture: "amd64",
    config: { Cmd: ["/bin/sh"], Env: ["PATH=/bin"] },
  });
  expect([...image.tree.entries()].map(({ path }) => path)).toEqual([
    "/",
    "/etc",
    "/etc/motd",
    "/motd",
  ]);
  expect(image.tree.stat("/etc/motd")).toEqual({
    ...entry("/etc/motd", { size: 5 }),
    digest: sha256("upper"),
    layer: sha256(upper),
  });
  expect(await collectText(image.tree.read("/motd"))).toBe("upper");
  expect(image.layers).toMatchObject([
    { diffId: sha256(lower), digest: sha256(gzipSync(lower)), bytes: lower.length },
    { diffId: sha256(upper), digest: sha256(gzipSync(upper)), bytes: upper.length },
  ]);
  expect(image.configuration).toMatchObject({ created: "2020-01-02T03:04:05Z" });
});

test.each<[string, LayoutOptions]>([
  ["plain", { compress: (tar) => tar }],
  [
    "gzip of many members",
    {
      compress: (tar) =>
        Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]),
    },
  ],
])("layers may be %s", async (_, options) => {
  const image = await open(await writeLayout([lower, upper], options));
  expect(await collectText(image.tree.read("/etc/motd"))).toBe("upper");
});

test("a configuration may name layers by sha512", async () => {
  const diffId = `sha512:${createHash("sha512").update(lower).digest("hex")}`;
  const image = await open(await writeLayout([lower], { diffIds: [diffId] }));
  expect(image.tree.stat("/etc/motd")).toMatchObject({ layer: diffId });
});

test("a part of a file can be read", async () => {
  const { tree } = await open(await writeLayout([lower]));
  const part = async (start: number, end: number) =>
    Buffer.from(await readBytes(tree, "/etc/issue", { start, end })).toString();
  expect(await part(1, 3)).toBe("ss");
  expect(await part(3, 100)).toBe("ue");
  expect(await part(9, 10)).toBe("");
  expect(await part(-5, 1)).toBe("i");
});

test("digests can be left out", async () => {
  const { tree } = await open(await writeLayout([lower]), { digests: false });
  expect(tree.stat("/etc/motd")).not.toHaveProperty("digest");
});

test("nothing is left of the temporary file, even while the image is open", async () => {
  const temporary = await temporaryFolder();
  const { tree } = await open(await writeLayout([lower]), { temporaryFolder: temporary });
  expect(await readdir(temporary)).toEqual([]);
  expect(await collectText(tree.read("/motd"))).toBe("lower");
  await refuses(await writeLayout([lower], { diffIds: [sha256("x")] }), {
    temporaryFolder: temporary,
  }).toMatchObject({ code: "IMAGE_DIGEST_MISMATCH" });
  expect(await readdir(temporary)).toEqual([]);
});

test("a closed image gives no content", async () => {
  const image = await openImage(await writeLayout([lower]));
  await image.close();
  await image.close();
  const [layer] = image.layers;
  for (const read of [() => image.tree.read("/motd"), layer?.tar, layer?.blob]) {
    await expect(read && collectText(read())).rejects.toMatchObject({ code: "IMAGE_CLOSED" });
  }
});

test("reading says why there is nothing to read", async () => {
  const image = await open(
    await writeLayout([
      await tarOf([
        folder("/d"),
        [entry("/secret"), "inside"],
        symlink("/a", "b"),
        symlink("/b", "/a"),
        symlink("/dangling", "none"),
        symlink("/d/out", "/../../../../../secret"),
        symlink("/d/passwd", "/etc/passwd"),
      ]),
    ]),
  );
  const read = (path: string) => collectText(image.tree.read(path));
  await expect(read("/a")).rejects.toMatchObject({ code: "SYMLINK_LOOP" });
  await expect(read("/dangling")).rejects.toMatchObject({ code: "FILE_ABSENT" });
  await expect(read("/secret/x")).rejects.toMatchObject({ code: "FILE_ABSENT" });
  await expect(read("/d")).rejects.toMatchObject({ code: "NOT_A_FILE" });
  await expect(read("/d/passwd")).rejects.toMatchObject({ code: "FILE_ABSENT" });
  expect(await read("/d/out")).toBe("inside");
});

test.each<[string, string, LayoutOptions]>([
  [
    "a layer that ends early",
    "LAYER_TRUNCATED",
    { tamper: (bytes, kind) => (kind === "layer" ? bytes.subarray(0, -9) : bytes) },
  ],
  [
    "a gzip stream that ends early",
    "LAYER_TRUNCATED",
    { compress: (tar) => gzipSync(tar).subarray(0, -9) },
  ],
  [
    "a tar stream that ends early",
    "LAYER_TRUNCATED",
    { compress: (tar) => gzipSync(tar.subarray(0, 515)) },
  ],
  [
    "a damaged gzip stream",
    "LAYER_INVALID",
    { compress: (tar) => gzipSync(tar).fill(0xff, 20, 30) },
  ],
  [
    "a changed layer",
    "IMAGE_DIGEST_MISMATCH",
    { tamper: (bytes, kind) => (kind === "layer" ? Buffer.from(bytes).fill(1, 20, 21) : bytes) },
  ],
  [
    "a layer with something after it",
    "IMAGE_DIGEST_MISMATCH",
    { tamper: (bytes, kind) => (kind === "layer" ? Buffer.concat([bytes, bytes]) : bytes) },
  ],
  [
    "a changed configuration",
    "IMAGE_DIGEST_MISMATCH",
    {
      tamper: (bytes, kind) =>
        kind === "config"
          ? Buffer.from(Buffer.from(bytes).toString().replace("/bin/sh", "/bin/su"))
          : bytes,
    },
  ],
  [
    "a changed manifest",
    "IMAGE_DIGEST_MISMATCH",
    {
      tamper: (bytes, kind) =>
        kind === "manifest"
          ? Buffer.from(Buffer.from(bytes).toString().replace("tar+gzip", "tar+gzib"))
          : bytes,
    },
  ],
  [
    "a short manifest",
    "IMAGE_INVALID",
    { tamper: (bytes, kind) => (kind === "manifest" ? bytes.subarray(1) : bytes) },
  ],
  [
    "another layer than its configuration names",
    "IMAGE_DIGEST_MISMATCH",
    { diffIds: [sha256("another")] },
  ],
  [
    "a compressed layer whose configuration names its blob",
    "IMAGE_DIGEST_MISMATCH",
    { diffIds: [sha256(gzipSync(lower))] },
  ],
  ["more layers than its configuration names", "IMAGE_INVALID", { diffIds: [] }],
  ["a layer of rubbish", "TAR_INVALID", { compress: () => Buffer.from("#!/bin/sh\n".repeat(100)) }],
  [
    "a zstd layer that is cut off",
    "LAYER_TRUNCATED",
    { compress: () => Buffer.from("28b52ffd00000000", "hex") },
  ],
  ["an xz layer", "LAYER_UNSUPPORTED", { compress: () => Buffer.from("fd377a585a000000", "hex") }],
  [
    "an encrypted layer",
    "LAYER_UNSUPPORTED",
    { mediaType: "application/vnd.oci.image.layer.v1.tar+gzip+encrypted" },
  ],
  ["an unknown digest", "IMAGE_INVALID", { listed: { digest: "sha256:../../../x" } }],
  ["a manifest that is absent", "IMAGE_INVALID", { listed: { digest: sha256("none") } }],
  ["a manifest too large for memory", "IMAGE_INVALID", { config: { x: "x".repeat(9 << 20) } }],
  ["only an artifact", "IMAGE_ABSENT", { listed: { mediaType: "application/x" } }],
])("%s is refused with %s", async (_, code, options) => {
  const path = await writeLayout([lower], options);
  await refuses(path).toMatchObject({ code, message: expect.stringContaining(";") });
});

test.each<[string, string, Parameters<typeof tarOf>[0]]>([
  ["a member that climbs out", "TAR_PATH_ESCAPES", [[entry("/../etc/cron.d/x"), "x"]]],
  [
    "a hard link that climbs out",
    "TAR_PATH_ESCAPES",
    [entry("/x", { hardLink: "/../../etc/shadow" })],
  ],
  ["a hard link to nothing", "HARD_LINK_MISSING", [entry("/x", { hardLink: "/none" })]],
  ["a way without an end", "SYMLINK_LOOP", [symlink("/a", "a"), entry("/a/x")]],
])("a layer with %s is refused with %s", async (_, code, entries) => {
  const layer = await tarOf(entries);
  await refuses(await writeLayout([layer])).toMatchObject({
    code,
    message: expect.stringMatching(/layer sha256:[0-9a-f]{64}/),
  });
});

test("deep folders are no trouble", async () => {
  const path = "/d".repeat(2000);
  const { tree } = await open(await writeLayout([await tarOf([[entry(path), "deep"]])]));
  expect(await collectText(tree.read(path))).toBe("deep");
});

test("each limit is kept and named", async () => {
  const path = await writeLayout([lower, upper]);
  for (const [limit, code, value] of [
    ["layerBytes", "LAYER_TOO_LARGE", 1000],
    ["totalBytes", "IMAGE_TOO_LARGE", 4000],
    ["entries", "IMAGE_TOO_LARGE", 4],
    ["characters", "IMAGE_TOO_LARGE", 10],
  ] as const) {
    await refuses(path, { limits: { [limit]: value } }).toMatchObject({
      code,
      message: expect.stringContaining(`raise limits.${limit}`),
    });
  }
  await open(path, { limits: { entries: 5 } });
});

test("a gzip bomb stops at the limit", async () => {
  const bomb = gzipSync(Buffer.alloc(50 << 20));
  const path = await writeLayout([lower], { compress: () => bomb });
  await refuses(path, { limits: { layerBytes: 1 << 20 } }).toMatchObject({
    code: "LAYER_TOO_LARGE",
  });
});

test("an aborted signal stops the work", async () => {
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  await refuses(await writeLayout([lower]), { signal }).toBe(reason);
});

async function writeIndex(layout: string, manifests: readonly object[]): Promise<void> {
  await writeFile(join(layout, "index.json"), JSON.stringify({ schemaVersion: 2, manifests }));
}

async function listed(layout: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(layout, "index.json"), "utf8")).manifests[0];
}

test("of many platforms the asked one is opened, and attestations are passed over", async () => {
  const layout = await writeLayout([lower]);
  const arm = await writeLayout([upper], { config: { architecture: "arm", variant: "v7" } });
  for (const name of await readdir(join(arm, "blobs/sha256"))) {
    await writeFile(
      join(layout, "blobs/sha256", name),
      await readFile(join(arm, "blobs/sha256", name)),
    );
  }
  const [a, b] = [await listed(layout), await listed(arm)];
  const nested = {
    schemaVersion: 2,
    manifests: [
      { ...a, annotations: {}, platform: { os: "linux", architecture: "amd64" } },
      { ...b, annotations: {}, platform: { os: "linux", architecture: "arm", variant: "v7" } },
      { ...a, digest: sha256("1"), platform: { os: "unknown", architecture: "unknown" } },
      {
        ...a,
        digest: sha256("2"),
        annotations: { "vnd.docker.reference.type": "attestation-manifest" },
      },
    ],
  };
  const text = JSON.stringify(nested);
  await writeFile(join(layout, "blobs/sha256", sha256(text).slice(7)), text);
  const index = {
    mediaType: "application/vnd.oci.image.index.v1+json",
    digest: sha256(text),
    size: text.length,
  };
  await writeIndex(layout, [
    {
      ...index,
      annotations: {
        "io.containerd.image.name": "docker.io/library/x:1",
        "org.opencontainers.image.ref.name": "1",
      },
    },
  ]);
  const image = await open(layout, { platform: "linux/arm/v7", reference: "1" });
  expect(image.subject).toMatchObject({
    name: "docker.io/library/x:1",
    architecture: "arm",
    digest: b["digest"],
  });
  expect((await open(layout, { platform: "linux/amd64" })).subject.digest).toBe(a["digest"]);
  await refuses(layout, { platform: "linux/s390x" }).toMatchObject({
    code: "PLATFORM_ABSENT",
    message: expect.stringContaining("linux/arm/v7"),
  });
  await refuses(layout, { reference: "2" }).toMatchObject({ code: "IMAGE_ABSENT" });
  await refuses(layout, { platform: "linux" }).toMatchObject({ code: "PLATFORM_ABSENT" });
});

test("an index that is listed again and again is read once", async () => {
  const layout = await writeLayout([lower]);
  const text = JSON.stringify({ manifests: [await listed(layout)], pad: "x".repeat(4 << 20) });
  await writeFile(join(layout, "blobs/sha256", sha256(text).slice(7)), text);
  const index = {
    mediaType: "application/vnd.oci.image.index.v1+json",
    digest: sha256(text),
    size: text.length,
  };
  await writeIndex(
    layout,
    Array.from({ length: 3000 }, () => index),
  );
  expect(await collectText((await open(layout)).tree.read("/motd"))).toBe("lower");
});

test("a single image is opened whatever its platform, unless one was asked for", async () => {
  const layout = await writeLayout([lower], { config: { architecture: "s390x" } });
  expect((await open(layout)).subject.architecture).toBe("s390x");
  await refuses(layout, { platform: "linux/amd64" }).toMatchObject({ code: "PLATFORM_ABSENT" });
});

test("of many images one must be named", async () => {
  const layout = await writeLayout([lower]);
  const one = await listed(layout);
  const second = await writeLayout([upper]);
  const other = await listed(second);
  await cp(join(second, "blobs"), join(layout, "blobs"), { recursive: true });
  await writeIndex(layout, [
    one,
    { ...other, annotations: { "org.opencontainers.image.ref.name": "next" } },
  ]);
  await refuses(layout).toMatchObject({
    code: "IMAGE_AMBIGUOUS",
    message: expect.stringContaining("next"),
  });
  expect((await open(layout, { reference: "latest" })).subject.digest).toBe(one["digest"]);
});

test("a blob that is a link out of the layout is refused", async () => {
  const layout = await writeLayout([lower]);
  const outside = join(layout, "..", "outside.json");
  await writeFile(outside, await readFile(join(layout, "index.json")));
  await rm(join(layout, "index.json"));
  await makeLink(outside, join(layout, "index.json"));
  await refuses(layout).toMatchObject({
    code: "IMAGE_INVALID",
    message: expect.stringContaining("leads out"),
  });
});

const config = JSON.stringify({
  architecture: "amd64",
  os: "linux",
  rootfs: { type: "layers", diff_ids: [sha256(lower), sha256(upper), sha256(upper)] },
});

async function dockerArchive(more: { readonly config?: string; readonly manifest?: unknown } = {}) {
  const name = `${sha256(config).slice(7)}.json`;
  const manifest = more.manifest ?? [
    { Config: name, RepoTags: ["app:1"], Layers: ["a/layer.tar", "b/layer.tar", "c/layer.tar"] },
  ];
  const tar = await tarOf([
    [entry("/manifest.json"), JSON.stringify(manifest)],
    [entry(`/${name}`), more.config ?? config],
    // Layers hold bytes below 0x80 only, so that text is as good.
    [entry("/a/layer.tar"), Buffer.from(lower).toString("latin1")],
    [entry("/b/layer.tar"), Buffer.from(upper).toString("latin1")],
    symlink("/c/layer.tar", "../b/layer.tar"),
  ]);
  const path = join(await temporaryFolder(), "image.tar");
  await writeFile(path, tar);
  return path;
}

test("an archive of docker save is opened, with layers that are links", async () => {
  const path = await dockerArchive();
  const image = await open(path);
  expect(image.subject).toEqual({ name: "app:1", digest: sha256(config), architecture: "amd64" });
  expect(await collectText(image.tree.read("/motd"))).toBe("upper");
  expect(image.layers[2]).toMatchObject({ diffId: sha256(upper), bytes: upper.length });
  await writeFile(`${path}.gz`, gzipSync(await readFile(path)));
  const packed = await open(`${path}.gz`);
  expect([...packed.tree.entries()]).toEqual([...image.tree.entries()]);
  expect(await collectText(packed.tree.read("/motd"))).toBe("upper");
});

test("a docker-archive that is not whole is refused", async () => {
  const path = await dockerArchive();
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, 4000));
  await refuses(path).toMatchObject({
    code: "TAR_TRUNCATED",
    message: expect.stringContaining(path),
  });
  await writeFile(path, gzipSync(bytes).subarray(0, -20));
  await refuses(path).toMatchObject({ code: "LAYER_TRUNCATED" });
  await refuses(await dockerArchive({ config: config.replace("amd64", "arm64") })).toMatchObject({
    code: "IMAGE_DIGEST_MISMATCH",
  });
  await refuses(
    await dockerArchive({ manifest: [{ Config: "none.json", Layers: [] }] }),
  ).toMatchObject({ code: "IMAGE_INVALID" });
  await refuses(await dockerArchive({ manifest: [] })).toMatchObject({ code: "IMAGE_ABSENT" });
});

test("an archive that is no image is a root file system of one layer", async () => {
  const path = join(await temporaryFolder(), "root.tar");
  await writeFile(path, lower);
  const image = await open(path);
  expect(image.subject).toEqual({ name: "root.tar", digest: sha256(lower) });
  expect(image.tree.stat("/etc/motd")).toMatchObject({
    digest: sha256("lower"),
    layer: sha256(lower),
  });
  expect(await collectText(image.tree.read("/motd"))).toBe("lower");
});

test("what is no image is refused", async () => {
  const root = await temporaryFolder();
  await refuses(join(root, "none")).toMatchObject({ code: "IMAGE_ABSENT" });
  await writeFile(join(root, "text"), "x".repeat(600));
  await refuses(join(root, "text")).toMatchObject({
    code: "IMAGE_INVALID",
    message: expect.stringMatching(/is no tar archive or an empty one; give /),
  });
  await refuses("/dev/null").toMatchObject({ code: "IMAGE_INVALID" });
  for (const bytes of [0, 10240]) {
    await writeFile(join(root, "empty"), new Uint8Array(bytes));
    await refuses(join(root, "empty")).toMatchObject({ code: "IMAGE_INVALID" });
  }
});

test("what the system does not open is refused with a code", async () => {
  const path = join(await temporaryFolder(), "socket");
  const server = createServer();
  await once(server.listen(path), "listening");
  onTestFinished(() => void server.close());
  await refuses(path).toMatchObject({ code: "FILE_UNREADABLE" });
});

test("an OCI layout in an archive is opened", async () => {
  const layout = await writeLayout([lower], { compress: (tar) => tar });
  const blobs = await readdir(join(layout, "blobs/sha256"));
  const files = ["oci-layout", "index.json", ...blobs.map((name) => `blobs/sha256/${name}`)];
  const members = files.map(
    async (name): Promise<[ReturnType<typeof entry>, string]> => [
      entry(`/${name}`),
      await readFile(join(layout, name), "latin1"),
    ],
  );
  const path = join(await temporaryFolder(), "oci.tar");
  await writeFile(path, await tarOf(await Promise.all(members)));
  const image = await open(path);
  expect(image.subject.digest).toBe((await listed(layout))["digest"]);
  expect(await collectText(image.tree.read("/motd"))).toBe("lower");
});

test.each([
  {},
  { manifests: [] },
  { manifests: [{ mediaType: "x", digest: sha256("elsewhere"), size: 1 }] },
])("a folder with an index.json alone is a root file system: %j", async (index) => {
  const root = await temporaryFolder();
  await mkdir(join(root, "blobs"));
  await writeFile(join(root, "index.json"), JSON.stringify(index));
  expect([...(await open(root)).tree.entries()].map(({ path }) => path)).toEqual([
    "/",
    "/blobs",
    "/index.json",
  ]);
});
