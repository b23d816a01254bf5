import { createHash } from "node:crypto";
import { basename } from "node:path";
import {
  type DockerArchiveImage,
  ImageError,
  type ImageErrorCode,
  parseImageConfiguration,
} from "@coppice/image";
import { chooseImage, type ImageWish, namedImages } from "./choose-image.ts";
import type { FileRange } from "./file-range.ts";
import type { ImageParts } from "./image-parts.ts";
import type { ImageStore } from "./image-store.ts";
import { readDocument } from "./open-blob.ts";

/** The image of a docker-archive that is wished for; its `manifest.json` says nothing of platforms. */
export async function findDockerImage(
  store: ImageStore,
  images: readonly DockerArchiveImage[],
  wish: ImageWish,
): Promise<ImageParts> {
  const choosable = images.map((image) => ({ ...image, names: image.repoTags }));
  const named = namedImages(choosable, wish.reference, store.name);
  const image = chooseImage(named, undefined, store.name);
  const bytes = await readDocument(
    await openPart(store, image.config, "IMAGE_INVALID"),
    image.config,
  );
  const value = createHash("sha256").update(bytes).digest("hex");
  // Every writer but the oldest names it by its digest.
  const [, expected = value] = /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(image.config) ?? [];
  if (expected !== value) {
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
      open: () => openPart(store, layer, "LAYER_ABSENT"),
    })),
  };
}

async function openPart(store: ImageStore, path: string, code: ImageErrorCode): Promise<FileRange> {
  const part = await store.open(path);
  if (part !== undefined) return part;
  throw new ImageError(code, `${store.name} lacks ${path}; save the image again`);
}
