import { createHash, type Hash, hash as hashOf } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { createTarScanner, type LayerSquash, type TarMemberFacts } from "@coppice/image";
import type { Digest } from "@coppice/types";
import { type ContentTable, emptyContent } from "./content-table.ts";
import { decompress } from "./decompress.ts";
import type { FileRange } from "./file-range.ts";
import { holeBytes } from "./hole-bytes.ts";
import type { Reading } from "./reading.ts";
import type { RunningDigest } from "./running-digest.ts";

/** What {@link readLayerTar} reads, and where what it finds goes. */
export interface LayerTar {
  readonly file: FileRange;
  /** What to call it in messages. */
  readonly name: string;
  readonly squash: LayerSquash;
  readonly contents: ContentTable;
  /** Takes the bytes of the tar stream. */
  readonly tarDigest: RunningDigest | undefined;
  /** Takes the bytes of the file itself, but for those after the end of what is compressed. */
  readonly blobDigest: RunningDigest | undefined;
}

/** A layer that was read. */
export interface ReadLayerTar {
  /** Bytes of its tar stream. */
  readonly bytes: number;
  readonly compressed: boolean;
}

/** A content of which not all has been seen. */
interface OpenContent {
  readonly member: TarMemberFacts;
  readonly number: number;
  readonly inSpool: boolean;
  done: number;
  hash?: Hash;
}

/**
 * Applies the members of a layer to its squash and notes their contents: where they stand in the file itself, or else
 * in the spool, which takes contents and nothing else.
 */
export async function readLayerTar(layer: LayerTar, reading: Reading): Promise<ReadLayerTar> {
  const { file, name, squash, contents, tarDigest, blobDigest } = layer;
  const { spool, limits, digests } = reading;
  const { chunks, compressed } = await decompress(file, name, limits, blobDigest?.update);
  const unlimited = Number.POSITIVE_INFINITY;
  const scanner = createTarScanner({
    name,
    limits: { ...limits, members: unlimited, bytes: unlimited },
  });
  let spoolHandle = compressed ? await spool.handle() : undefined;
  let bytes = 0;
  let holes = 0;
  let open: OpenContent | undefined;

  function begin(member: TarMemberFacts, spooled: FileHandle | undefined): void {
    const handle = spooled ?? file.handle;
    const number = contents.add(handle, spooled ? spool.position() : file.start + member.offset);
    open = { member, number, inSpool: spooled !== undefined, done: 0 };
  }

  function take(content: OpenContent, part: Uint8Array): void {
    const { member, number, inSpool, done } = content;
    contents.addHead(number, done, part);
    if (inSpool) spool.add(part);
    content.done += part.length;
    if (digests && part.length < member.size) {
      content.hash ??= createHash("sha256");
      content.hash.update(part);
    }
    if (content.done < member.size) return;
    open = undefined;
    const value = content.hash?.digest("hex") ?? (digests ? hashOf("sha256", part) : undefined);
    squash.add(member, value === undefined ? undefined : `sha256:${value}`, number);
  }

  async function addTokens(): Promise<void> {
    for (let token = scanner.next(); token; token = scanner.next()) {
      if (!("path" in token)) {
        if (open) take(open, token);
        // The holes of a sparse member are many parts in a row.
        if (spool.isFull()) await drain();
        continue;
      }
      reading.countEntry();
      if (token.type !== "file" || token.size === 0) {
        squash.add(token, digests && token.type === "file" ? emptyDigest : undefined, emptyContent);
        continue;
      }
      if (token.sparse) {
        holes += holeBytes(token);
        reading.countBytes(holeBytes(token), bytes + holes, name);
        spoolHandle ??= await spool.handle();
      }
      begin(token, compressed || token.sparse ? spoolHandle : undefined);
    }
    await drain();
  }

  async function drain(): Promise<void> {
    reading.signal?.throwIfAborted();
    await spool.drain();
  }

  for await (const chunk of chunks) {
    bytes += chunk.length;
    reading.countBytes(chunk.length, bytes + holes, name);
    tarDigest?.update(chunk);
    scanner.push(chunk);
    await addTokens();
  }
  scanner.end();
  await addTokens();
  if (spoolHandle) await spool.handle();
  return { bytes, compressed };
}

const emptyDigest: Digest = `sha256:${hashOf("sha256", "")}`;
