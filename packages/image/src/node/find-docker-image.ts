import { createHash } from "node:crypto";
import { basename } from "node:path";
import { ImageError, parseDockerManifest, parseImageConfiguration } from "@coppice/image";
import { chooseImage, type ImageWish } from "./choose-image.ts";
import type { FileRange } from "./file-range.ts";
import type { ImageParts } from "./image-parts.ts";
import type { ImageStore } from "./image-store.ts";
import { readDocument } from "./open-blob.ts";

/** The image of a docker-archive that is wished for, by its `manifest.json`, which says nothing of platforms. */
export async function findDockerImage(
  store: ImageStore,
  manifest: FileRange,
  wish: ImageWish,
): Promise<ImageParts> {
  const name = `${store.name}: manifest.json`;
  const images = parseDockerManifest(await readDocument(manifest, name), name).map((image) => ({
    ...image,
    names: image.repoTags,
  }));
  const image = chooseImage(images, { ...wish, platform: undefined }, store.name);
  const bytes = await readDocument(await openPart(store, image.config), image.config);
  const value = createHash("sha256").update(bytes).digest("hex");
  // Every writer but the oldest names it by its digest.
  const [, named = value] = /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(image.config) ?? [];
  if (named !== value) {
    throw new ImageError(
      "IMAGE_DIGEST_MISMATCH",
      `${store.name}: ${image.config} has the digest sha256:${value}; do not use it, and save the image again`,
    );
  }
  return {
    name: image.names[0] ?? basename(store.name),
    digest: `sha256:${value}`,
    configuration: parseImageConfiguration(bytes, image.config),
    layers: image.layers.map((layer) => ({
      name: `layer ${layer}`,
      open: () => openPart(store, layer),
    })),
  };
}

async function openPart(store: ImageStore, path: string): Promise<FileRange> {
  const part = await store.open(path);
  if (part !== undefined) return part;
  throw new ImageError("IMAGE_INVALID", `${store.name} lacks ${path}; save the image again`);
}
