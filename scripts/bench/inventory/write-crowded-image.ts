import { createHash } from "node:crypto";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { renderTarHeader } from "@coppice/image";
import type { FileEntry } from "@coppice/types";

const facts = { mode: 0o644, uid: 0, gid: 0, size: 0, mtime: 0 } as const;

/** Writes an OCI layout to the folder `out` with one gzip layer of nothing but `count` empty files, 1,000 in a folder. */
export async function writeCrowdedImage(out: string, count: number): Promise<void> {
  const blobs = join(out, "blobs/sha256");
  mkdirSync(blobs, { recursive: true });
  const stream = createHash("sha256");
  const blob = createHash("sha256");
  let size = 0;
  async function* watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      blob.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  function* members(): Generator<Uint8Array> {
    for (const chunk of inBatches(headers(count))) {
      stream.update(chunk);
      yield chunk;
    }
  }
  const aside = join(out, "layer");
  const tar = Readable.from(members(), { objectMode: false });
  await pipeline(tar, createGzip({ level: 6 }), watch, createWriteStream(aside));
  const digest = blob.digest("hex");
  await rename(aside, join(blobs, digest));
  const put = (mediaType: string, document: object): object => {
    const text = JSON.stringify(document);
    const value = createHash("sha256").update(text).digest("hex");
    writeFileSync(join(blobs, value), text);
    return { mediaType, digest: `sha256:${value}`, size: text.length };
  };
  const config = put("application/vnd.oci.image.config.v1+json", {
    architecture: "amd64",
    os: "linux",
    rootfs: { type: "layers", diff_ids: [`sha256:${stream.digest("hex")}`] },
  });
  const mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";
  const layers = [{ mediaType, digest: `sha256:${digest}`, size }];
  const manifest = { schemaVersion: 2, config, layers };
  const manifests = [put("application/vnd.oci.image.manifest.v1+json", manifest)];
  writeFileSync(join(out, "index.json"), JSON.stringify({ schemaVersion: 2, manifests }));
  writeFileSync(join(out, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
}

function* headers(count: number): Generator<Uint8Array> {
  for (let number = 0; number < count; number++) {
    const folder = `/${Math.floor(number / 1000)}`;
    if (number % 1000 === 0) yield header({ ...facts, path: folder, type: "directory" });
    yield header({ ...facts, path: `${folder}/${number % 1000}`, type: "file" });
  }
  yield new Uint8Array(1024);
}

function header(entry: FileEntry): Uint8Array {
  return renderTarHeader(entry);
}

/** Fewer, larger chunks: a stream takes as long for a small one. */
function* inBatches(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let batch: Uint8Array[] = [];
  for (const chunk of chunks) {
    batch.push(chunk);
    if (batch.length < 2048) continue;
    yield Buffer.concat(batch);
    batch = [];
  }
  yield Buffer.concat(batch);
}
