import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type DownloadProgress, type OpenedImage, openImage } from "@coppice/image/node";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { collectText, tarOf } from "../support/bytes.ts";
import { entry } from "../support/entry.ts";
import { sha256, temporaryFolder, writeLayout } from "../support/layout.ts";
import { freePort, push } from "../support/registry.ts";
import {
  hasRegistry,
  type ImageRegistry,
  openFrom,
  refusalOf,
  startImageRegistry,
} from "../support/registry-image.ts";

const lower = await tarOf([[entry("/motd"), "lower"]]);
const upper = await tarOf([[entry("/motd"), "upper"]]);
// More than are downloaded at once.
const layers = [
  lower,
  ...(await Promise.all(["a", "b", "c"].map((name) => tarOf([entry(`/${name}`)])))),
  upper,
];

let registry: ImageRegistry;

test.skipIf(hasRegistry)(
  "docker-registry or skopeo is absent: registries are not tested",
  () => {},
);

describe.skipIf(!hasRegistry)("an image of a registry", () => {
  beforeAll(async () => {
    registry = await startImageRegistry(layers, "app");
  });
  afterAll(() => registry.stop());

  test("is the same as in a layout", async () => {
    const image = await openFrom(`${registry.host}/app:1`);
    const stored = await openImage(registry.layout);
    onTestFinished(() => stored.close());
    expect(image.subject).toEqual({ ...stored.subject, name: `${registry.host}/app:1` });
    expect([...image.tree.entries()]).toEqual([...stored.tree.entries()]);
    const facts = ({ layers }: OpenedImage) =>
      layers.map(({ diffId, digest, bytes }) => ({ diffId, digest, bytes }));
    expect(facts(image)).toEqual(facts(stored));
    expect(image.configuration).toEqual(stored.configuration);
    expect(await collectText(image.tree.read("/motd"))).toBe("upper");
  });

  test("is found by tag, by digest and by both", async () => {
    for (const version of [":1", `@${registry.digest}`, `:none@${registry.digest}`]) {
      const image = await openFrom(`docker://${registry.host}/app${version}`);
      expect(image.subject.digest).toBe(registry.digest);
    }
    expect(await refusalOf(`${registry.host}/app:2`)).toMatchObject({
      code: "IMAGE_ABSENT",
      message: expect.stringContaining("manifest unknown"),
    });
    expect(await refusalOf(`${registry.host}/none`)).toMatchObject({ code: "IMAGE_ABSENT" });
    expect(await refusalOf(`${registry.host}/app@${sha256("x")}`)).toMatchObject({
      code: "IMAGE_ABSENT",
    });
    expect(await refusalOf("Not a reference")).toMatchObject({ code: "REFERENCE_INVALID" });
  });

  test("is chosen by platform of an index", async () => {
    const arm = await writeLayout([upper], { config: { architecture: "arm", variant: "v6" } });
    const both = await temporaryFolder();
    await cp(registry.layout, both, { recursive: true });
    await cp(join(arm, "blobs"), join(both, "blobs"), { recursive: true });
    const listed = async (path: string) =>
      JSON.parse(await readFile(join(path, "index.json"), "utf8")).manifests[0];
    const index = JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.index.v1+json",
      manifests: [
        { ...(await listed(registry.layout)), platform: { os: "linux", architecture: "amd64" } },
        {
          ...(await listed(arm)),
          platform: { os: "linux", architecture: "arm", variant: "v6" },
        },
      ],
    });
    await writeFile(join(both, "blobs/sha256", sha256(index).slice(7)), index);
    const top = {
      mediaType: "application/vnd.oci.image.index.v1+json",
      digest: sha256(index),
      size: index.length,
      annotations: { "org.opencontainers.image.ref.name": "all" },
    };
    await writeFile(join(both, "index.json"), JSON.stringify({ manifests: [top] }));
    push(`${both}:all`, `${registry.host}/many:1`, "--all");
    const image = await openFrom(`${registry.host}/many:1`, { platform: "linux/arm/v7" });
    expect(image.subject.architecture).toBe("arm");
    expect(image.subject.digest).toBe((await listed(arm)).digest);
    expect(await refusalOf(`${registry.host}/many:1`, { platform: "linux/s390x" })).toMatchObject({
      code: "PLATFORM_ABSENT",
    });
    expect(await refusalOf(`${registry.host}/app:1`, { platform: "linux/s390x" })).toMatchObject({
      code: "PLATFORM_ABSENT",
    });
  });

  test("may have Docker's media types", async () => {
    push(`${registry.layout}:latest`, `${registry.host}/docker:1`, "--format", "v2s2");
    const image = await openFrom(`${registry.host}/docker:1`);
    expect(await collectText(image.tree.read("/motd"))).toBe("upper");
    expect(image.subject.digest).not.toBe(registry.digest);
  });

  test("may have layers compressed with zstd", async () => {
    const mediaType = "application/vnd.oci.image.layer.v1.tar";
    const plain = await writeLayout([lower, upper], { compress: (tar) => tar, mediaType });
    push(`${plain}:latest`, `${registry.host}/zstd:1`, "--dest-compress-format", "zstd");
    const image = await openFrom(`${registry.host}/zstd:1`);
    expect(await collectText(image.tree.read("/motd"))).toBe("upper");
    expect(image.layers[1]?.digest).not.toBe(sha256(upper));
  });

  test("is refused before its layers come when they are larger than they may be", async () => {
    const { layers } = await openFrom(registry.reference);
    for (const [limit, code] of [
      ["layerBytes", "LAYER_TOO_LARGE"],
      ["totalBytes", "IMAGE_TOO_LARGE"],
    ] as const) {
      const told: DownloadProgress[] = [];
      const limits = { [limit]: 50 };
      expect(
        await refusalOf(registry.reference, { limits, onProgress: (part) => told.push(part) }),
      ).toMatchObject({ code, message: expect.stringContaining(`raise limits.${limit}`) });
      expect(told.filter((part) => layers.some(({ digest }) => digest === part.digest))).toEqual(
        [],
      );
    }
  });

  test("is told of as it comes, and leaves nothing behind", async () => {
    const told: DownloadProgress[] = [];
    const temporary = await temporaryFolder();
    const image = await openFrom(`${registry.host}/app:1`, {
      onProgress: (progress) => told.push(progress),
      temporaryFolder: temporary,
    });
    for (const layer of image.layers) {
      const parts = told.filter((progress) => progress.digest === layer.digest);
      expect(parts.at(-1)?.received).toBe(parts[0]?.size);
      expect(parts.map(({ received }) => received)).toEqual(
        parts.map(({ received }) => received).sort((a, b) => a - b),
      );
    }
    expect(await readdir(temporary)).toEqual([]);
  });

  test("a registry that is not there cannot be reached", async () => {
    expect(await refusalOf(`127.0.0.1:${await freePort()}/app`, { retries: 0 })).toMatchObject({
      code: "REGISTRY_UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });
});
