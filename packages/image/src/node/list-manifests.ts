import { type Descriptor, ImageError, type ImageIndex, parseImageIndex } from "@coppice/image";
import type { Digest } from "@coppice/types";
import type { BlobStore } from "./blob-store.ts";
import { openBlob, readDocument } from "./open-blob.ts";

/** An image manifest that an index lists. */
export interface ListedManifest {
  readonly descriptor: Descriptor;
  /** Names and tags it is listed under, those that say more first. */
  readonly names: readonly string[];
  /** Digests of the indexes that list it, without the root. */
  readonly indexes: readonly Digest[];
}

const manifestTypes: ReadonlySet<string> = new Set([
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
]);
const indexTypes: ReadonlySet<string> = new Set([
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
]);
const maximumDescriptors = 10_000;

/** The image manifests in the index `root` and those that it names, without what is only attached to images. */
export async function listManifests(
  store: BlobStore,
  root: ImageIndex,
): Promise<readonly ListedManifest[]> {
  const found = new Map<string, ListedManifest>();
  const pending: ListedManifest[] = [];
  /** Indexes by digest: the same one may be listed under many names. */
  const read = new Map<Digest, ImageIndex>();
  const list = (
    { manifests }: ImageIndex,
    names: readonly string[],
    indexes: readonly Digest[],
  ): void => {
    if (pending.length + manifests.length > maximumDescriptors) {
      const message = `${store.name} lists too many manifests; pull or save one image alone`;
      throw new ImageError("IMAGE_INVALID", message);
    }
    for (const descriptor of manifests) {
      pending.push({ descriptor, names: [...namesOf(descriptor), ...names], indexes });
    }
  };
  list(root, [], []);
  // Grows on the way.
  for (const listed of pending) {
    const { descriptor, names } = listed;
    const { mediaType, digest } = descriptor;
    if (indexTypes.has(mediaType)) {
      const index = read.get(digest) ?? (await readIndex(store, descriptor));
      read.set(digest, index);
      list(index, names, [digest]);
    } else if (manifestTypes.has(mediaType) && !isAttached(descriptor)) {
      const before = found.get(digest);
      found.set(digest, {
        descriptor,
        names: [...(before?.names ?? []), ...names],
        indexes: [...(before?.indexes ?? []), ...listed.indexes],
      });
    }
  }
  return [...found.values()];
}

async function readIndex(store: BlobStore, descriptor: Descriptor): Promise<ImageIndex> {
  const name = `index ${descriptor.digest}`;
  return parseImageIndex(
    await readDocument(await openBlob(store, descriptor, "index"), name),
    name,
  );
}

function namesOf({ annotations }: Descriptor): readonly string[] {
  const keys = ["io.containerd.image.name", "org.opencontainers.image.ref.name"];
  return keys.flatMap((key) => annotations?.[key] || []);
}

/** Provenance, signatures and the like that are listed beside images. */
function isAttached({ annotations, platform, artifactType }: Descriptor): boolean {
  return (
    annotations?.["vnd.docker.reference.type"] !== undefined ||
    platform?.os === "unknown" ||
    (artifactType !== undefined && !artifactType.startsWith("application/vnd.oci.image.config."))
  );
}
