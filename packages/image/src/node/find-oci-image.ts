import { basename } from "node:path";
import {
  type Descriptor,
  ImageError,
  parseImageConfiguration,
  parseImageManifest,
} from "@coppice/image";
import { chooseImage, type ImageWish } from "./choose-image.ts";
import type { ImageParts, LayerPart } from "./image-parts.ts";
import type { ImageStore } from "./image-store.ts";
import { listManifests } from "./list-manifests.ts";
import { openBlob, readDocument } from "./open-blob.ts";

/** The image of an OCI layout that is wished for. OCI image specification, "OCI Image Layout". */
export async function findOciImage(
  store: ImageStore,
  wish: ImageWish,
  signal: AbortSignal | undefined,
): Promise<ImageParts> {
  const listed = await listManifests(store);
  const images = listed.map((image) => ({ ...image, platform: image.descriptor.platform }));
  const { descriptor, names } = chooseImage(images, wish, store.name);
  const read = async (blob: Descriptor, what: string): Promise<Uint8Array> =>
    readDocument(await openBlob(store, blob, what), `${what} ${blob.digest}`);
  const manifest = parseImageManifest(
    await read(descriptor, "manifest"),
    `manifest ${descriptor.digest}`,
  );
  return {
    name: nameOf(store, names),
    digest: descriptor.digest,
    configuration: parseImageConfiguration(
      await read(manifest.config, "configuration"),
      `configuration ${manifest.config.digest}`,
    ),
    layers: manifest.layers.map((layer) => layerPart(store, layer, signal)),
  };
}

function nameOf(store: ImageStore, [name]: readonly string[]): string {
  const folder = basename(store.name);
  if (name === undefined) return folder;
  return /[/:]/.test(name) ? name : `${folder}:${name}`;
}

function layerPart(
  store: ImageStore,
  layer: Descriptor,
  signal: AbortSignal | undefined,
): LayerPart {
  const name = `layer ${layer.digest}`;
  return {
    name,
    digest: layer.digest,
    open: async () => {
      if (!layer.mediaType.endsWith("+encrypted")) return openBlob(store, layer, "layer", signal);
      throw new ImageError(
        "LAYER_UNSUPPORTED",
        `${name} is encrypted; decrypt the image first, for example with skopeo copy --decryption-key`,
      );
    },
  };
}
