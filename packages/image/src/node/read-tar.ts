import { createHash } from "node:crypto";
import { type LayerSquash, scanTar, type TarMember } from "@coppice/image";
import type { Digest } from "@coppice/types";
import { decompress } from "./decompress.ts";
import type { FileRange } from "./file-range.ts";
import type { Reading } from "./reading.ts";

/** Options of {@link readTar}. */
export interface ReadTarOptions {
  /** What to call the stream in messages. */
  readonly name: string;
  /** What is known of a layer; absent for an archive that holds layers. */
  readonly layer?: {
    /** Digest that the uncompressed stream has to have. */
    readonly diffId: Digest;
    /** Whether the file itself has that digest, so that the stream is only digested where it differs from the file. */
    readonly verified: boolean;
  };
}

/** A tar stream that was read once. */
export interface ReadTar {
  /** Where it can be read again: in the file itself, or decompressed in the spool. */
  readonly range: FileRange;
  /** Digest of a layer's stream, by the algorithm of its `diffId`. */
  readonly digest?: Digest;
}

/** Applies the members of a tar file, which may be compressed with gzip, to `squash`. */
export async function readTar(
  file: FileRange,
  squash: LayerSquash,
  reading: Reading,
  options: ReadTarOptions,
): Promise<ReadTar> {
  const { name, layer } = options;
  const { spool } = reading;
  const { chunks, compressed } = await decompress(file, name);
  const start = compressed ? spool.position() : file.start;
  const [algorithm = ""] = layer?.diffId.split(":") ?? [];
  const hash = layer && (compressed || !layer.verified) ? createHash(algorithm) : undefined;
  let size = 0;

  async function* watched(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks) {
      size += chunk.length;
      reading.countBytes(chunk.length, layer ? size : 0, name);
      hash?.update(chunk);
      if (compressed) await spool.append(chunk);
      yield chunk;
    }
  }

  const unlimited = Number.POSITIVE_INFINITY;
  const limits = { ...reading.limits, members: unlimited, bytes: unlimited };
  for await (const member of scanTar(watched(), { name, limits })) {
    reading.countEntry();
    const digested = layer && reading.digests && member.type === "file";
    squash.add(member, digested ? await digestContent(member) : undefined);
  }
  const handle = compressed ? await spool.handle() : file.handle;
  const digest = hash ? `${algorithm}:${hash.digest("hex")}` : layer?.diffId;
  return { range: { handle, start, size }, ...(digest !== undefined && { digest }) };
}

async function digestContent(member: TarMember): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of member.content()) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}
