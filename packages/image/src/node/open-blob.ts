import { createHash } from "node:crypto";
import { type Descriptor, ImageError } from "@coppice/image";
import { type FileRange, readRange } from "./file-range.ts";
import type { ImageStore } from "./image-store.ts";

/** The blob that `descriptor` names, verified before anything reads it; `what` stands for it in messages. */
export async function openBlob(
  store: ImageStore,
  descriptor: Descriptor,
  what: string,
  signal?: AbortSignal,
): Promise<FileRange> {
  const { digest, size } = descriptor;
  const name = `${store.name}: ${what} ${digest}`;
  const [algorithm = "", value = ""] = digest.split(":");
  const blob = await store.open(`blobs/${algorithm}/${value}`);
  if (blob === undefined) {
    throw new ImageError("IMAGE_INVALID", `${name} is absent; pull or save the image again`);
  }
  if (blob.size < size) {
    const code = what === "layer" ? "LAYER_TRUNCATED" : "IMAGE_INVALID";
    const message = `${name} has ${blob.size} bytes instead of ${size}; pull or save the image again`;
    throw new ImageError(code, message);
  }
  await verifyDigest(blob, digest, name, signal);
  return blob;
}

/** Throws unless the bytes of `file` have the digest. */
async function verifyDigest(
  file: FileRange,
  digest: string,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const [algorithm = ""] = digest.split(":");
  const hash = createHash(algorithm);
  for await (const chunk of readRange(file, name)) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
  const found = `${algorithm}:${hash.digest("hex")}`;
  if (found === digest) return;
  throw new ImageError(
    "IMAGE_DIGEST_MISMATCH",
    `${name} has the digest ${found}; do not use it, and pull or save the image again`,
  );
}

/** All bytes of a document. */
export async function readDocument(file: FileRange, name: string): Promise<Uint8Array> {
  if (file.size > maximumDocument) {
    throw new ImageError(
      "IMAGE_INVALID",
      `${name} has ${file.size} bytes, too many for a document; check that this is an image`,
    );
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of readRange(file, name)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const maximumDocument = 8 << 20;
