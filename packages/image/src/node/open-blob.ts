import { createHash } from "node:crypto";
import { type Descriptor, ImageError } from "@coppice/image";
import type { BlobKind, BlobStore } from "./blob-store.ts";
import { type FileRange, readRange } from "./file-range.ts";

/** The blob that `descriptor` names, verified before anything reads it. */
export async function openBlob(
  store: BlobStore,
  descriptor: Descriptor,
  kind: BlobKind,
  signal?: AbortSignal,
): Promise<FileRange> {
  const blob = await openUnverifiedBlob(store, descriptor, kind);
  if (!store.verified) {
    await verifyDigest(blob, descriptor.digest, blobName(store, descriptor, kind), signal);
  }
  return blob;
}

/** The blob that `descriptor` names, whose digest the caller has to verify unless the store did. */
export async function openUnverifiedBlob(
  store: BlobStore,
  descriptor: Descriptor,
  kind: BlobKind,
): Promise<FileRange> {
  const name = blobName(store, descriptor, kind);
  const blob = await store.open(descriptor, kind);
  if (blob === undefined) throw absentBlob(name, descriptor, kind);
  if (blob.size >= descriptor.size) return blob;
  throw new ImageError(
    kind === "layer" ? "LAYER_TRUNCATED" : "IMAGE_INVALID",
    `${name} has ${blob.size} bytes instead of ${descriptor.size}; pull or save the image again`,
  );
}

/** What to call a blob in messages. */
function blobName(store: BlobStore, { digest }: Descriptor, kind: BlobKind): string {
  return `${store.name}: ${kind} ${digest}`;
}

function absentBlob(name: string, { mediaType }: Descriptor, kind: BlobKind): ImageError {
  if (kind !== "layer") {
    return new ImageError("IMAGE_INVALID", `${name} is absent; pull or save the image again`);
  }
  // Layers that were not to be distributed are left out by all tools unless told otherwise.
  const foreign = mediaType.includes("foreign") || mediaType.includes("nondistributable");
  const message = foreign
    ? `${name} is a foreign layer, which is not stored with the image; get it from its vendor and push or save the image with it`
    : `${name} is absent; pull or save the image again, with all of its layers`;
  return new ImageError("LAYER_ABSENT", message);
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

/** Bytes that no document of an image passes. */
export const maximumDocument: number = 8 << 20;
