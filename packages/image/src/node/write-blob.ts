import { createHash } from "node:crypto";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Digest } from "@coppice/types";

/** A blob that was written. */
export interface WrittenBlob {
  readonly digest: Digest;
  readonly size: number;
}

/** Writes a blob to the folder `blobs` under the name that its digest gives it. */
export async function writeBlob(
  blobs: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<WrittenBlob> {
  const unnamed = join(blobs, "unnamed");
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(unnamed, "wx");
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  const value = hash.digest("hex");
  await rename(unnamed, join(blobs, value));
  return { digest: `sha256:${value}`, size };
}
