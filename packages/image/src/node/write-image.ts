import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type Descriptor, ImageError } from "@coppice/image";
import type { Digest } from "@coppice/types";
import { flattenEntries } from "./flatten-entries.ts";
import type { ImageContent } from "./image-content.ts";
import { writeBlob } from "./write-blob.ts";
import { writeLayer } from "./write-layer.ts";

/** Options of {@link writeImage}. */
export interface WriteImageOptions {
  /** The image's tag in the layout. Default: `latest`. */
  readonly reference?: string;
  /** How the layer is compressed. Default: `gzip`. */
  readonly compression?: "gzip" | "none";
  /** What the image's history says of its one layer. Default: `coppice`. */
  readonly createdBy?: string;
  readonly signal?: AbortSignal;
}

/** An image that was written. */
export interface WrittenImage {
  /** Digest of its manifest. */
  readonly digest: Digest;
  /** Bytes of its blobs: layer, configuration and manifest. */
  readonly bytes: number;
  /** Digest of the layer's blob. */
  readonly layerDigest: Digest;
  /** Digest of the layer's uncompressed tar stream. */
  readonly diffId: Digest;
}

/**
 * Writes an OCI layout with one image of one layer to the folder `out`, which must be absent or empty. The layout is
 * made aside and appears as a whole or not at all. The same content gives the same digest, whatever the machine, the
 * time and the order of entries; with gzip this holds for one version of Node's zlib, without compression for all.
 *
 * @throws An {@link ImageError} with code `OUTPUT_EXISTS`, `IMAGE_INVALID` for a configuration without architecture
 * and os, `ENTRY_UNSUPPORTED` for what a layer cannot hold, `CONTENT_CHANGED`, or what the tree throws.
 */
export async function writeImage(
  out: string,
  content: ImageContent,
  options: WriteImageOptions = {},
): Promise<WrittenImage> {
  const { configuration } = content;
  const { architecture, os, variant, created } = configuration;
  if (architecture === undefined || os === undefined) {
    throw new ImageError(
      "IMAGE_INVALID",
      "the configuration to write lacks architecture or os; add both",
    );
  }
  const target = resolve(out);
  await refuseExisting(target);
  await mkdir(dirname(target), { recursive: true });
  const aside = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    const layout = join(aside, "layout");
    const blobs = join(layout, "blobs", "sha256");
    await mkdir(blobs, { recursive: true });
    const { layer, diffId } = await writeLayer(blobs, flattenEntries(content), options);
    const date = created !== undefined && { created };
    const config = await writeDocument(blobs, "application/vnd.oci.image.config.v1+json", {
      ...configuration,
      rootfs: { type: "layers", diff_ids: [diffId] },
      history: [{ ...date, created_by: options.createdBy ?? "coppice" }],
    });
    const manifest = await writeDocument(blobs, "application/vnd.oci.image.manifest.v1+json", {
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config,
      layers: [layer],
    });
    const listed = {
      ...manifest,
      platform: { architecture, os, ...(variant !== undefined && { variant }) },
      annotations: { "org.opencontainers.image.ref.name": options.reference ?? "latest" },
    };
    const index = {
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.index.v1+json",
      manifests: [listed],
    };
    await writeFile(join(layout, "index.json"), JSON.stringify(index));
    await writeFile(join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
    await moveInto(layout, target);
    return {
      digest: manifest.digest,
      bytes: layer.size + config.size + manifest.size,
      layerDigest: layer.digest,
      diffId,
    };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function writeDocument(blobs: string, mediaType: string, value: object): Promise<Descriptor> {
  const blob = await writeBlob(blobs, [new TextEncoder().encode(JSON.stringify(value))]);
  return { mediaType, ...blob };
}

async function refuseExisting(target: string): Promise<void> {
  const names = await readdir(target).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw exists(target, error);
  });
  if (names.length > 0) throw exists(target);
}

/** Renames over nothing or over an empty folder; the system refuses everything else. */
async function moveInto(layout: string, target: string): Promise<void> {
  await rename(layout, target).catch((error: unknown) => {
    const code = errorCode(error);
    throw code === "ENOTEMPTY" || code === "EEXIST" || code === "ENOTDIR"
      ? exists(target, error)
      : error;
  });
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function exists(target: string, cause?: unknown): ImageError {
  const message = `${target} exists and is no empty folder; remove it or name another`;
  return new ImageError("OUTPUT_EXISTS", message, { cause });
}
