import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type FileRange, readRange } from "./file-range.ts";
import type { ImageParts } from "./image-parts.ts";

/** An archive that is itself a root file system, as an image of one layer without a configuration. */
export async function rootArchive(
  name: string,
  archive: FileRange,
  signal: AbortSignal | undefined,
): Promise<ImageParts> {
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
