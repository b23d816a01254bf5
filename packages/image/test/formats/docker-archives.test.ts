import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type OpenImageOptions, openImage } from "@coppice/image/node";
import { expect, onTestFinished, test } from "vitest";
import { type Content, json, writeArchive } from "../support/archive.ts";
import { tarOf } from "../support/bytes.ts";
import { entry } from "../support/entry.ts";
import { sha256, temporaryFolder } from "../support/layout.ts";
import { ociMembers } from "../support/oci-members.ts";
import { run } from "../support/tool.ts";

const one = await tarOf([[entry("/one"), "1"]]);
const two = await tarOf([[entry("/two"), "2"]]);

/** The configuration of an image with these layers, and the value of its digest. */
function configured(layers: readonly Uint8Array[]) {
  const config = json({
    architecture: "amd64",
    os: "linux",
    rootfs: { type: "layers", diff_ids: layers.map(sha256) },
  });
  return { config, value: sha256(config).slice(7) };
}

async function expectOpens(path: string, options?: OpenImageOptions) {
  const image = await openImage(path, options);
  onTestFinished(() => image.close());
  return {
    name: image.subject.name,
    digest: image.subject.digest,
    layers: image.layers.length,
    paths: [...image.tree.entries()].map((found) => found.path).slice(1),
  };
}

const refuses = (path: string, options?: OpenImageOptions) =>
  expect(openImage(path, options)).rejects;

/** As Docker 1.10 to 24 saves an image in which a layer comes twice. */
function saved(): { readonly [name: string]: Content } {
  const { config, value } = configured([one, two, one]);
  const ids = ["a", "b", "c"].map((letter) => letter.repeat(64));
  const [first, second, third] = ids;
  return {
    [`${value}.json`]: config,
    [`${first}/VERSION`]: "1.0",
    [`${first}/json`]: json({ id: first }),
    [`${first}/layer.tar`]: one,
    [`${second}/layer.tar`]: two,
    [`${third}/layer.tar`]: { link: `../${first}/layer.tar` },
    "manifest.json": json([
      {
        Config: `${value}.json`,
        RepoTags: ["app:1", "example.org/app:2"],
        Layers: ids.map((id) => `${id}/layer.tar`),
      },
    ]),
    repositories: json({ app: { 1: third } }),
  };
}

test("docker save before version 25: layers in folders, with links to those that come twice", async () => {
  const path = await writeArchive(saved());
  const digest = `sha256:${configured([one, two, one]).value}`;
  const expected = { name: "app:1", digest, layers: 3, paths: ["/one", "/two"] };
  expect(await expectOpens(path)).toEqual(expected);
  const folder = await temporaryFolder();
  run("tar", "-xf", path, "-C", folder);
  expect(await expectOpens(folder)).toEqual(expected);
});

test.each(["app:1", "docker.io/library/app:1", "example.org/app:2"])(
  "an image is found as %s",
  async (reference) => {
    expect(await expectOpens(await writeArchive(saved()), { reference })).toMatchObject({
      layers: 3,
    });
  },
);

test.each(["app", "app:3", "library/app:2", "1", "!"])(
  "an image is not found as %s",
  async (reference) => {
    await refuses(await writeArchive(saved()), { reference }).toMatchObject({
      code: "IMAGE_ABSENT",
      message: expect.stringContaining("app:1"),
    });
  },
);

test("docker save since version 25: an OCI layout and a docker-archive in one", async () => {
  const oci = ociMembers();
  const manifest = oci.manifest([one, two]);
  const names = {
    "io.containerd.image.name": "docker.io/library/app:1",
    "org.opencontainers.image.ref.name": "1",
  };
  const members = oci.finish([{ ...manifest, annotations: names }]);
  const layers = [one, two].map((layer) => `blobs/sha256/${sha256(layer).slice(7)}`);
  const config = Object.keys(members).find(
    (name) => name.startsWith("blobs") && `${members[name]}`.startsWith('{"os"'),
  );
  const docker = json([{ Config: config, RepoTags: ["app:1"], Layers: layers }]);
  const path = await writeArchive({ ...members, "manifest.json": docker });
  for (const reference of [undefined, "app:1", "1", manifest.digest]) {
    expect(await expectOpens(path, reference === undefined ? {} : { reference })).toEqual({
      name: "docker.io/library/app:1",
      digest: manifest.digest,
      layers: 2,
      paths: ["/one", "/two"],
    });
  }
  const emptyIndex = json({ schemaVersion: 2, manifests: [] });
  const alone = { ...members, "index.json": emptyIndex, "manifest.json": docker };
  expect(await expectOpens(await writeArchive(alone))).toMatchObject({ name: "app:1", layers: 2 });
  await refuses(await writeArchive({ ...members, "index.json": emptyIndex })).toMatchObject({
    code: "IMAGE_ABSENT",
  });
});

test.each([
  ["kaniko", (value: string) => `sha256:${value}`, (value: string) => `${value}.tar.gz`],
  ["old kaniko", (value: string) => `sha256:${value}`, (value: string) => `sha256:${value}.tar.gz`],
  ["jib", () => "config.json", (value: string) => `${value}.tar.gz`],
  ["skopeo", (value: string) => `${value}.json`, (value: string) => `${value}.tar`],
])("the archives of %s, whose layers may be compressed", async (_, nameConfig, nameLayer) => {
  const { config, value } = configured([one, two]);
  const layers = [one, two].map((layer): [string, Uint8Array] => {
    const name = nameLayer(sha256(layer).slice(7));
    return [name, name.endsWith(".gz") ? gzipSync(layer) : layer];
  });
  const path = await writeArchive({
    "manifest.json": json([
      { Config: nameConfig(value), RepoTags: null, Layers: layers.map(([name]) => name) },
    ]),
    [nameConfig(value)]: config,
    ...Object.fromEntries(layers),
  });
  expect(await expectOpens(path)).toEqual({
    name: "image.tar",
    digest: `sha256:${value}`,
    layers: 2,
    paths: ["/one", "/two"],
  });
});

test("what Docker saved before version 1.10 is refused", async () => {
  const { "manifest.json": _, ...members } = saved();
  await refuses(await writeArchive(members)).toMatchObject({
    code: "IMAGE_INVALID",
    message: expect.stringContaining("load it and save it again"),
  });
});

test.each<[string, { readonly [name: string]: string }]>([
  ["a web page's manifest", { "manifest.json": json({ name: "app" }), version: "1" }],
  ["files that are no JSON", { "index.json": "y", repositories: "z" }],
  ["an index of something else", { "index.json": json({ manifests: 3 }) }],
  ["an index too large for a document", { "index.json": json({ text: "x".repeat(9 << 20) }) }],
])("a root file system may hold %s", async (_, members) => {
  const paths = Object.keys(members).map((name) => `/${name}`);
  expect((await expectOpens(await writeArchive(members))).paths).toEqual(paths);
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(members)) {
    await writeFile(join(folder, name), content);
  }
  expect((await expectOpens(folder)).paths).toEqual(paths);
});

test("a manifest that is damaged does not make a root file system of an archive", async () => {
  await refuses(await writeArchive({ ...saved(), "manifest.json": "x[" })).toMatchObject({
    code: "IMAGE_INVALID",
    message: expect.stringContaining("manifest.json is damaged"),
  });
});

test("a folder may have folders and links of any name", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "repositories"));
  await symlink("/etc/passwd", join(folder, "manifest.json"));
  await symlink("nothing", join(folder, "index.json"));
  expect((await expectOpens(folder)).paths).toEqual([
    "/index.json",
    "/manifest.json",
    "/repositories",
  ]);
});

test("nothing outside of an image is read for it", async () => {
  const { config, value } = configured([one]);
  const layers = ["../../outside", "/outside", "loop", "a/../../outside"];
  for (const layer of layers) {
    const members = {
      "manifest.json": json([{ Config: `${value}.json`, Layers: [layer] }]),
      [`${value}.json`]: config,
      loop: { link: "loop" },
    };
    await refuses(await writeArchive(members)).toMatchObject({
      code: "LAYER_ABSENT",
      message: expect.stringContaining(`lacks ${layer}`),
    });
  }
  const folder = await temporaryFolder();
  const inside = join(folder, "image");
  await mkdir(inside);
  await writeFile(join(folder, "outside"), one);
  await symlink("../outside", join(inside, "link"));
  for (const layer of ["../outside", "link"]) {
    const manifest = json([{ Config: `${value}.json`, Layers: [layer] }]);
    await writeFile(join(inside, "manifest.json"), manifest);
    await writeFile(join(inside, `${value}.json`), config);
    await refuses(inside).toMatchObject({
      code: "IMAGE_INVALID",
      message: expect.stringContaining("leads out of the folder"),
    });
  }
});
