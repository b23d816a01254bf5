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
  /** A layer, or an archive that holds layers. */
  readonly kind: "layer" | "archive";
  /** Whether the stream as a whole is digested. */
  readonly digestStream: boolean;
}

/** A tar stream that was read once. */
export interface ReadTar {
  /** Where it can be read again: in the file itself, or decompressed in the spool. */
  readonly range: FileRange;
  /** Digest of the stream; empty when it was not asked for. */
  readonly digest: Digest;
}

/** Applies the members of a tar file, which may be compressed with gzip, to `squash`. */
export async function readTar(
  file: FileRange,
  squash: LayerSquash,
  reading: Reading,
  options: ReadTarOptions,
): Promise<ReadTar> {
  const { name, kind } = options;
  const { spool } = reading;
  const { chunks, compressed } = await decompress(file, name);
  const start = compressed ? spool.position() : file.start;
  const hash = options.digestStream ? createHash("sha256") : undefined;
  let size = 0;

  async function* watched(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks) {
      size += chunk.length;
      reading.countBytes(chunk.length, kind === "layer" ? size : 0, name);
      hash?.update(chunk);
      if (compressed) await spool.append(chunk);
      yield chunk;
    }
  }

  const unlimited = Number.POSITIVE_INFINITY;
  const limits = { ...reading.limits, members: unlimited, bytes: unlimited };
  for await (const member of scanTar(watched(), { name, limits })) {
    reading.countEntry();
    const digested = kind === "layer" && reading.digests && member.type === "file";
    squash.add(member, digested ? await digestContent(member) : undefined);
  }
  const handle = compressed ? await spool.handle() : file.handle;
  return { range: { handle, start, size }, digest: hash ? `sha256:${hash.digest("hex")}` : "" };
}

async function digestContent(member: TarMember): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of member.content()) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}
