import { tmpdir } from "node:os";
import { type ImageError, parseReference } from "@coppice/image";
import { findOciImage } from "../find-oci-image.ts";
import type { OpenImageOptions } from "../open-image.ts";
import { openParts } from "../open-parts.ts";
import type { OpenedImage } from "../opened-image.ts";
import { parsePlatform } from "../platform.ts";
import { startReading } from "../reading.ts";
import { requirePlatform } from "../require-platform.ts";
import { createSpool } from "../spool.ts";
import type { DownloadProgress } from "./download-blob.ts";
import { readCredentials } from "./read-credentials.ts";
import { registryBlobs } from "./registry-blobs.ts";
import { createRegistryClient, type FindCredentials } from "./registry-client.ts";
import { createSpoolPool } from "./spool-pool.ts";
import { createTransport, type Fetch } from "./transport.ts";

/** Options of {@link openRegistryImage}. */
export interface OpenRegistryImageOptions
  extends Pick<OpenImageOptions, "platform" | "digests" | "limits" | "temporaryFolder" | "signal"> {
  /**
   * Whether to speak plain HTTP, and to follow where the registry leads without encryption. Default: with registries on
   * this machine's loopback address alone.
   */
  readonly insecure?: boolean;
  /** Looks up credentials when the registry asks for some. Default: what `docker login` or `podman login` left. */
  readonly findCredentials?: FindCredentials;
  /** How requests are sent, such as through a proxy; it has to leave redirects to its caller. Default: the global `fetch`. */
  readonly fetch?: Fetch;
  /** Milliseconds after which a silent connection is given up. Default: 30,000. */
  readonly timeout?: number;
  /** How often a request that failed on the way is made again, and a broken download taken up. Default: 5. */
  readonly retries?: number;
  /** Milliseconds before the first of them, doubled for each further one. Default: 500. */
  readonly backoff?: number;
  /** Hears of each part of a blob that has come. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

const concurrentDownloads = 3;

/**
 * Opens an image of a registry without a program or daemon: `nginx`, `ghcr.io/owner/name:tag` or `name@sha256:…`. Layers
 * are downloaded three at a time into temporary files without a name, and digests and sizes are verified on the way; a
 * download that breaks is taken up where it broke. OCI distribution specification 1.1, with the token authentication of
 * Docker's.
 *
 * Credentials go to the registry and to the token service that it names, never to where a redirect leads, and over an
 * encrypted connection only, unless `insecure` is set or the registry is on this machine.
 *
 * @example
 * ```ts
 * import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { openImage, openRegistryImage, writeImage } from "@coppice/image/node";
 *
 * const root = await mkdtemp(join(tmpdir(), "example-"));
 * await writeFile(join(root, "motd"), "hello");
 * const layout = join(root, "image");
 * const configuration = { architecture: "amd64", os: "linux" };
 * const { digest } = await writeImage(layout, { ...(await openImage(root)), configuration });
 *
 * // A registry of one image, where the network would be.
 * const served = async (url: URL) => {
 *   const value = url.pathname.split("/sha256:")[1] ?? "";
 *   return new Response(await readFile(join(layout, "blobs/sha256", value)));
 * };
 * const image = await openRegistryImage(`registry.example/motd@${digest}`, { fetch: served });
 * image.subject.digest === digest; // => true
 * image.tree.stat("/motd")?.size; // => 5
 * await image.close();
 * await rm(root, { recursive: true });
 * ```
 * @throws An {@link ImageError} with code `REFERENCE_INVALID`, `REGISTRY_UNREACHABLE`, `REGISTRY_DENIED`,
 * `REGISTRY_INVALID`, `IMAGE_ABSENT`, or one of {@link openImage}.
 */
export async function openRegistryImage(
  reference: string,
  options: OpenRegistryImageOptions = {},
): Promise<OpenedImage> {
  const parsed = parseReference(reference);
  const platform = options.platform === undefined ? undefined : parsePlatform(options.platform);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const newSpool = () => createSpool(options.temporaryFolder ?? tmpdir());
  const reading = startReading(newSpool(), { ...options, signal });
  const spools = createSpoolPool(concurrentDownloads, newSpool);
  const blobs = registryBlobs(parsed, spools, {
    client: createRegistryClient(parsed, {
      send: createTransport({
        fetch: options.fetch ?? fetch,
        timeout: options.timeout ?? 30_000,
        signal,
      }),
      findCredentials: options.findCredentials ?? readCredentials,
      insecure: options.insecure,
    }),
    policy: { retries: options.retries ?? 5, backoff: options.backoff ?? 500, signal },
    reading,
    onProgress: options.onProgress,
  });
  let downloads: Promise<unknown> = Promise.resolve();
  try {
    const root = { manifests: [await blobs.resolve()] };
    const image = await findOciImage(blobs, root, { platform, reference: undefined }, signal);
    requirePlatform(image, platform);
    // Whoever opens a layer hears of what went wrong with it.
    downloads = Promise.allSettled(image.layers.map((layer) => layer.open()));
    return await openParts({ ...image, name: blobs.name }, reading, spools.close);
  } catch (error) {
    stop.abort(error);
    await downloads;
    await spools.close();
    await reading.spool.close();
    throw error;
  }
}
