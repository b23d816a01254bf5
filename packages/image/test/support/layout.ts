import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";

export interface LayoutOptions {
  readonly compress?: (tar: Uint8Array) => Uint8Array;
  readonly config?: object;
  /** Changes what a blob holds after its digest was taken; `kind` is `layer`, `config` or `manifest`. */
  readonly tamper?: (bytes: Uint8Array, kind: string) => Uint8Array;
  readonly diffIds?: readonly string[];
  readonly mediaType?: string;
  /** Members of the index's descriptor. */
  readonly listed?: object;
  /** Where the layout is made. Default: a folder that goes when the test ends. */
  readonly parent?: string;
}

/** An empty folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "coppice-test-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Writes an OCI layout of these layers by hand and gives its folder. */
export async function writeLayout(
  layers: readonly Uint8Array[],
  options: LayoutOptions = {},
): Promise<string> {
  const out = join(options.parent ?? (await temporaryFolder()), "layout");
  const blobs = join(out, "blobs", "sha256");
  await mkdir(blobs, { recursive: true });
  const put = async (bytes: Uint8Array, kind: string, mediaType: string) => {
    const digest = sha256(bytes);
    await writeFile(join(blobs, digest.slice(7)), options.tamper?.(bytes, kind) ?? bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
  const { compress = (tar: Uint8Array) => gzipSync(tar) } = options;
  const layerType = options.mediaType ?? "application/vnd.oci.image.layer.v1.tar+gzip";
  const manifest = {
    schemaVersion: 2,
    config: await put(
      json({
        architecture: "amd64",
        os: "linux",
        created: "2020-01-02T03:04:05Z",
        config: { Cmd: ["/bin/sh"], Env: ["PATH=/bin"] },
        rootfs: { type: "layers", diff_ids: options.diffIds ?? layers.map(sha256) },
        ...options.config,
      }),
      "config",
      "application/vnd.oci.image.config.v1+json",
    ),
    layers: await Promise.all(layers.map((layer) => put(compress(layer), "layer", layerType))),
  };
  const listed = {
    ...(await put(json(manifest), "manifest", "application/vnd.oci.image.manifest.v1+json")),
    annotations: { "org.opencontainers.image.ref.name": "latest" },
    ...options.listed,
  };
  await writeFile(join(out, "index.json"), json({ schemaVersion: 2, manifests: [listed] }));
  await writeFile(join(out, "oci-layout"), json({ imageLayoutVersion: "1.0.0" }));
  return out;
}
