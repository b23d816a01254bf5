import { createHash } from "node:crypto";
import {
  type Descriptor,
  ImageError,
  type ImageReference,
  isDigest,
  parseManifestType,
  renderReference,
} from "@coppice/image";
import type { Digest } from "@coppice/types";
import type { BlobKind, BlobStore } from "../blob-store.ts";
import type { FileRange } from "../file-range.ts";
import { maximumDocument } from "../open-blob.ts";
import { type Downloading, downloadBlob } from "./download-blob.ts";
import { readAll } from "./read-all.ts";
import { retry } from "./retry.ts";
import type { SpoolPool } from "./spool-pool.ts";
import { statusError } from "./status-error.ts";

/** The blobs of a repository, each downloaded when it is first asked for. */
export interface RegistryBlobs extends BlobStore {
  /** What the reference leads to: a manifest or an index. */
  resolve(): Promise<Descriptor>;
}

const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];
const manifestHeaders = { accept: manifestTypes.join(", ") };

/** Downloads what is in the repository of `reference`, as many blobs at once as there are spools. */
export function registryBlobs(
  reference: ImageReference,
  spools: SpoolPool,
  downloading: Downloading,
): RegistryBlobs {
  const name = renderReference(reference);
  const { client, policy, reading } = downloading;
  const blobs = new Map<Digest, Promise<FileRange | undefined>>();

  const fetchRoot = async (version: string): Promise<{ bytes: Uint8Array; digest: Digest }> => {
    const answer = await client.get(`manifests/${version}`, manifestHeaders);
    if (answer.status !== 200) throw await statusError(answer, name);
    const said = reference.digest ?? answer.headers.get("docker-content-digest") ?? "";
    const bytes = await readAll(answer, name, maximumDocument);
    const [algorithm = ""] = isDigest(said) ? said.split(":") : ["sha256"];
    const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
    if (digest === said || !isDigest(said)) return { bytes, digest };
    throw new ImageError(
      "IMAGE_DIGEST_MISMATCH",
      `${name} came with the digest ${digest} instead of ${said}; do not use it`,
    );
  };

  const download = async (
    descriptor: Descriptor,
    kind: BlobKind,
  ): Promise<FileRange | undefined> => {
    const { digest, size } = descriptor;
    const what = `${name}: ${kind} ${digest}`;
    if (kind !== "layer" && size > maximumDocument) {
      const message = `${what} has ${size} bytes, too many for a document; check that this is an image`;
      throw new ImageError("IMAGE_INVALID", message);
    }
    reading.countBytes(size, kind === "layer" ? size : 0, what);
    const isBlob = kind === "layer" || kind === "configuration";
    const path = `${isBlob ? "blobs" : "manifests"}/${digest}`;
    const headers = isBlob ? {} : manifestHeaders;
    return spools.use((spool) => downloadBlob(path, descriptor, headers, spool, downloading));
  };

  return {
    name,
    verified: true,
    async resolve() {
      const version = reference.digest ?? reference.tag ?? "latest";
      const { bytes, digest } = await retry(policy, () => fetchRoot(version));
      const mediaType = parseManifestType(bytes, name);
      const range = await spools.use(async (spool) => {
        const start = spool.position();
        await spool.append(bytes);
        return { handle: await spool.handle(), start, size: bytes.length };
      });
      blobs.set(digest, Promise.resolve(range));
      return { mediaType, digest, size: bytes.length };
    },
    open(descriptor, kind) {
      const { digest } = descriptor;
      const blob = blobs.get(digest) ?? download(descriptor, kind);
      blobs.set(digest, blob);
      return blob;
    },
  };
}
