import { basename } from "node:path";
import {
  type Descriptor,
  type ImageConfiguration,
  ImageError,
  type ImageIndex,
  type ImageManifest,
  parseImageConfiguration,
  parseImageManifest,
} from "@coppice/image";
import type { BlobStore } from "./blob-store.ts";
import { type Choosable, chooseImage, type ImageWish, namedImages } from "./choose-image.ts";
import type { ImageParts, LayerPart } from "./image-parts.ts";
import { type ListedManifest, listManifests } from "./list-manifests.ts";
import { openBlob, openUnverifiedBlob, readDocument } from "./open-blob.ts";
import { configuredPlatform } from "./platform.ts";

/** The image that is wished for, of those that the index `root` and the indexes in it list. */
export async function findOciImage(
  store: BlobStore,
  root: ImageIndex,
  wish: ImageWish,
  signal: AbortSignal | undefined,
): Promise<ImageParts> {
  const listed = (await listManifests(store, root)).map(choosable);
  const held = await heldImages(store, namedImages(listed, wish.reference, store.name));
  const images = held.length > 1 ? await withPlatforms(store, held) : held;
  const { descriptor, names } = chooseImage(images, wish.platform, store.name);
  const manifest = await readManifest(store, descriptor);
  if (!isImage(manifest)) {
    throw new ImageError(
      "IMAGE_INVALID",
      `manifest ${descriptor.digest} is an artifact of type ${manifest.config.mediaType}; name an image`,
    );
  }
  return {
    name: nameOf(store, names),
    digest: descriptor.digest,
    configuration: await readConfiguration(store, manifest),
    layers: manifest.layers.map((layer) => layerPart(store, layer, signal)),
  };
}

type ListedImage = ListedManifest & Choosable;

function choosable(listed: ListedManifest): ListedImage {
  const { digest, platform } = listed.descriptor;
  return { ...listed, digest, platform };
}

/** The images whose manifests are there: exports of one platform list the others as well. */
async function heldImages(
  store: BlobStore,
  images: readonly ListedImage[],
): Promise<readonly ListedImage[]> {
  if (!store.holds) return images;
  const held: ListedImage[] = [];
  for (const image of images) if (await store.holds(image.descriptor)) held.push(image);
  // Opening one says what is absent.
  return held.length > 0 ? held : images.slice(0, 1);
}

/** The images with the platforms of their configurations where the index says none, without what turns out to be none. */
async function withPlatforms(
  store: BlobStore,
  images: readonly ListedImage[],
): Promise<readonly ListedImage[]> {
  if (images.length > maximumConfigurations) return images;
  const placed: ListedImage[] = [];
  for (const image of images) {
    if (image.platform !== undefined) placed.push(image);
    else {
      const manifest = await readManifest(store, image.descriptor);
      if (!isImage(manifest)) continue;
      const platform = configuredPlatform(await readConfiguration(store, manifest));
      placed.push({ ...image, platform });
    }
  }
  return placed.length > 0 ? placed : images;
}

const maximumConfigurations = 100;

async function readManifest(store: BlobStore, descriptor: Descriptor): Promise<ImageManifest> {
  const name = `manifest ${descriptor.digest}`;
  const blob = await openBlob(store, descriptor, "manifest");
  return parseImageManifest(await readDocument(blob, name), name);
}

/** Whether a manifest is that of an image and not of a chart, a signature or the like. */
function isImage({ config: { mediaType } }: ImageManifest): boolean {
  return configurationTypes.has(mediaType) || !mediaType.startsWith("application/vnd.");
}

/** Other registered types make a manifest something else than an image. */
const configurationTypes: ReadonlySet<string> = new Set([
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
]);

async function readConfiguration(
  store: BlobStore,
  { config }: ImageManifest,
): Promise<ImageConfiguration> {
  const name = `configuration ${config.digest}`;
  const blob = await openBlob(store, config, "configuration");
  return parseImageConfiguration(await readDocument(blob, name), name);
}

function nameOf(store: BlobStore, [name]: readonly string[]): string {
  const folder = basename(store.name);
  if (name === undefined) return folder;
  return /[/:]/.test(name) ? name : `${folder}:${name}`;
}

function layerPart(
  store: BlobStore,
  layer: Descriptor,
  signal: AbortSignal | undefined,
): LayerPart {
  const name = `layer ${layer.digest}`;
  const refuseEncrypted = (): void => {
    if (!layer.mediaType.endsWith("+encrypted")) return;
    throw new ImageError(
      "LAYER_UNSUPPORTED",
      `${name} is encrypted; decrypt the image first, for example with skopeo copy --decryption-key`,
    );
  };
  return {
    name,
    digest: layer.digest,
    async open() {
      refuseEncrypted();
      return openBlob(store, layer, "layer", signal);
    },
    ...(!store.verified && {
      async openUnverified() {
        refuseEncrypted();
        return openUnverifiedBlob(store, layer, "layer");
      },
    }),
  };
}
