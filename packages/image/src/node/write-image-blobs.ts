import type { ImageContent } from "./image-content.ts";
import { layerHistory } from "./layer-history.ts";
import { planLayers } from "./plan-layers.ts";
import { wantedEntries } from "./wanted-entries.ts";
import { writeBlob } from "./write-blob.ts";
import type { WriteImageOptions } from "./write-image.ts";
import { type WrittenLayer, writeLayer } from "./write-layer.ts";
import { type ImageBlobs, json } from "./write-layout.ts";

/** Writes the layers of an image, and the configuration that names them, to the folder `blobs`. */
export async function writeImageBlobs(
  blobs: string,
  content: ImageContent,
  options: WriteImageOptions,
): Promise<ImageBlobs> {
  const { configuration } = content;
  const { format, createdBy = "coppice", signal } = options;
  const { compression = format === "docker-archive" ? "none" : "gzip" } = options;
  const entries = wantedEntries(content);
  const kept = options.layers === "original";
  const plan = kept ? await planLayers(content, entries, signal) : [{ number: 0, entries }];
  const layers: WrittenLayer[] = [];
  for (const layer of plan) {
    layers.push(await writeLayer(blobs, layer, content, { compression, signal }));
  }
  const { rootfs: _, history: __, ...rest } = configuration;
  const past = kept ? configuration : { ...configuration, history: [] };
  const config = await writeBlob(blobs, [
    json({
      ...rest,
      rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
      history: layerHistory(past, plan, createdBy),
    }),
  ]);
  return { configuration, config, layers };
}
