import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { ImageError } from "@coppice/image";
import type { OnProblem } from "@coppice/types";
import type { ImageWish } from "./choose-image.ts";
import { findImage } from "./find-image.ts";
import { type ImageStore, openArchiveStore, openFolderStore } from "./image-store.ts";
import { openParts } from "./open-parts.ts";
import { openRootFolder } from "./open-root-folder.ts";
import type { OpenedImage } from "./opened-image.ts";
import { parsePlatform } from "./platform.ts";
import { type OpenImageLimits, startReading } from "./reading.ts";
import { requirePlatform } from "./require-platform.ts";
import { rootArchive } from "./root-archive.ts";
import { createSpool } from "./spool.ts";

/** Options of {@link openImage}. */
export interface OpenImageOptions {
  /**
   * Which image of a multi-platform one, such as `linux/arm64` or `windows(10.0.17763)/amd64`; an older variant, such as
   * `v6` of `linux/arm/v7`, is taken when there is no other. Default: Linux on this machine's architecture.
   */
  readonly platform?: string;
  /** Which image of several, by its tag, its name, short or in full, or the digest of its manifest. */
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
 * Opens what is at `path`: a folder or tar archive with an OCI layout (as of skopeo, BuildKit or `ctr image export`), a
 * docker-archive (as of `docker save`, `podman save` or kaniko) or skopeo's `dir` format, or else the folder or archive
 * as the root of a file system. Archives and layers may be plain or compressed with gzip or zstd; every digest is
 * verified before the promise is fulfilled. What is decompressed is kept in a temporary file without a name, so that
 * reading takes no memory.
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
 * `IMAGE_DIGEST_MISMATCH`, `IMAGE_TOO_LARGE`, `LAYER_ABSENT`, `LAYER_TRUNCATED`, `LAYER_INVALID`, `LAYER_UNSUPPORTED`
 * (such as an encrypted one), `LAYER_TOO_LARGE`, `FILE_UNREADABLE`, `CONTENT_CHANGED`, or one of `scanTar` or `squashLayers` of `@coppice/image`.
 */
export async function openImage(
  path: string,
  options: OpenImageOptions = {},
): Promise<OpenedImage> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw new ImageError("IMAGE_ABSENT", `${path} cannot be opened; check the path`, { cause });
  });
  const wish: ImageWish = {
    platform: options.platform === undefined ? undefined : parsePlatform(options.platform),
    reference: options.reference,
  };
  const isFolder = facts.isDirectory();
  const reading = startReading(createSpool(options.temporaryFolder ?? tmpdir()), options);
  let store: ImageStore | undefined;
  try {
    store = isFolder ? await openFolderStore(path) : await openArchiveStore(path, reading);
    const { archive } = store;
    const image =
      (await findImage(store, wish, reading)) ??
      (archive && (await rootArchive(path, archive, reading.signal)));
    if (image === undefined) {
      await store.close();
      return await openRootFolder(path, reading);
    }
    requirePlatform(image, wish.platform);
    return await openParts(image, reading, store.close);
  } catch (error) {
    await store?.close();
    await reading.spool.close();
    throw error;
  }
}
