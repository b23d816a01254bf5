import { createHash } from "node:crypto";
import { basename } from "node:path";
import { ImageError } from "@coppice/image";
import { readRange } from "./file-range.ts";
import type { ImageParts } from "./image-parts.ts";
import type { ImageStore } from "./image-store.ts";

/** An archive that is itself a root file system, as an image of one layer without a configuration. */
export async function rootArchive(
  { name, archive }: ImageStore,
  signal: AbortSignal | undefined,
): Promise<ImageParts> {
  if (archive === undefined) {
    throw new ImageError(
      "IMAGE_INVALID",
      `${name} has no readable index.json; save the image again`,
    );
  }
  const hash = createHash("sha256");
  for await (const chunk of readRange(archive, name)) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
  const digest = `sha256:${hash.digest("hex")}`;
  return {
    name: basename(name),
    digest,
    configuration: { rootfs: { type: "layers", diff_ids: [digest] } },
    layers: [{ name, digest, open: async () => archive }],
  };
}
