import { ImageError } from "@coppice/image";
import type { Subject } from "@coppice/types";
import type { ImageParts } from "./image-parts.ts";
import type { OpenedImage } from "./opened-image.ts";
import { readLayers } from "./read-layers.ts";
import type { Reading } from "./reading.ts";
import { storedTree } from "./stored-tree.ts";

/** Reads the layers of an image that was found; `release` lets go of where it was found. */
export async function openParts(
  image: ImageParts,
  reading: Reading,
  release: () => Promise<void>,
): Promise<OpenedImage> {
  const { layers, index, deletions, read, head } = await readLayers(image, reading);
  let closed = false;
  async function* whileOpen(
    read: () => AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    if (!closed) return yield* read();
    throw new ImageError("IMAGE_CLOSED", `${image.name} is closed; read before close()`);
  }
  return {
    subject: subjectOf(image),
    tree: storedTree(index, (entry, range) => whileOpen(() => read(entry, range)), head),
    configuration: image.configuration,
    layers: layers.map((layer) => ({
      ...layer,
      tar: () => whileOpen(layer.tar),
      blob: () => whileOpen(layer.blob),
    })),
    deletions,
    async close() {
      closed = true;
      await release();
      await reading.spool.close();
    },
  };
}

function subjectOf({ name, digest, configuration }: ImageParts): Subject {
  const { architecture, config } = configuration;
  return { name, digest, ...(architecture && { architecture }), ...(config && { config }) };
}
