import {
  ImageError,
  type ImageIndex,
  isImageError,
  parseDockerManifest,
  parseImageIndex,
} from "@coppice/image";
import type { ImageWish } from "./choose-image.ts";
import { openDir } from "./dir-blobs.ts";
import { findDockerImage } from "./find-docker-image.ts";
import { findOciImage } from "./find-oci-image.ts";
import type { ImageParts } from "./image-parts.ts";
import type { ImageStore } from "./image-store.ts";
import { layoutBlobs } from "./layout-blobs.ts";
import { readDocument } from "./open-blob.ts";
import type { Reading } from "./reading.ts";

/** The image of a folder or archive that is wished for; undefined where there is none in any format of images. */
export async function findImage(
  store: ImageStore,
  wish: ImageWish,
  { signal }: Reading,
): Promise<ImageParts | undefined> {
  const index = await readLayoutIndex(store);
  const manifest = await readFile(store, "manifest.json");
  const isDocker = manifest !== undefined && beginsWith(manifest, "[");
  // Docker since version 25 and containerd write both; only the OCI layout names digests.
  if (index && (index.manifests.length > 0 || !isDocker)) {
    return findOciImage(layoutBlobs(store), index, wish, signal);
  }
  if (isDocker) {
    const images = parseDockerManifest(manifest, `${store.name}: manifest.json`);
    return findDockerImage(store, images, wish);
  }
  const version = manifest && (await readFile(store, "version"));
  if (version && new TextDecoder().decode(version).startsWith(dirVersion)) {
    const dir = openDir(store, manifest);
    return findOciImage(dir.blobs, dir.index, wish, signal);
  }
  // In a folder, which may be the root of a file system, the file may be anything.
  if (manifest && store.archive && !beginsWith(manifest, "{")) {
    throw new ImageError(
      "IMAGE_INVALID",
      `${store.name}: manifest.json is damaged; save the image again`,
    );
  }
  const repositories = await readFile(store, "repositories");
  if (!repositories || !beginsWith(repositories, "{")) return undefined;
  throw new ImageError(
    "IMAGE_INVALID",
    `${store.name} was saved by Docker before 1.10, without digests; load it and save it again`,
  );
}

/** What the file `version` of skopeo's `dir` format begins with. */
const dirVersion = "Directory Transport Version: ";

/** The index of an OCI layout; without the layout's mark only one that names a blob which is there. */
async function readLayoutIndex(store: ImageStore): Promise<ImageIndex | undefined> {
  const isMarked = await store.holds("oci-layout");
  const bytes = await readFile(store, "index.json", isMarked);
  try {
    const index = bytes && parseImageIndex(bytes, `${store.name}: index.json`);
    if (index && (isMarked || (await holdsSome(store, index)))) return index;
  } catch (error) {
    if (isMarked || !isImageError(error)) throw error;
  }
  if (!isMarked) return undefined;
  throw new ImageError("IMAGE_INVALID", `${store.name} lacks index.json; save the image again`);
}

async function holdsSome(store: ImageStore, { manifests }: ImageIndex): Promise<boolean> {
  const { holds } = layoutBlobs(store);
  for (const descriptor of manifests) if (await holds?.(descriptor)) return true;
  return false;
}

/**
 * The file at `path`; undefined when it is absent or, unless it is required, cannot be read: a root file system may have
 * folders, pipes and links out of it under any name.
 */
async function readFile(
  store: ImageStore,
  path: string,
  isRequired = false,
): Promise<Uint8Array | undefined> {
  try {
    const file = await store.open(path);
    return file && (await readDocument(file, `${store.name}: ${path}`));
  } catch (error) {
    if (isRequired || !isImageError(error)) throw error;
    return undefined;
  }
}

function beginsWith(json: Uint8Array, character: string): boolean {
  const first = json.find((byte) => byte > 0x20);
  return first === character.charCodeAt(0);
}
