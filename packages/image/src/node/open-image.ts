import { lstat, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImageError } from "@coppice/image";
import type { OnProblem, Subject } from "@coppice/types";
import type { ImageWish } from "./choose-image.ts";
import { readRange } from "./file-range.ts";
import { findDockerImage } from "./find-docker-image.ts";
import { findOciImage } from "./find-oci-image.ts";
import type { ImageParts } from "./image-parts.ts";
import { type ImageStore, openArchiveStore, openFolderStore } from "./image-store.ts";
import { openRootFolder } from "./open-root-folder.ts";
import type { OpenedImage } from "./opened-image.ts";
import { parsePlatform, renderPlatform, suits } from "./platform.ts";
import { readLayers } from "./read-layers.ts";
import { type OpenImageLimits, type Reading, startReading } from "./reading.ts";
import { rootArchive } from "./root-archive.ts";
import { createSpool } from "./spool.ts";
import { storedTree } from "./stored-tree.ts";

/** Options of {@link openImage}. */
export interface OpenImageOptions {
  /** Which image of a multi-platform one, such as `linux/arm64`. Default: Linux on this machine's architecture. */
  readonly platform?: string;
  /** Which image of several, by its tag or name. */
  readonly reference?: string;
  /** Whether entries carry the digest of their content. Default: true. */
  readonly digests?: boolean;
  readonly limits?: Partial<OpenImageLimits>;
  /** Where decompressed layers are kept while the image is open. Default: the system's folder for temporary files. */
  readonly temporaryFolder?: string;
  /** Takes each file of a folder that cannot be read or changes meanwhile; without it the first one is thrown. */
  readonly onProblem?: OnProblem;
  readonly signal?: AbortSignal;
}

/**
 * Opens what is at `path`: a folder or tar archive with an OCI layout, a docker-archive (`docker save`), or else the
 * folder or archive as the root of a file system; archives may be compressed with gzip. Layers may be plain or
 * compressed with gzip; every digest is verified before the promise is fulfilled. What is decompressed is kept in a
 * temporary file without a name, so that reading takes no memory.
 *
 * Of a folder, extended attributes are not read; its digest is the sha256 of one line of JSON for each entry, in order:
 * path, type, mode, uid, gid, size, digest, target, hardLink, device major and minor, `null` for what it lacks. That
 * of an archive without a manifest is the archive's own.
 *
 * @example
 * ```ts
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { openImage, writeImage } from "@coppice/image/node";
 *
 * const root = await mkdtemp(join(tmpdir(), "example-"));
 * await writeFile(join(root, "motd"), "hello");
 * const folder = await openImage(root);
 * const configuration = { architecture: "amd64", os: "linux", config: { Cmd: ["/motd"] } };
 * const out = join(root, "image");
 * const { digest } = await writeImage(out, { tree: folder.tree, configuration });
 *
 * const image = await openImage(out);
 * image.subject.digest === digest; // => true
 * image.subject.config; // => { Cmd: ["/motd"] }
 * image.tree.stat("/motd")?.size; // => 5
 * await image.close();
 * await rm(root, { recursive: true });
 * ```
 * @throws An {@link ImageError} with code `IMAGE_ABSENT`, `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`, `PLATFORM_ABSENT`,
 * `IMAGE_DIGEST_MISMATCH`, `IMAGE_TOO_LARGE`, `LAYER_TRUNCATED`, `LAYER_INVALID`, `LAYER_UNSUPPORTED` (zstd),
 * `LAYER_TOO_LARGE`, `FILE_UNREADABLE`, `CONTENT_CHANGED`, or one of `scanTar` or `squashLayers` of `@coppice/image`.
 */
export async function openImage(
  path: string,
  options: OpenImageOptions = {},
): Promise<OpenedImage> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw new ImageError("IMAGE_ABSENT", `${path} cannot be opened; check the path`, { cause });
  });
  const spool = createSpool(options.temporaryFolder ?? tmpdir());
  const reading = startReading(spool, options);
  if (facts.isDirectory() && !(await isOciLayout(path))) return openRootFolder(path, reading);
  const wish: ImageWish = {
    platform: options.platform === undefined ? undefined : parsePlatform(options.platform),
    reference: options.reference,
  };
  let store: ImageStore | undefined;
  let closed = false;
  const close = async (): Promise<void> => {
    closed = true;
    await store?.close();
    await spool.close();
  };
  try {
    store = facts.isDirectory()
      ? await openFolderStore(path)
      : await openArchiveStore(path, reading);
    const image = await findImage(store, wish, reading);
    const { layers, index, contents } = await readLayers(image, reading);
    return {
      subject: subjectOf(image),
      tree: storedTree(index, (entry, range) => {
        const content = contents.get(entry.path);
        if (content && !closed) return readRange(content, entry.path, range);
        throw new ImageError("IMAGE_CLOSED", `${image.name} is closed; read before close()`);
      }),
      configuration: image.configuration,
      layers,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function isOciLayout(path: string): Promise<boolean> {
  const marks = ["oci-layout", "index.json"].map((name) => lstat(join(path, name)));
  return (await Promise.allSettled(marks)).every(({ status }) => status === "fulfilled");
}

async function findImage(
  store: ImageStore,
  wish: ImageWish,
  reading: Reading,
): Promise<ImageParts> {
  const image = await findAny(store, wish, reading.signal);
  if (!wish.platform || suits(image.configuration, wish.platform)) return image;
  throw new ImageError(
    "PLATFORM_ABSENT",
    `${image.name} is for ${renderPlatform(image.configuration)}; leave the platform out to open it`,
  );
}

async function findAny(
  store: ImageStore,
  wish: ImageWish,
  signal: AbortSignal | undefined,
): Promise<ImageParts> {
  // Docker since version 25 writes both; only the OCI layout names digests.
  if (await store.open("index.json")) return findOciImage(store, wish, signal);
  const manifest = await store.open("manifest.json");
  if (manifest) return findDockerImage(store, manifest, wish);
  return rootArchive(store, signal);
}

function subjectOf({ name, digest, configuration }: ImageParts): Subject {
  const { architecture, config } = configuration;
  return { name, digest, ...(architecture && { architecture }), ...(config && { config }) };
}
