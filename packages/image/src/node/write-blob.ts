import { createHash } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Digest } from "@coppice/types";

/** A blob that was written. */
export interface WrittenBlob {
  readonly digest: Digest;
  readonly size: number;
}

/** Writes a blob to the folder `blobs` under the name that its digest gives it. OCI image specification, "Blobs". */
export async function writeBlob(
  blobs: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  algorithm = "sha256",
): Promise<WrittenBlob> {
  const folder = join(blobs, algorithm);
  await mkdir(folder, { recursive: true });
  const unnamed = join(folder, "unnamed");
  const hash = createHash(algorithm);
  let size = 0;
  const file = await open(unnamed, "wx");
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      for (let done = 0; done < chunk.length; ) {
        done += (await file.write(chunk, done)).bytesWritten;
      }
    }
  } finally {
    await file.close();
  }
  const value = hash.digest("hex");
  await rename(unnamed, join(folder, value));
  return { digest: `${algorithm}:${value}`, size };
}

/** Where {@link writeBlob} put a blob. */
export function blobPath(blobs: string, digest: Digest): string {
  return join(blobs, ...digest.split(":"));
}
