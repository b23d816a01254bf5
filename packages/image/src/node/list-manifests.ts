import { type Descriptor, ImageError, type ImageIndex, parseImageIndex } from "@coppice/image";
import type { Digest } from "@coppice/types";
import type { ImageStore } from "./image-store.ts";
import { openBlob, readDocument } from "./open-blob.ts";

/** An image manifest that an OCI layout lists. */
export interface ListedManifest {
  readonly descriptor: Descriptor;
  /** Names and tags it is listed under, those that say more first. */
  readonly names: readonly string[];
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

/** The image manifests in `index.json` and the indexes that it names, without what is only attached to images. */
export async function listManifests(store: ImageStore): Promise<readonly ListedManifest[]> {
  const top = await store.open("index.json");
  const name = `${store.name}: index.json`;
  if (top === undefined) throw invalid(`${name} is absent`);
  const found = new Map<string, ListedManifest>();
  const pending: ListedManifest[] = [];
  let count = 0;
  /** Indexes by digest: the same one may be listed under many names. */
  const indexes = new Map<Digest, ImageIndex>();
  const list = ({ manifests }: ImageIndex, names: readonly string[]): void => {
    for (const descriptor of manifests) {
      pending.push({ descriptor, names: [...namesOf(descriptor), ...names] });
    }
  };
  list(parseImageIndex(await readDocument(top, name), name), []);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { descriptor, names } = next;
    const { mediaType, digest } = descriptor;
    if (++count > maximumDescriptors) throw invalid(`${name} lists too many manifests`);
    if (indexTypes.has(mediaType)) {
      const index = indexes.get(digest) ?? (await readIndex(store, descriptor));
      indexes.set(digest, index);
      list(index, names);
    } else if (manifestTypes.has(mediaType) && !isAttached(descriptor)) {
      const others = found.get(digest)?.names ?? [];
      found.set(digest, { descriptor, names: [...names, ...others] });
    }
  }
  return [...found.values()];
}

async function readIndex(store: ImageStore, descriptor: Descriptor): Promise<ImageIndex> {
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

/** Provenance and the like that BuildKit lists beside images. */
function isAttached({ annotations, platform }: Descriptor): boolean {
  return annotations?.["vnd.docker.reference.type"] !== undefined || platform?.os === "unknown";
}

function invalid(what: string): ImageError {
  return new ImageError("IMAGE_INVALID", `${what}; pull or save the image again`);
}
