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
  return {
    subject: subjectOf(image),
    tree: storedTree(
      index,
      (entry, range) => {
        if (!closed) return read(entry, range);
        throw new ImageError("IMAGE_CLOSED", `${image.name} is closed; read before close()`);
      },
      head,
    ),
    configuration: image.configuration,
    layers,
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
