import { gzipSync } from "node:zlib";
import { type OpenImageOptions, openImage } from "@coppice/image/node";
import { expect, onTestFinished, test } from "vitest";
import { writeArchive } from "../support/archive.ts";
import { collectText, tarOf } from "../support/bytes.ts";
import { entry } from "../support/entry.ts";
import { sha256 } from "../support/layout.ts";
import { type ManifestOptions, ociMembers } from "../support/oci-members.ts";

const layer = await tarOf([[entry("/motd"), "hello"]]);

async function open(path: string, options?: OpenImageOptions) {
  const image = await openImage(path, options);
  onTestFinished(() => image.close());
  return image;
}

const refuses = (path: string, options?: OpenImageOptions) =>
  expect(openImage(path, options)).rejects;

test("two images for one platform are not told apart by it", async () => {
  const oci = ociMembers();
  const platform = { os: "linux", architecture: "amd64" };
  const images = [layer, await tarOf([[entry("/other"), ""]])].map((bytes, number) => ({
    ...oci.manifest([bytes]),
    platform,
    annotations: { "org.opencontainers.image.ref.name": `v${number}` },
  }));
  const path = await writeArchive(oci.finish(images));
  await refuses(path, { platform: "linux/amd64" }).toMatchObject({
    code: "IMAGE_AMBIGUOUS",
    message: expect.stringContaining("v0 for linux/amd64, v1 for linux/amd64"),
  });
  expect((await open(path, { reference: "v1" })).subject.digest).toBe(images[1]?.digest);
});

test("of two images for one platform in an index of its own the first is taken", async () => {
  const oci = ociMembers();
  const platform = { os: "linux", architecture: "amd64" };
  const images = [layer, await tarOf([[entry("/other"), ""]])].map((bytes) => ({
    ...oci.manifest([bytes]),
    platform,
  }));
  const index = oci.index(images);
  const path = await writeArchive(oci.finish([index]));
  const options = { platform: "linux/amd64" };
  expect((await open(path, options)).subject.digest).toBe(images[0]?.digest);
  const reference = String(index.digest);
  expect((await open(path, { ...options, reference })).subject.digest).toBe(images[0]?.digest);
  const indexes = images.map((image) => oci.index([image]));
  await refuses(await writeArchive(oci.finish(indexes)), options).toMatchObject({
    code: "IMAGE_AMBIGUOUS",
  });
});

test("an index that is listed many times costs no more than all that may be listed", async () => {
  const oci = ociMembers();
  const image = oci.manifest([layer]);
  const index = oci.index(Array.from({ length: 5000 }, () => image));
  const path = await writeArchive(oci.finish(Array.from({ length: 5000 }, () => index)));
  await refuses(path).toMatchObject({
    code: "IMAGE_INVALID",
    message: expect.stringContaining("too many manifests"),
  });
});

test("a platform that is listed without names is that of the configuration", async () => {
  const oci = ociMembers();
  const manifests = ["s390x", "riscv64"].map((architecture) => ({
    ...oci.manifest([layer], { platform: { os: "linux", architecture } }),
    platform: { os: "", architecture: "" },
  }));
  const path = await writeArchive(oci.finish([oci.index(manifests)]));
  const image = await open(path, { platform: "linux/riscv64" });
  expect(image.subject.architecture).toBe("riscv64");
});

test("an export of containerd lists platforms that it does not hold", async () => {
  const oci = ociMembers();
  const index = oci.index([
    { ...oci.manifest([layer]), platform: { os: "linux", architecture: "riscv64" } },
    {
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      digest: sha256("elsewhere"),
      size: 500,
      platform: { os: "linux", architecture: "amd64" },
    },
    {
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      digest: sha256("another"),
      size: 500,
      platform: { os: "linux", architecture: "arm64" },
    },
  ]);
  const annotations = { "io.containerd.image.name": "docker.io/library/app:1" };
  const path = await writeArchive(oci.finish([{ ...index, annotations }]));
  expect(await collectText((await open(path)).tree.read("/motd"))).toBe("hello");
  expect((await open(path, { reference: "app:1" })).subject.name).toBe("docker.io/library/app:1");
  await refuses(path, { reference: sha256("elsewhere") }).toMatchObject({
    code: "IMAGE_INVALID",
    message: expect.stringContaining("is absent"),
  });
});

test("what is attached to an image is no image", async () => {
  const oci = ociMembers();
  const platform = { os: "linux", architecture: "s390x" };
  const artifact = oci.manifest([layer], {
    mediaTypes: { config: "application/vnd.in-toto+json" },
  });
  const path = await writeArchive(
    oci.finish([
      oci.index([
        { ...oci.manifest([layer], { platform }), platform },
        { ...artifact, platform: { os: "unknown", architecture: "unknown" } },
        { ...artifact, annotations: { "vnd.docker.reference.type": "attestation-manifest" } },
        { ...artifact, artifactType: "application/spdx+json" },
      ]),
    ]),
  );
  expect((await open(path)).subject.architecture).toBe("s390x");
  const mixed = ociMembers();
  const charts = ["v1", "v2"].map((version) =>
    mixed.manifest([layer], {
      mediaTypes: { config: `application/vnd.cncf.helm.config.${version}+json` },
    }),
  );
  const image = mixed.manifest([layer], { platform });
  const both = await writeArchive(mixed.finish([...charts, image]));
  expect((await open(both, { platform: "linux/s390x" })).subject.digest).toBe(image.digest);
  for (const listed of [charts.slice(1), charts]) {
    await refuses(await writeArchive(mixed.finish(listed)), {
      reference: charts[1]?.digest ?? "",
    }).toMatchObject({ code: "IMAGE_INVALID", message: expect.stringContaining("helm") });
  }
  await refuses(await writeArchive(mixed.finish(charts))).toMatchObject({
    code: "IMAGE_AMBIGUOUS",
  });
});

const docker = "application/vnd.docker";

test.each<[string, ManifestOptions["mediaTypes"]]>([
  [
    "Docker's",
    {
      manifest: `${docker}.distribution.manifest.v2+json`,
      config: `${docker}.container.image.v1+json`,
      layer: `${docker}.image.rootfs.diff.tar.gzip`,
    },
  ],
  ["a mixture of", { config: `${docker}.container.image.v1+json` }],
  ["layers of Docker's", { layer: `${docker}.image.rootfs.diff.tar` }],
  ["wrong", { layer: "application/vnd.oci.image.layer.v1.tar+gzip" }],
  ["the oldest", { config: "application/octet-stream" }],
])("%s media types are no trouble", async (_, mediaTypes) => {
  const oci = ociMembers();
  const manifest = oci.manifest([layer], { ...(mediaTypes && { mediaTypes }) });
  const list = oci.blob(
    { schemaVersion: 2, manifests: [manifest] },
    `${docker}.distribution.manifest.list.v2+json`,
  );
  const { tree } = await open(await writeArchive(oci.finish([list])));
  expect(await collectText(tree.read("/motd"))).toBe("hello");
});

test("digests may be sha512", async () => {
  const oci = ociMembers("sha512");
  const manifest = oci.manifest([layer]);
  const members = oci.finish([manifest]);
  const image = await open(await writeArchive(members));
  expect(image.subject.digest).toBe(manifest.digest);
  expect(await collectText(image.tree.read("/motd"))).toBe("hello");
  const [path = ""] = Object.keys(members).filter((name) => members[name] === layer);
  const other = Buffer.from(layer).fill("j", 512, 513);
  await refuses(await writeArchive({ ...members, [path]: other })).toMatchObject({
    code: "IMAGE_DIGEST_MISMATCH",
  });
});

test.each([
  `${docker}.image.rootfs.foreign.diff.tar.gzip`,
  "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
])("a foreign layer (%s) is read where it is, and named where it is not", async (type) => {
  const oci = ociMembers();
  const urls = ["https://vendor.example/layer"];
  const manifest = oci.manifest([layer], { mediaTypes: { layer: type }, layer: { urls } });
  const members = oci.finish([manifest]);
  const { tree } = await open(await writeArchive(members));
  expect(await collectText(tree.read("/motd"))).toBe("hello");
  const { [`blobs/sha256/${sha256(layer).slice(7)}`]: _, ...less } = members;
  await refuses(await writeArchive(less)).toMatchObject({
    code: "LAYER_ABSENT",
    message: expect.stringMatching(/layer sha256:[0-9a-f]{64} is a foreign layer/),
  });
});

test("a layer that is absent is named", async () => {
  const oci = ociMembers();
  const members = oci.finish([oci.manifest([layer])]);
  const { [`blobs/sha256/${sha256(layer).slice(7)}`]: _, ...less } = members;
  await refuses(await writeArchive(less)).toMatchObject({
    code: "LAYER_ABSENT",
    message: expect.stringContaining(sha256(layer)),
  });
});

test.each([
  ["layers and manifests", { manifests: [] }],
  ["the first schema", { schemaVersion: 1 }],
])("a manifest with %s is refused", async (_, more) => {
  const oci = ociMembers();
  const { digest } = oci.manifest([layer]);
  const text = `${oci.members[`blobs/${digest.replace(":", "/")}`]}`;
  const both = oci.blob(
    { ...JSON.parse(text), ...more },
    "application/vnd.oci.image.manifest.v1+json",
  );
  await refuses(await writeArchive(oci.finish([both]))).toMatchObject({ code: "IMAGE_INVALID" });
});

test("an index with layers is refused", async () => {
  const oci = ociMembers();
  const manifest = oci.manifest([layer]);
  const both = oci.blob(
    { manifests: [manifest], layers: [] },
    "application/vnd.oci.image.index.v1+json",
  );
  await refuses(await writeArchive(oci.finish([both]))).toMatchObject({ code: "IMAGE_INVALID" });
});

test("a layout without its mark, or compressed, is a layout still", async () => {
  const oci = ociMembers();
  const { "oci-layout": mark = "", ...members } = oci.finish([oci.manifest([layer])]);
  const { tree } = await open(await writeArchive(members));
  expect(await collectText(tree.read("/motd"))).toBe("hello");
  await refuses(await writeArchive({ "oci-layout": mark })).toMatchObject({
    code: "IMAGE_INVALID",
    message: expect.stringContaining("lacks index.json"),
  });
  await refuses(
    await writeArchive({ ...members, "oci-layout": mark, "index.json": "{" }),
  ).toMatchObject({ code: "IMAGE_INVALID" });
});

test("an encrypted layer is refused", async () => {
  const oci = ociMembers();
  const mediaTypes = { layer: "application/vnd.oci.image.layer.v1.tar+gzip+encrypted" };
  const path = await writeArchive(oci.finish([oci.manifest([gzipSync(layer)], { mediaTypes })]));
  await refuses(path).toMatchObject({
    code: "LAYER_UNSUPPORTED",
    message: expect.stringContaining("decrypt"),
  });
});
